import { spawn } from 'node:child_process';
import { newPerson, type Person, programFile } from '../../person.ts';
import { formats } from './formats.ts';
import { approaches } from './good.ts';
import { put } from './linting.ts';
import { faultsIn } from './report/sarif-shape.ts';

/** The settings of whoever sits here must not matter, so the managed places are looked for in vain. */
let person: Person;
beforeEach(() => {
  person = newPerson(undefined, null);
});
afterEach(() => person.leave());

const good = approaches.helper('json');
const lint = (...args: string[]) => person.run('bedrock-admin', ['lint', ...args]);

test('settings in which nothing is wrong end with 0 and one line', async () => {
  const outcome = await lint(person.write('a.json', good), person.write('b.json', good));
  expect(outcome).toEqual({
    exitCode: 0,
    stderr: '',
    stdout: expect.stringMatching(/^no mistakes found in 2 places; .*$/),
  });
});

test('settings with a mistake end with 3, and the report alone is on stdout', async () => {
  const place = person.write('a.json', { ...good, inferenceBedrockRegion: 'us-est-1' });
  const { exitCode, stdout, stderr } = await lint(place);
  expect([exitCode, stderr]).toEqual([3, '']);
  expect(stdout).toMatch(/unknown-region/);
  expect(stdout).not.toContain('\u001b');
  expect(JSON.parse((await lint(place, '--json')).stdout).findings).toMatchObject([{ rule: 'unknown-region' }]);
  expect(faultsIn(JSON.parse((await lint(place, '--sarif')).stdout))).toEqual([]);
});

test('all kinds of files are read by the compiled program', async () => {
  const kinds = ['json', 'reg UTF-16', 'mobileconfig', 'plist', 'plist binary'] as const;
  for (const kind of kinds) {
    const file = put(
      { home: person.home } as Parameters<typeof put>[0],
      formats[kind]({ app: approaches.helper(kind) }),
    );
    expect(await lint(file)).toMatchObject({ exitCode: 0, stderr: '' });
  }
});

test('--app-version stands in for minimumAppVersion', async () => {
  const place = person.write('a.json', { ...good, minimumAppVersion: '2.7032.0' });
  const { exitCode, stdout } = await lint(place, '--app-version', '1.8000.0');
  expect([exitCode, stdout.match(/\[[\w-]+\]/g)]).toEqual([3, ['[kind-ignored]']]);
});

test('the settings of this machine are linted where no file is named', async () => {
  person.env['BEDROCK_LAUNCHER_CONFIG'] = person.write('own.json', { ...good, awsProfil: 'work' });
  const { exitCode, stdout } = await lint();
  expect([exitCode, stdout.match(/\[[\w-]+\]/g)]).toEqual([3, ['[misspelled-key]']]);
});

test.each<[string, string[], number, RegExp]>([
  ['no settings anywhere', [], 3, /error: no settings found \(looked in .*settings\.json\)\n.*hint: /],
  ['a file that is not there', ['absent.json'], 3, /error: no file at absent\.json\n/],
  ['both --json and --sarif', ['--json', '--sarif'], 2, /error: --json and --sarif exclude each other\n/],
  ['a version that is none', ['--app-version', 'latest'], 2, /error: --app-version must be a version such as/],
  ['no version', ['--app-version', ''], 2, /error: --app-version must be a version such as/],
  ["an option of the doctor's", ['--call'], 2, /error: lint takes no --call\n/],
])('%s ends with an error and a hint, and nothing on stdout', async (_name, args, exitCode, message) => {
  const outcome = await lint(...args);
  expect(outcome).toMatchObject({ exitCode, stdout: '' });
  expect(outcome.stderr).toMatch(message);
});

test('stdin is left alone: who never closes it is not waited for', async () => {
  const place = person.write('a.json', good);
  const child = spawn(programFile('bedrock-admin'), ['lint', place], {
    env: person.env,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  const code = await new Promise((settle) => child.on('exit', settle));
  expect(code).toBe(0);
});
