import { makeCertificate } from '../../fake-aws/certificate.ts';
import { type FakeAws, startFakeAws } from '../../fake-aws/server.ts';
import { newPerson, type Person, signedIn } from '../../person.ts';

const right = makeCertificate(['127.0.0.1', 'localhost']);
const other = makeCertificate(['127.0.0.1', 'localhost']);
const DAY_MS = 86_400_000;

let fake: FakeAws;
let person: Person;

beforeEach(async () => {
  fake = await startFakeAws({ tls: right, decision: 'approve', wordDelayMs: 0 });
  person = newPerson(fake);
});
afterEach(async () => {
  person.leave();
  await fake.stop();
});

/** The helper with that certificate in that variable. */
async function help(variable: string, certificate: string) {
  await signedIn(person, fake);
  return person.run('bedrock-credential-helper', [], { env: { [variable]: person.write('ca.pem', certificate) } });
}

test.each(['AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS'])('an authority in %s is trusted', async (variable) => {
  expect(await help(variable, right.cert)).toMatchObject({ exitCode: 0, stderr: '' });
});

test('an authority among others in one bundle is trusted', async () => {
  expect(await help('AWS_CA_BUNDLE', `# company roots\n${other.cert}\n${right.cert}`)).toMatchObject({ exitCode: 0 });
});

test('every program and every step trusts it: sign-in, probe, helper, answer', async () => {
  person.env['AWS_CA_BUNDLE'] = person.write('ca.pem', right.cert);
  // The test's browser has to trust it too.
  person.env['NODE_EXTRA_CA_CERTS'] = person.env['AWS_CA_BUNDLE'];
  expect(await person.run('bedrock-launcher', ['--no-open'])).toMatchObject({ exitCode: 0 });
  expect(await person.run('bedrock-client', ['ask', 'Hello'])).toMatchObject({
    exitCode: 0,
    stdout: fake.options.answer,
  });
});

describe('a server that is not trusted', () => {
  test.each<[string, string, string]>([
    ['without any of it', 'UNRELATED', right.cert],
    ['with another authority', 'AWS_CA_BUNDLE', other.cert],
    ['with another authority beside the system', 'NODE_EXTRA_CA_CERTS', other.cert],
  ])('is a problem of the certificate, %s', async (_name, variable, certificate) => {
    const { exitCode, stdout, stderr } = await help(variable, certificate);
    expect([exitCode, stdout]).toEqual([6, '']);
    expect(stderr).toContain('error: SSO GetRoleCredentials: its certificate is not trusted (issued by "fake-aws")');
    expect(stderr).toContain('NODE_EXTRA_CA_CERTS');
    expect(fake.calls).toEqual([]);
  });

  test.each([
    ['for another name', makeCertificate(['other.example']), /it is for another host \(for other\.example, issued by/],
    [
      'that has ended',
      makeCertificate(['127.0.0.1'], Date.now() - 400 * DAY_MS),
      /it has ended \(valid until .* GMT, issued by "fake-aws"\)/,
    ],
    [
      'that begins later',
      makeCertificate(['127.0.0.1'], Date.now() + 400 * DAY_MS),
      /it begins later \(valid from .* GMT, issued by "fake-aws"\)/,
    ],
  ])('is a problem of the certificate when it has one %s', async (_name, certificate, words) => {
    await fake.stop();
    fake = await startFakeAws({ tls: certificate });
    const { exitCode, stderr } = await person.run('bedrock-credential-helper', [], {
      env: { AWS_ENDPOINT_URL: fake.url, AWS_CA_BUNDLE: await withSession(certificate.cert) },
    });
    expect([exitCode, stderr]).toEqual([6, expect.stringContaining('its certificate is not trusted')]);
    expect(stderr).toMatch(words);
  });

  test('is told from one that speaks no TLS', async () => {
    const plain = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: () => new Response('no') });
    await signedIn(person, fake);
    const env = { AWS_ENDPOINT_URL: `https://127.0.0.1:${plain.port}` };
    const { exitCode, stderr } = await person.run('bedrock-credential-helper', [], { env });
    await plain.stop(true);
    expect([exitCode, stderr]).toEqual([6, expect.stringContaining('it does not speak TLS')]);
  });
});

async function withSession(certificate: string): Promise<string> {
  await signedIn(person, fake);
  return person.write('ca.pem', certificate);
}

test.each([
  ['nothing', ''],
  ['no certificate', 'hello\n'],
  ['half a certificate', right.cert.slice(0, 200)],
])('a bundle with %s is an error that names AWS_CA_BUNDLE and trusts nobody', async (_name, content) => {
  const { exitCode, stderr } = await help('AWS_CA_BUNDLE', content);
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining('AWS_CA_BUNDLE')]);
  expect(fake.calls).toEqual([]);
});

test.each([
  ['is missing', '/nowhere/ca.pem', 'ENOENT'],
  ['is a folder', '/tmp', 'not a regular file'],
])('a bundle that %s is an error that names it', async (_name, file, code) => {
  await signedIn(person, fake);
  const { exitCode, stderr } = await person.run('bedrock-credential-helper', [], { env: { AWS_CA_BUNDLE: file } });
  expect([exitCode, stderr]).toEqual([3, expect.stringMatching(`AWS_CA_BUNDLE: ${file}.*${code}`)]);
});
