import { execa } from 'execa';
import { makeCertificate } from '../../fake-aws/certificate.ts';
import { type FakeAws, startFakeAws } from '../../fake-aws/server.ts';
import { newPerson, type Outcome, type Person, signedIn, workSettings } from '../../person.ts';
import { type CompanyProxy, type ProxyOptions, startProxy } from './proxy.ts';

/** A name that only the proxy knows: who reaches it went through the proxy. */
const NAME = 'aws.invalid';
const certificate = makeCertificate([NAME]);

const hasGnome = await execa('gsettings', ['list-schemas'], { reject: false }).then(({ stdout }) =>
  String(stdout).includes('org.gnome.system.proxy'),
);
const testWithGnome = hasGnome ? test : test.skip;

let fake: FakeAws;
let person: Person;
let proxy: CompanyProxy;

afterEach(async () => {
  proxy.stop();
  person.leave();
  await fake.stop();
});

async function onStage(scheme: 'http' | 'https', options: Partial<ProxyOptions> = {}): Promise<void> {
  fake = await startFakeAws(scheme === 'https' ? { tls: certificate } : {});
  proxy = await startProxy({ target: fake.url, ...options });
  person = newPerson(fake);
  person.env['AWS_CA_BUNDLE'] = person.write('ca.pem', certificate.cert);
  if (scheme === 'https') person.env['AWS_ENDPOINT_URL'] = `https://${NAME}`;
  await signedIn(person, fake);
}

const help = (env: Record<string, string> = {}): Promise<Outcome> =>
  person.run('bedrock-credential-helper', [], { env });
const setProxy = (proxyUrl: string) => person.write('settings.json', { ...workSettings(), proxyUrl });
const withLogin = (login: string) => proxy.url.replace('//', `//${login}@`);

describe('https goes through', () => {
  test.each(['HTTPS_PROXY', 'https_proxy'])('the proxy of %s', async (variable) => {
    await onStage('https');
    expect(await help({ [variable]: proxy.url })).toMatchObject({ exitCode: 0, stderr: '' });
    expect(proxy.seen).toEqual([`CONNECT ${NAME}:443`]);
  });

  test('the proxy of the settings', async () => {
    await onStage('https');
    setProxy(proxy.url);
    expect(await help()).toMatchObject({ exitCode: 0, stderr: '' });
    expect(proxy.seen).toEqual([`CONNECT ${NAME}:443`]);
  });

  test('the proxy of the settings before that of the environment', async () => {
    await onStage('https');
    setProxy(proxy.url);
    expect(await help({ HTTPS_PROXY: 'http://127.0.0.1:9' })).toMatchObject({ exitCode: 0 });
  });

  test.each(['environment', 'settings'])('a proxy that wants a name and a password, given in the %s', async (where) => {
    await onStage('https', { login: 'ana:secret' });
    if (where === 'settings') setProxy(withLogin('ana:secret'));
    expect(await help(where === 'settings' ? {} : { HTTPS_PROXY: withLogin('ana:secret') })).toMatchObject({
      exitCode: 0,
    });
  });

  test('the whole launcher', async () => {
    await onStage('https');
    const launched = await person.run('bedrock-launcher', ['--no-open'], { env: { HTTPS_PROXY: proxy.url } });
    expect(launched).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('signed in as') });
    expect(fake.count('GetCallerIdentity')).toBe(1);
  });
});

test.each(['HTTP_PROXY', 'ALL_PROXY'])('this machine itself is never reached through the proxy of %s', async (name) => {
  await onStage('http');
  expect(await help({ [name]: proxy.url, AWS_ENDPOINT_URL: fake.url })).toMatchObject({ exitCode: 0 });
  expect(proxy.seen).toEqual([]);
});

test('a role that a profile assumes is asked for through the proxy too', async () => {
  await onStage('https');
  const role = 'role_arn = arn:aws:iam::111122223333:role/x\nsource_profile = keys\nregion = us-east-1\n';
  const keys = 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = example\n';
  person.write('.aws/config', `[profile work]\n${role}[profile keys]\n${keys}`);
  await help({ HTTPS_PROXY: proxy.url });
  expect(proxy.seen).toContain(`CONNECT ${NAME}:443`);
});

