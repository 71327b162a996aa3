import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { formats } from '../../../admin/export/formats.ts';
import { newPerson, type Person } from '../../person.ts';

const SECRET = 'hunter2-is-the-bearer-token-of-all';
const BASE = {
  inferenceBedrockRegion: 'us-east-1',
  ssoStartUrl: 'https://x.awsapps.com/start',
  ssoRegion: 'us-east-1',
  ssoAccountId: '111122223333',
  ssoRoleName: 'R',
};
const HOME_MARK = 'https://x.awsapps.com/start';

let person: Person;
let settings: string;
beforeEach(() => {
  person = newPerson(undefined, null);
  settings = person.write('setup.json', BASE);
});
afterEach(() => person.leave());

const run = (...args: string[]) => person.run('bedrock-admin', ['export', ...args]);
const at = (...names: string[]) => join(person.home, ...names);

test('all formats into folders of their own, with nothing to complain about', async () => {
  const { exitCode, stdout, stderr } = await run('--format', 'all', '--out', at('out'), settings);
  expect([exitCode, stdout]).toEqual([0, '']);
  expect(stderr).not.toMatch(/warning|error|hint/);
  for (const { name } of formats) expect(stderr).toMatch(new RegExp(`^bedrock-admin: next: ${name}: `, 'm'));
  expect(Object.keys(person.files('out')).length).toBe(24);
});

test('an export again is the same byte for byte, and another value changes no identifier', async () => {
  for (const out of ['one', 'two']) await run('--format', 'all', '--out', at(out), settings);
  expect(person.files('two')).toEqual(person.files('one'));
  const profile = async (...more: string[]) => (await run('--format', 'mobileconfig', ...more, settings)).stdout;
  const [before, after] = [await profile(), await profile('--set', 'inferenceBedrockRegion=eu-west-1')];
  const identifiers = (text: string) =>
    [...text.matchAll(/<key>Payload(?:UUID|Identifier)<\/key>\s*<string>(.*)<\/string>/g)].map(([, id]) => id);
  expect(before).not.toBe(after);
  expect(identifiers(after)).toEqual(identifiers(before));
  expect(new Set(identifiers(before)).size).toBe(6);
});

test('one file goes to stdout, into a file, or into a folder', async () => {
  const { stdout } = await run('--format', 'json', settings);
  await run('--format', 'json', '--out', at('x.json'), settings);
  await run('--format', 'json', '--out', at('folder/'), settings);
  expect(JSON.parse(stdout)).toMatchObject({ ...BASE, inferenceCredentialKind: 'helper-script' });
  expect([person.read('x.json'), person.read('folder/settings.json')]).toEqual([`${stdout}\n`, `${stdout}\n`]);
});

test('a template needs no settings', async () => {
  const { exitCode, stderr } = await run('--format', 'admx', '--out', at('admx'));
  expect([exitCode, stderr]).toEqual([0, expect.stringContaining('wrote')]);
  expect(person.read('admx/en-US/BedrockLauncher.adml')).not.toContain('defaultValue>');
});

test('all can be said on the command line, and a key be taken away', async () => {
  const sets = [
    'inferenceBedrockRegion=us-west-2',
    'inferenceModels=["m"]',
    'renewInBackground=true',
    'awsProfile=x',
    'awsProfile=',
  ];
  const { stdout } = await run('--format', 'json', ...sets.flatMap((set) => ['--set', set]));
  expect(JSON.parse(stdout)).toMatchObject({
    inferenceBedrockRegion: 'us-west-2',
    inferenceModels: ['m'],
    renewInBackground: true,
  });
  expect(stdout).not.toContain('awsProfile');
});

test('stdin is read by "-", in any format that the lint reads', async () => {
  const { stdout: profile } = await run('--format', 'mobileconfig', settings);
  const { stdout } = await person.run('bedrock-admin', ['export', '--format', 'json', '-'], { input: profile });
  expect(JSON.parse(stdout)).toMatchObject(BASE);
});

