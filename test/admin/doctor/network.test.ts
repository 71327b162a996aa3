import { makeAuthority } from '../../fake-aws/certificate.ts';
import { type CompanyProxy, startProxy } from '../../shared/network/proxy.ts';
import { onStage } from '../../stage.ts';
import { wellSettings } from './broken/row.ts';
import { diagnosed, findingOf, live } from './diagnosis.ts';

const authority = makeAuthority('Example Inspection CA', 'Example Corp');
const stage = onStage({}, wellSettings);
let inspector: Bun.Server<undefined>;
let proxy: CompanyProxy;

beforeEach(async () => {
  await live(stage.person, stage.fake);
  inspector = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    tls: authority.issue(['aws.invalid']),
    fetch: (request) => {
      const { pathname, search } = new URL(request.url);
      return fetch(new Request(stage.fake.url + pathname + search, request), { redirect: 'manual' });
    },
  });
  proxy = await startProxy({ target: `https://127.0.0.1:${inspector.port}`, login: 'ana:geheim-4711' });
});
afterEach(async () => {
  proxy.stop();
  await inspector.stop(true);
});

const behind = () => ({
  AWS_ENDPOINT_URL: 'https://aws.invalid',
  HTTPS_PROXY: proxy.url.replace('//', '//ana:geheim-4711@'),
});

test('through a proxy that inspects TLS: which proxy, who issued the certificate, and that it is trusted', async () => {
  const env = { ...behind(), NODE_EXTRA_CA_CERTS: stage.person.write('company.pem', authority.cert) };
  const { document, exitCode } = await diagnosed(stage.person, ['--call'], env);
  expect([exitCode, document.verdict.state]).toEqual([0, 'ok']);
  for (const id of ['oidc', 'portal', 'sts', 'bedrock']) {
    expect(findingOf(document, `network.${id}`)).toMatchObject({
      state: 'ok',
      details: {
        address: 'https://aws.invalid',
        way: `through the proxy ${proxy.url} (HTTPS_PROXY)`,
        certificate: expect.stringMatching(
          /^issued by "Example Inspection CA" of Example Corp, for aws\.invalid, valid/,
        ),
        trusted: 'yes',
      },
    });
  }
  expect(JSON.stringify(document)).not.toContain('geheim');
});

test('a PAC file: each of its ways', async () => {
  const text = `function FindProxyForURL() { return 'PROXY ${new URL(proxy.url).host}; PROXY 127.0.0.1:9; DIRECT'; }`;
  const proxyPacUrl = `file://${stage.person.write('proxy.pac', text)}`;
  stage.person.write('settings.json', { ...wellSettings, proxyPacUrl });
  const { document } = await diagnosed(stage.person, [], { AWS_ENDPOINT_URL: 'https://aws.invalid' });
  expect(findingOf(document, 'network.sts').details).toMatchObject({
    way: `through the proxy ${proxy.url} (the PAC file of proxyPacUrl)`,
    'other ways': 'through the proxy http://127.0.0.1:9 (the PAC file of proxyPacUrl), direct',
  });
  expect([document.verdict.id, document.verdict.exitCode]).toEqual(['network.oidc', 6]);
});

test('without the authority of the company: that it is not trusted', async () => {
  const { document, exitCode } = await diagnosed(stage.person, [], behind());
  expect([exitCode, document.verdict.id]).toEqual([6, 'network.oidc']);
  expect(findingOf(document, 'network.bedrock').details).toMatchObject({
    certificate: expect.stringContaining('Example Inspection CA'),
    trusted: 'no',
  });
});

test('each endpoint of its own, where one fails alone', async () => {
  const { document, exitCode } = await diagnosed(stage.person, [], {
    AWS_ENDPOINT_URL_BEDROCK_RUNTIME: 'http://127.0.0.1:9',
  });
  expect([exitCode, document.verdict.id]).toEqual([6, 'network.bedrock']);
  expect(document.verdict.words).toBe("Bedrock can't be reached: the connection was refused (127.0.0.1:9)");
  expect(findingOf(document, 'identity').state).toBe('ok');
  expect(findingOf(document, 'model').words).toBe('not checked, because this failed: Bedrock');
});
