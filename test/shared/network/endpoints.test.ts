import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BedrockRuntimeClient, InvokeModelCommand } from '@aws-sdk/client-bedrock-runtime';
import { assumeRole } from '../../../shared/identity/assume-role.ts';
import { signInByCode } from '../../../shared/identity/code-flow.ts';
import { signInByDevice } from '../../../shared/identity/device-flow.ts';
import { probe } from '../../../shared/identity/probe.ts';
import { roleCredentials } from '../../../shared/identity/role-credentials.ts';
import { clientSettings, type Network } from '../../../shared/network/aws-client.ts';
import { Secret } from '../../../shared/secret.ts';
import { makeCertificate } from '../../fake-aws/certificate.ts';
import { type FakeAws, startFakeAws } from '../../fake-aws/server.ts';
import { forever } from '../world.ts';
import { type CompanyProxy, startProxy } from './proxy.ts';

/** Where AWS documents the services to be, by partition. https://docs.aws.amazon.com/general/latest/gr/ */
const HOSTS: [string, Record<'oidc' | 'portal' | 'sts' | 'bedrock', string>][] = [
  ['eu-central-1', hosts('eu-central-1', 'amazonaws.com')],
  ['us-east-1', hosts('us-east-1', 'amazonaws.com')],
  ['us-gov-west-1', hosts('us-gov-west-1', 'amazonaws.com')],
  ['cn-north-1', hosts('cn-north-1', 'amazonaws.com.cn')],
];

function hosts(region: string, domain: string) {
  return {
    oidc: `oidc.${region}.${domain}`,
    portal: `portal.sso.${region}.${domain}`,
    sts: `sts.${region}.${domain}`,
    bedrock: `bedrock-runtime.${region}.${domain}`,
  };
}

const certificate = makeCertificate(HOSTS.flatMap(([, names]) => Object.values(names)));
const keys = {
  accessKeyId: 'AKIAANA',
  secretAccessKey: new Secret('s'),
  sessionToken: undefined,
  expiresAt: undefined,
};
const role = { profile: 'it', arn: 'arn:aws:iam::111122223333:role/x', sessionName: 'it' };

let folder: string;
let fake: FakeAws;
let proxy: CompanyProxy;
let network: Network;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'endpoints-'));
  writeFileSync(join(folder, 'ca.pem'), certificate.cert);
  fake = await startFakeAws({ tls: certificate });
  proxy = await startProxy({ target: fake.url });
  network = { env: { AWS_CA_BUNDLE: join(folder, 'ca.pem') }, proxyUrl: proxy.url };
});
beforeEach(() => {
  proxy.seen.length = 0;
});
afterAll(async () => {
  proxy.stop();
  await fake.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe.each(HOSTS)('in %s', (region, names) => {
  const portal = () => ({ startUrl: fake.options.startUrl, region, scopes: ['sso:account:access'] });
  const host = () => ({ network, now: Date.now, pause: (milliseconds: number) => Bun.sleep(milliseconds) });
  /** That a call reached AWS is what counts, not what AWS said. */
  const reached = async (call: Promise<unknown>) => {
    await call.catch(() => {});
    return [...new Set(proxy.seen)];
  };

  test('the sign-in registers, sends the browser and asks', async () => {
    let address = '';
    const invite = async (invitation: { address: string }) => {
      address = invitation.address;
      throw new Error('enough');
    };
    const callback = { redirectUri: 'http://127.0.0.1:1/', wait: () => Promise.resolve(new URLSearchParams()) };
    const signIn = signInByCode(host(), portal(), callback, invite, 0, forever());
    expect(await reached(signIn)).toEqual([`CONNECT ${names.oidc}:443`]);
    expect(new URL(address).origin).toBe(`https://${names.oidc}`);
    // Over the same connection.
    await signInByDevice(host(), portal(), invite, forever()).catch(() => {});
    expect(fake.calls.at(-1)).toMatchObject({ operation: 'StartDeviceAuthorization', status: 200 });
    expect(proxy.seen).toHaveLength(1);
  });

  test('the access portal is asked there', async () => {
    const call = roleCredentials(network, region, { accountId: '1', roleName: 'x' }, new Secret('t'), forever());
    expect(await reached(call)).toEqual([`CONNECT ${names.portal}:443`]);
  });

  test('STS is the regional one', async () => {
    expect(await reached(probe(network, region, keys, forever()))).toEqual([`CONNECT ${names.sts}:443`]);
    const assuming = assumeRole(
      host(),
      region,
      { ...role, externalId: undefined, durationSeconds: undefined },
      keys,
      forever(),
    );
    expect(await reached(assuming)).toEqual([`CONNECT ${names.sts}:443`]);
  });

  test('Bedrock answers there', async () => {
    const bedrock = new BedrockRuntimeClient({
      ...clientSettings(network, 'BEDROCK_RUNTIME', region),
      credentials: { accessKeyId: 'AKIAANA', secretAccessKey: 's' },
    });
    const call = bedrock.send(new InvokeModelCommand({ modelId: 'm', body: '{}' }));
    expect(await reached(call)).toEqual([`CONNECT ${names.bedrock}:443`]);
  });
});
