import { makeCertificate } from '../fake-aws/certificate.ts';
import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { ssoConfig, workSettings } from '../person.ts';
import { type CompanyProxy, startProxy } from '../shared/network/proxy.ts';
import { describeWithWine, type WindowsMachine, windowsMachine } from './windows-machine.ts';

const CONNECTIONS = 'Software\\Microsoft\\Windows\\CurrentVersion\\Internet Settings\\Connections';
/** What is set, as flags of DefaultConnectionSettings: the place from which WinHTTP reads, and to which Settings writes. */
const PROXY = 2;
const PAC = 4;
const DETECT = 8;
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

    async function use(flags: number, texts: { bypass?: string; pacUrl?: string } = {}): Promise<void> {
      const { bypass = '', pacUrl = '' } = texts;
      const number = (value: number) => Buffer.from(Uint32Array.of(value).buffer);
      const text = (value: string) => Buffer.concat([number(value.length), Buffer.from(value)]);
      const parts = [
        number(0x46),
        number(1),
        number(flags | 1),
        text(new URL(proxy.url).host),
        text(bypass),
        text(pacUrl),
      ];
      const value = Buffer.concat([...parts, Buffer.alloc(32)]).toString('hex');
      expect(await machine.set(CONNECTIONS, 'DefaultConnectionSettings', 'REG_BINARY', value)).toMatchObject({
        exitCode: 0,
      });
    }

    const help = () => machine.run('bedrock-credential-helper', [], env);

    test('a proxy set there is taken', async () => {
      await use(PROXY, { bypass: '*.example;<local>' });
      expect(await help()).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^bedrock-api-key-/) });
      expect(proxy.seen).toEqual([`CONNECT ${NAME}:443`]);
    }, 120_000);

    test('an exception set there is kept', async () => {
      await use(PROXY, { bypass: '*.example;*.invalid' });
      const { exitCode, stderr } = await help();
      expect([exitCode, stderr]).toEqual([6, expect.stringContaining('its name could not be looked up')]);
      expect(proxy.seen).toEqual([]);
    }, 120_000);

    test('a PAC file set there is followed', async () => {
      const text = `function FindProxyForURL(url, host) { return 'PROXY ${new URL(proxy.url).host}'; }`;
      await use(PAC, { pacUrl: `file:///${machine.write('proxy.pac', text).replaceAll('\\', '/')}` });
      expect(await help()).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^bedrock-api-key-/) });
      expect(proxy.seen).toEqual([`CONNECT ${NAME}:443`]);
    }, 120_000);

    test.each([
      ['is asked', DETECT, true],
      ['is not asked when it is switched off', 0, false],
    ])(
      "Windows' own auto-detection %s where the direct way leads nowhere",
      async (_name, flags, asked) => {
        await use(flags);
        env['WINEDEBUG'] = '+winhttp';
        const { exitCode, stderr } = await help();
        expect([exitCode, stderr.includes('WinHttpGetProxyForUrl')]).toEqual([6, asked]);
        expect(stderr).toContain('its name could not be looked up');
      },
      120_000,
    );

    test('one that is there but switched off is not taken', async () => {
      await use(0);
      expect(await help()).toMatchObject({ exitCode: 6 });
      expect(proxy.seen).toEqual([]);
    }, 120_000);
  },
);
