import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { makeAuthority } from '../fake-aws/certificate.ts';
import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { newPerson, type Person, workSettings } from '../person.ts';
import { type CompanyProxy, startProxy } from '../shared/network/proxy.ts';

/** A name that only the proxy knows: who reaches it went through the proxy. */
const NAME = 'aws.invalid';
const LOGIN = 'ana:geheim-4711';
const company = makeAuthority('Example Inspection CA', 'Example Corp');
const stranger = makeAuthority('Another CA', 'Another Corp');
const browser = join(import.meta.dirname, '..', 'fixtures', 'browser.mjs');

/** A company whose proxy inspects TLS: whatever server is asked for shows a certificate of the company's own. */
let fake: FakeAws;
let inspector: Bun.Server<undefined>;
let proxy: CompanyProxy;
let pac: Bun.Server<undefined>;
let person: Person;

async function atCompany(login?: string): Promise<void> {
  fake = await startFakeAws({ decision: 'approve', wordDelayMs: 0 });
  inspector = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    tls: company.issue([NAME]),
    fetch: (request) => {
      const { pathname, search } = new URL(request.url);
      return fetch(new Request(fake.url + pathname + search, request), { redirect: 'manual' });
    },
  });
  proxy = await startProxy({ target: `https://127.0.0.1:${inspector.port}`, ...(login ? { login } : {}) });
  pac = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => new Response(pacText()) });
  person = newPerson(fake);
  person.env['AWS_ENDPOINT_URL'] = `https://${NAME}`;
}

afterEach(async () => {
  person.leave();
  proxy.stop();
  await Promise.all([fake.stop(), inspector.stop(true), pac.stop(true)]);
});

/** The first proxy is not there: the next one is taken. */
function pacText(): string {
  const { host } = new URL(proxy.url);
  return `function FindProxyForURL(url, host) {
    if (dnsDomainIs(host, '.invalid') && url === 'https://${NAME}/') return 'PROXY 127.0.0.1:9; PROXY ${host}';
    return 'DIRECT';
  }`;
}

const withLogin = () => proxy.url.replace('//', `//${LOGIN}@`);
const settings = (extra: object) => person.write('settings.json', { ...workSettings(), ...extra });

/** The person's browser goes through the same proxy, and trusts the company. */
function trustAndBrowse(variable: string): void {
  const ca = person.write('company.pem', company.cert);
  person.env[variable] = ca;
  const line = `HTTPS_PROXY='${withLogin()}' NODE_EXTRA_CA_CERTS='${ca}' exec '${process.execPath}' '${browser}' "$@"`;
  person.env['BROWSER'] = person.write('browser.sh', `#!/bin/sh\n${line}\n`);
  chmodSync(person.env['BROWSER'], 0o755);
}

const ways: [string, string | undefined, () => void][] = [
  ['named by HTTPS_PROXY', undefined, () => Object.assign(person.env, { HTTPS_PROXY: proxy.url })],
  ['with a password, named by HTTPS_PROXY', LOGIN, () => Object.assign(person.env, { HTTPS_PROXY: withLogin() })],
  ['with a password, named by policy', LOGIN, () => settings({ proxyUrl: withLogin() })],
  ['named by a PAC file over http', undefined, () => settings({ proxyPacUrl: `http://127.0.0.1:${pac.port}/x.pac` })],
  [
    'named by a PAC file on disk',
    undefined,
    () => settings({ proxyPacUrl: `file://${person.write('proxy.pac', pacText())}` }),
  ],
];

describe.each(['NODE_EXTRA_CA_CERTS', 'AWS_CA_BUNDLE'])('with the CA of the company in %s', (variable) => {
  test.each(ways)('sign-in, helper and client work behind a proxy %s', async (_name, login, configure) => {
    await atCompany(login);
    configure();
    trustAndBrowse(variable);
    const launched = await person.run('bedrock-launcher', ['--no-open']);
    expect(launched).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('signed in as arn:aws:sts::') });
    const helped = await person.run('bedrock-credential-helper');
    expect(helped).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^bedrock-api-key-/), stderr: '' });
    const asked = await person.run('bedrock-client', ['ask', 'Who are you?']);
    expect(asked).toMatchObject({ exitCode: 0, stdout: fake.options.answer });
    expect(new Set(proxy.seen)).toEqual(new Set([`CONNECT ${NAME}:443`]));
    expect(fake.count('CreateToken', { grantType: 'authorization_code', status: 200 })).toBe(1);
    expect(launched.stderr + asked.stderr + JSON.stringify(person.files('.local'))).not.toContain('geheim');
  });
});

describe('without the CA of the company the error names it', () => {
  test.each<[string, Record<string, string>, () => Record<string, string>]>([
    ['with no authority but the system', {}, () => ({})],
    ['with another in NODE_EXTRA_CA_CERTS', { NODE_EXTRA_CA_CERTS: stranger.cert }, () => ({})],
    ['with another in AWS_CA_BUNDLE', { AWS_CA_BUNDLE: stranger.cert }, () => ({})],
    ['behind a PAC file', {}, () => ({ HTTPS_PROXY: '' })],
  ])('%s', async (name, trusted, env) => {
    await atCompany(LOGIN);
    Object.assign(person.env, { HTTPS_PROXY: withLogin(), ...env() });
    if (name === 'behind a PAC file') await withoutLogin();
    for (const [variable, pem] of Object.entries(trusted)) person.env[variable] = person.write('ca.pem', pem);
    const { exitCode, stderr } = await person.run('bedrock-launcher', ['--no-open']);
    expect(exitCode).toBe(6);
    expect(stderr).toContain(
      'error: SSO OIDC RegisterClient: its certificate is not trusted (issued by "Example Inspection CA" of Example Corp)',
    );
    expect(stderr).toMatch(/hint: .*NODE_EXTRA_CA_CERTS/);
    expect(stderr).not.toContain('geheim');
    expect(fake.calls).toEqual([]);
  });

  async function withoutLogin(): Promise<void> {
    proxy.stop();
    proxy = await startProxy({ target: `https://127.0.0.1:${inspector.port}` });
    settings({ proxyPacUrl: `http://127.0.0.1:${pac.port}/x.pac` });
  }
});