test.each<[string, string[], number, RegExp]>([
  ['no format', [], 2, /--format is missing\n.*mobileconfig, .*, all$/m],
  ['an unknown format', ['--format', 'x'], 2, /there is no format "x"/],
  ['several files and no folder', ['--format', 'linux'], 2, /has 3 files: claude-desktop/],
  ['a file for a folder', ['--format', 'linux', '--out', 'setup.json'], 2, /is a file, but the export has 3 files/],
  ['the source itself', ['--format', 'json', '--out', 'setup.json'], 2, /is what the export is made from/],
  ['a folder in a file', ['--format', 'linux', '--out', '/dev/null/x'], 8, /can't be written \(ENOTDIR\)/],
  ['a set without a value', ['--format', 'json', '--set', 'awsProfile'], 2, /--set needs KEY=VALUE after awsProfile/],
  [
    'an unknown key',
    ['--format', 'json', '--set', 'awsprofile=x'],
    2,
    /there is no key awsprofile\n.*write awsProfile/,
  ],
  [
    'a value that breaks its rule',
    ['--format', 'json', '--set', 'ssoAccountId=1'],
    3,
    /--set: ssoAccountId must be an AWS account ID/,
  ],
  ['a hive', ['--format', 'reg', '--hive', 'HKCR'], 2, /neither HKLM nor HKCU/],
  ['a session', ['--format', 'reg', '--role-session', '13'], 2, /from 1 to 12/],
  ['two of stdin', ['--format', 'json', '--secret-from', 'inferenceBedrockBearerToken=-', '-'], 2, /read only once/],
])('refused: %s', async (_name, args, code, words) => {
  const full = args.map((arg) => (arg === 'setup.json' ? settings : arg));
  const { exitCode, stderr } = await run(...full, settings);
  expect([exitCode, stderr]).toEqual([code, expect.stringMatching(words)]);
  expect(readFileSync(settings, 'utf8')).toContain(HOME_MARK);
});

test.each([
  [
    'misspelled.json',
    '{"inferenceBedrockRegoin": "us-east-1"}',
    /inferenceBedrockRegoin sets nothing.*\n.*write inferenceBedrockRegion$/m,
  ],
  ['bad.json', '{"inferenceBedrockRegion": "x"}', /bad.json: inferenceBedrockRegion must be/],
  ['none.json', '{', /not valid JSON/],
  ['wrapped.json', '{"settings": {"inferenceBedrockRegion": "us-east-1"}}', /stand inside an object/],
])('a file with a mistake is refused: %s', async (name, text, words) => {
  const { exitCode, stderr } = await run('--format', 'all', '--out', at('out'), person.write(name, text));
  expect([exitCode, stderr]).toEqual([3, expect.stringMatching(words)]);
  expect(person.exists('out')).toBe(false);
});

test('what the lint finds in the result is told, and an error ends with 3', async () => {
  const { exitCode, stderr } = await run(
    '--format',
    'linux',
    '--out',
    at('out'),
    '--set',
    'ssoRoleName=AWSReservedSSO_x',
    settings,
  );
  expect([exitCode, stderr]).toEqual([3, expect.stringMatching(/error: ssoRoleName .* \[reserved-role\]\n.*hint: /)]);
  expect(person.exists('out/install.sh')).toBe(true);
});

describe('a secret', () => {
  const withToken = async (...args: string[]) => {
    const file = person.write('token', `${SECRET}\n`);
    return run(
      ...args,
      '--secret-from',
      `inferenceBedrockBearerToken=${file}`,
      '--set',
      'inferenceCredentialKind=static',
      settings,
    );
  };

  test('is taken from a file or stdin, marked loudly, with safer ways, and for its administrator alone', async () => {
    const { exitCode, stderr } = await withToken('--format', 'all', '--out', at('out'));
    expect([exitCode, stderr]).toEqual([
      0,
      expect.stringMatching(
        /warning: SECRET: inferenceBedrockBearerToken stands readable in mobileconfig, .*\n.*hint: safer: .*helper-script/,
      ),
    ]);
    const files = person.files('out');
    const holders = Object.keys(files).filter((name) => files[name]?.replaceAll('\0', '').includes(SECRET));
    expect(holders.map((name) => name.split('/')[0])).toEqual(
      expect.arrayContaining(['mobileconfig', 'reg', 'linux', 'powershell', 'oma-uri', 'json', 'claude-code']),
    );
    for (const name of holders) expect(statSync(at('out', name)).mode & 0o077).toBe(0);
    const args = [
      'export',
      '--format',
      'json',
      '--secret-from',
      'inferenceBedrockBearerToken=-',
      '--set',
      'inferenceCredentialKind=static',
      settings,
    ];
    const piped = await person.run('bedrock-admin', args, { input: SECRET });
    expect(JSON.parse(piped.stdout).inferenceBedrockBearerToken).toBe(SECRET);
  });

  test.each(['inferenceBedrockBearerToken', 'inferenceGatewayApiKey', 'inferenceCustomHeaders', 'proxyUrl'])(
    '%s is refused on the command line, and repeated nowhere',
    async (name) => {
      const { exitCode, stdout, stderr } = await run('--format', 'json', '--set', `${name}=${SECRET}`, settings);
      expect([exitCode, stdout, stderr]).toEqual([2, '', expect.stringContaining(`--secret-from ${name}=FILE`)]);
      expect(stderr).not.toContain(SECRET);
    },
  );

  test('is in no message and no log, right or wrong', async () => {
    const file = person.write('token', `${SECRET}\n${SECRET}`);
    const header = person.write('headers', `{"Authorization": "${SECRET}"`);
    const outputs = [
      await withToken('--format', 'all', '--out', at('out')),
      await run('--format', 'json', '--secret-from', `inferenceBedrockBearerToken=${file}`, settings),
      await run('--format', 'json', '--secret-from', `inferenceCustomHeaders=${header}`, settings),
      await run('--format', 'json', '--secret-from', `proxyUrl=${file}`, settings),
      await run('--format', 'json', '--set', SECRET, settings),
      await run('--format', 'json', '--set', `${SECRET}=x`.replaceAll('-', '='), settings),
      await run(
        '--format',
        'linux',
        '--secret-from',
        `inferenceBedrockBearerToken=${person.write('one', SECRET)}`,
        settings,
      ),
    ];
    for (const { stdout, stderr } of outputs) expect(`${stdout}${stderr}`).not.toContain(SECRET);
    const logs = Object.entries(person.files('.local')).map(([, text]) => text);
    expect(logs.join('')).toContain('ended');
    expect(logs.join('')).not.toContain('hunter2');
  });
});
