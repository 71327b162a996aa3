import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { makeCertificate } from '../fake-aws/certificate.ts';
import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { ssoConfig, workSettings } from '../person.ts';
import { type CompanyProxy, startProxy } from '../shared/network/proxy.ts';
import { trixie } from './trixie.ts';
import { type WindowsMachine, windowsMachine } from './windows-machine.ts';

const image = join(dirname(dirname(import.meta.dirname)), 'dist', 'windows-x64', 'bedrock-launcher.exe');
const describeWithWine = existsSync(trixie) && existsSync(image) ? describe : describe.skip;
const INTERNET_SETTINGS = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings';
/** A name that only the proxy knows. */
const NAME = 'aws.invalid';

describeWithWine(
  'the proxy settings of Windows, under Wine 10 (needs the trixie folder and the windows-x64 build)',
  () => {
    let fake: FakeAws;
    let machine: WindowsMachine;
    let proxy: CompanyProxy;
    let env: Record<string, string>;

    beforeEach(async () => {
      const certificate = makeCertificate([NAME]);
      fake = await startFakeAws({ tls: certificate });
      proxy = await startProxy({ target: fake.url });
      machine = await windowsMachine();
      machine.write('.aws/config', ssoConfig());
      const sessionFile = `${new Bun.CryptoHasher('sha1').update('company').digest('hex')}.json`;
      machine.write(`.aws/sso/cache/${sessionFile}`, JSON.stringify(await fake.issueSession()));
      env = {
        AWS_ENDPOINT_URL: `https://${NAME}`,
        AWS_CA_BUNDLE: machine.write('ca.pem', certificate.cert),
        BEDROCK_LAUNCHER_CONFIG: machine.write('settings.json', JSON.stringify(workSettings())),
      };
    }, 120_000);

    afterEach(async () => {
      await machine.leave();
      proxy.stop();
      await fake.stop();
    });

    async function useProxy(bypass: string): Promise<void> {
      await machine.set(INTERNET_SETTINGS, 'ProxyEnable', 'REG_DWORD', '1');
      await machine.set(INTERNET_SETTINGS, 'ProxyServer', 'REG_SZ', new URL(proxy.url).host);
      await machine.set(INTERNET_SETTINGS, 'ProxyOverride', 'REG_SZ', bypass);
    }

    const help = () => machine.run('bedrock-credential-helper', [], env);

    test('a proxy set there is taken', async () => {
      await useProxy('*.example;<local>');
      expect(await help()).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^bedrock-api-key-/) });
      expect(proxy.seen).toEqual([`CONNECT ${NAME}:443`]);
    }, 120_000);

    test('an exception set there is kept', async () => {
      await useProxy('*.example;*.invalid');
      const { exitCode, stderr } = await help();
      expect([exitCode, stderr]).toEqual([6, expect.stringContaining('its name could not be looked up')]);
      expect(proxy.seen).toEqual([]);
    }, 120_000);

    test('a PAC file set there is followed', async () => {
      const text = `function FindProxyForURL(url, host) { return 'PROXY ${new URL(proxy.url).host}'; }`;
      const server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response(text) });
      await machine.set(INTERNET_SETTINGS, 'AutoConfigURL', 'REG_SZ', `http://127.0.0.1:${server.port}/proxy.pac`);
      expect(await help()).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^bedrock-api-key-/) });
      expect(proxy.seen).toEqual([`CONNECT ${NAME}:443`]);
      await server.stop(true);
    }, 120_000);

    test('without any, the way is direct', async () => {
      expect(await help()).toMatchObject({ exitCode: 6 });
      expect(proxy.seen).toEqual([]);
    }, 120_000);
  },
);
