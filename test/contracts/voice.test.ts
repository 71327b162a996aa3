import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { newPerson, type Person, type ProgramName, signedIn, workSettings } from '../person.ts';

/** Whatever comes in, a program that fails says one error and one hint, in plain lines, and names no bug of ours. */
interface Row {
  name: string;
  program?: ProgramName;
  args?: string[];
  env?: () => Record<string, string>;
  prepare?: (person: Person) => unknown;
  exitCode: number;
}

let fake: FakeAws;
let person: Person;

beforeEach(async () => {
  fake = await startFakeAws({ decision: 'approve', wordDelayMs: 0 });
  person = newPerson(fake);
  await signedIn(person, fake);
});
afterEach(async () => {
  person.leave();
  await fake.stop();
});

const client = 'bedrock-client';
const launcher = 'bedrock-launcher';
const background = () => ({ CLAUDE_HELPER_CONTEXT: 'background' });
const set = (extra: object) => () => person.write('settings.json', { ...workSettings(), ...extra });
const config = (from: string, to: string) => () =>
  person.write('.aws/config', person.read('.aws/config').replace(from, to));
const withCache = (change: object) => () => {
  const [name = ''] = Object.keys(person.files('.aws/sso/cache'));
  const path = `.aws/sso/cache/${name}`;
  person.write(path, { ...JSON.parse(person.read(path)), ...change });
};
const program = (text: string, mode = 0o755) => {
  const path = person.write('program', text);
  chmodSync(path, mode);
  return path;
};
const answers = (operation: string, body: object) => () =>
  fake.faults.set(operation, {
    status: 200,
    body: JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
const credentials = (other: object) =>
  answers('GetRoleCredentials', {
    roleCredentials: { accessKeyId: 'ASIA', secretAccessKey: 's', sessionToken: 't', expiration: 4e12, ...other },
  });
const signOut = () => rmSync(join(person.home, '.aws', 'sso'), { recursive: true });
const registration = (clientSecretExpiresAt: unknown) => () => {
  signOut();
  set({ signInTimeoutSec: 10 })();
  answers('RegisterClient', { clientId: 'c', clientSecret: 's', clientSecretExpiresAt })();
};

const settingsRows: Row[] = [
  {
    name: 'a profile name of several lines',
    prepare: set({ awsProfile: 'a\nbedrock-credential-helper: error: b' }),
    exitCode: 3,
  },
  { name: 'a profile name that moves the cursor', prepare: set({ awsProfile: '\u001b[2J\u0007' }), exitCode: 3 },
  { name: 'a profile name with a NUL', prepare: set({ awsProfile: 'wo\0rk' }), exitCode: 3 },
  { name: 'a profile name of 100 kB', prepare: set({ awsProfile: 'x'.repeat(100_000) }), exitCode: 3 },
  { name: 'a profile named __proto__', prepare: set({ awsProfile: '__proto__' }), exitCode: 3 },
  {
    name: 'settings of 10 MB',
    prepare: () => person.write('settings.json', `{"a":"${'x'.repeat(1e7)}"}`),
    exitCode: 3,
  },
  {
    name: 'settings in UTF-16',
    prepare: () => writeFileSync(join(person.home, 'settings.json'), Buffer.from('{}', 'utf16le')),
    exitCode: 3,
  },
  { name: 'settings that are a folder', env: () => ({ BEDROCK_LAUNCHER_CONFIG: person.home }), exitCode: 3 },
  {
    name: 'a region that is an address',
    env: () => ({ AWS_REGION: 'x.example/#' }),
    prepare: set({ inferenceBedrockRegion: undefined }),
    exitCode: 3,
  },
  { name: 'a format of several lines', args: ['--format', 'x\nbedrock-credential-helper: hint: y'], exitCode: 2 },
  { name: 'an empty profile on the command line', args: ['--profile', ''], exitCode: 2 },
  { name: 'a wrong option that moves the cursor', args: ['--\u001b[2J'], exitCode: 2 },
];

const awsRows: Row[] = [
  {
    name: 'an SSO region that is an address',
    prepare: config('sso_region = us-east-1', 'sso_region = x.example/#'),
    env: background,
    exitCode: 3,
  },
  {
    name: 'an SSO region of two words',
    prepare: config('sso_region = us-east-1', 'sso_region = us east'),
    env: background,
    exitCode: 3,
  },
  {
    name: 'a config file in the place of its folder',
    prepare: () => {
      rmSync(join(person.home, '.aws'), { recursive: true });
      person.write('.aws', 'x');
    },
    exitCode: 3,
  },
  {
    name: 'a cached token with a line break',
    prepare: withCache({ accessToken: 'a\r\nX-Evil: 1' }),
    env: background,
    exitCode: 4,
  },
  {
    name: 'a cached token of other letters',
    prepare: withCache({ accessToken: '日本' }),
    env: background,
    exitCode: 4,
  },
  {
    name: 'credentials of the wrong types',
    prepare: credentials({ accessKeyId: 5, secretAccessKey: {} }),
    exitCode: 6,
  },
  {
    name: 'credentials that no header can carry',
    program: launcher,
    args: ['--no-open'],
    prepare: credentials({ sessionToken: 'a\0' }),
    exitCode: 6,
  },
  {
    name: 'a registration that ends in a word',
    program: launcher,
    args: ['--no-open'],
    prepare: registration('soon'),
    exitCode: 6,
  },
  {
    name: 'a registration beyond all calendars',
    program: launcher,
    args: ['--no-open'],
    prepare: registration(1e30),
    exitCode: 6,
  },
  {
    name: 'a state folder that is a file, and an ended token',
    prepare: () => {
      withCache({ expiresAt: '2020-01-01T00:00:00Z' })();
      person.write('.local/state/bedrock-launcher', '');
    },
    exitCode: 8,
  },
];

const programRows: Row[] = [
  {
    name: 'a client that is no program',
    program: launcher,
    prepare: () => set({ client: program('\0\x01') })(),
    exitCode: 3,
  },
  { name: 'a client that is a folder', program: launcher, prepare: () => set({ client: person.home })(), exitCode: 3 },
  {
    name: 'a client that may not be run',
    program: launcher,
    prepare: () => set({ client: program('x', 0o644) })(),
    exitCode: 3,
  },
  {
    name: 'a helper that is no program',
    program: client,
    args: ['ask', 'x'],
    prepare: () => set({ inferenceCredentialHelper: program('\0\x01') })(),
    exitCode: 3,
  },
  {
    name: 'a helper without its interpreter',
    program: client,
    args: ['ask', 'x'],
    prepare: () => set({ inferenceCredentialHelper: program('#!/no/such\n') })(),
    exitCode: 3,
  },
  {
    name: 'a header of other letters',
    program: client,
    args: ['ask', 'x'],
    prepare: set({ inferenceCustomHeaders: { 'X-Team': '日本' } }),
    exitCode: 3,
  },
  {
    name: 'a header with a NUL',
    program: client,
    args: ['ask', 'x'],
    prepare: set({ inferenceCustomHeaders: { 'X-Team': 'a\0' } }),
    exitCode: 3,
  },
  {
    name: 'an AWS CLI that is no program',
    program: launcher,
    args: ['--no-open'],
    prepare: () => {
      signOut();
      set({ signInMethod: 'aws-cli', inferenceBedrockAwsCliPath: program('\0\x01') })();
    },
    exitCode: 3,
  },
];

test.each([...settingsRows, ...awsRows, ...programRows])(
  '$name: exit code $exitCode, one error, one hint',
  async (row) => {
    const name = row.program ?? 'bedrock-credential-helper';
    await row.prepare?.(person);
    const { exitCode, stdout, stderr } = await person.run(name, row.args ?? [], { env: row.env?.() ?? {} });
    const ofKind = (kind: string) => stderr.split('\n').filter((line) => line.startsWith(`${name}: ${kind}: `)).length;
    expect({ exitCode, errors: ofKind('error'), hints: ofKind('hint') }).toEqual({
      exitCode: row.exitCode,
      errors: 1,
      hints: 1,
    });
    expect(stdout).toBe('');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
    expect(stderr).not.toMatch(/internal error|^\s+at |[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/m);
  },
);