/** A desktop of its own, whose settings are kept in a file of the person's home. */
testWithGnome('https goes through the proxy of the desktop (needs gsettings-desktop-schemas)', async () => {
  await onStage('https');
  const { port } = new URL(proxy.url);
  Object.assign(person.env, { XDG_CURRENT_DESKTOP: 'GNOME', GSETTINGS_BACKEND: 'keyfile' });
  const set = `gsettings set org.gnome.system.proxy`;
  const commands = [`${set} mode manual`, `${set}.https host 127.0.0.1`, `${set}.https port ${port}`];
  await execa('sh', ['-ec', commands.join('\n')], { env: person.env, extendEnv: false });
  expect(await help()).toMatchObject({ exitCode: 0, stderr: '' });
  expect(proxy.seen).toEqual([`CONNECT ${NAME}:443`]);
});

describe('NO_PROXY keeps a host away from the proxy', () => {
  test.each([
    ['of the environment', () => undefined, () => ({ HTTPS_PROXY: proxy.url })],
    ['of the settings', () => setProxy(proxy.url), () => ({})],
  ])('%s', async (_name, prepare, env) => {
    await onStage('https');
    prepare();
    const { exitCode, stderr } = await help({ ...env(), NO_PROXY: `localhost,.${NAME.split('.')[1]}` });
    expect([exitCode, stderr]).toEqual([6, expect.stringContaining('its name could not be looked up')]);
    expect(proxy.seen).toEqual([]);
  });
});

describe('a proxy that fails is named as the one that fails', () => {
  test.each<[string, Partial<ProxyOptions>, () => string, RegExp, RegExp]>([
    [
      'a wrong password',
      { login: 'ana:secret' },
      () => withLogin('ana:wrong'),
      /the proxy http:\/\/127\.0\.0\.1:\d+ refuses the user name or password \(407\)/,
      /correct them in HTTPS_PROXY/,
    ],
    [
      'no password',
      { login: 'ana:secret' },
      () => proxy.url,
      /the proxy \S+ asks for a user name and password \(407\)/,
      /http:\/\/USER:PASSWORD@127/,
    ],
    [
      'a refusal',
      { refuse: 403 },
      () => proxy.url,
      /the proxy \S+ refuses a connection to aws\.invalid \(403\)/,
      /allow aws/,
    ],
    [
      'an outage behind it',
      { refuse: 502 },
      () => proxy.url,
      /the proxy \S+ can't reach aws\.invalid \(502\)/,
      /HTTPS_PROXY/,
    ],
    [
      'a proxy that is not there',
      {},
      () => 'http://ana:secret@127.0.0.1:9',
      /the proxy http:\/\/127\.0\.0\.1:9 can't be used: the connection was refused/,
      /check HTTPS_PROXY/,
    ],
    [
      'a proxy without a name',
      {},
      () => 'http://proxy.invalid:8080',
      /the proxy http:\/\/proxy\.invalid:8080 can't be used: its name could not be looked up/,
      /check HTTPS_PROXY/,
    ],
  ])('%s', async (_name, options, url, error, hint) => {
    await onStage('https', options);
    const { exitCode, stderr } = await help({ HTTPS_PROXY: url() });
    expect([exitCode, stderr]).toEqual([6, expect.stringMatching(error)]);
    expect(stderr).toMatch(hint);
    expect(stderr).not.toMatch(/secret|wrong/);
  });

  test('an outage behind the proxy is waited for a little, a refusal is not', async () => {
    await onStage('https', { refuse: 503 });
    await help({ HTTPS_PROXY: proxy.url });
    expect(proxy.seen).toHaveLength(3);
    proxy.stop();
    proxy = await startProxy({ target: fake.url, refuse: 403 });
    await help({ HTTPS_PROXY: proxy.url });
    expect(proxy.seen).toHaveLength(1);
  });

  test.each([
    ['socks5://ana:secret@127.0.0.1:1080', /HTTPS_PROXY names a SOCKS proxy, which is not supported/],
    ['http://ana:secret@', /HTTPS_PROXY is not the address of a proxy/],
  ])('the value %s is an error of the configuration', async (value, error) => {
    await onStage('https');
    const { exitCode, stderr } = await help({ HTTPS_PROXY: value });
    expect([exitCode, stderr]).toEqual([3, expect.stringMatching(error)]);
    expect(stderr).not.toContain('secret');
  });
});
