import { newPerson, type Person, type ProgramName, programFile } from '../person.ts';

const programs: ProgramName[] = ['bedrock-launcher', 'bedrock-credential-helper', 'bedrock-client', 'bedrock-admin'];

let person: Person;

beforeEach(() => {
  person = newPerson(undefined, null);
});
afterEach(() => person.leave());

describe.each(programs)('%s', (name) => {
  test.each(['--help', '-h'])('%s shows its usage and its exit codes, and touches nothing', async (option) => {
    const before = person.files();
    const { exitCode, stdout, stderr } = await person.run(name, [option]);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(new RegExp(`^${name} - .*\n\nUsage: ${name} `));
    expect(person.files()).toEqual(before);
  });

  test.each([['--nonsense'], ['-x'], ['--help=yes'], ['--version=1'], ['--help', '--nonsense']])(
    'refuses %s with one error and one hint',
    async (...args) => {
      const { exitCode, stdout, stderr } = await person.run(name, args);
      expect([exitCode, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(
        new RegExp(`^${name}: error: [a-z][^\n]*[^.\n]\n${name}: hint: '${name} --help' lists what it takes$`),
      );
    },
  );

  test('can show its help to somebody who stops reading', async () => {
    const command = `"$1" --help | head -c 1; exit 0`;
    const child = Bun.spawn(['/bin/sh', '-c', command, 'sh', programFile(name)], { env: person.env, stderr: 'pipe' });
    expect([await child.exited, await new Response(child.stderr).text()]).toEqual([0, '']);
  });
});

test.each([
  ['bedrock-launcher', ['please']],
  ['bedrock-launcher', ['--profile']],
  ['bedrock-credential-helper', ['token']],
  ['bedrock-credential-helper', ['--', 'token']],
  ['bedrock-credential-helper', ['--format']],
  ['bedrock-credential-helper', ['--format', 'xml']],
  ['bedrock-credential-helper', ['--format', '__proto__']],
  ['bedrock-credential-helper', ['--no-open']],
  ['bedrock-client', ['--model']],
  ['bedrock-client', ['tell', 'me']],
  ['bedrock-admin', []],
  ['bedrock-admin', ['cure']],
  ['bedrock-admin', ['__proto__']],
  ['bedrock-admin', ['lint', '--call']],
  ['bedrock-admin', ['doctor', '--sarif']],
] as [ProgramName, string[]][])('%s does not take %j', async (name, args) => {
  const { exitCode, stdout, stderr } = await person.run(name, args);
  expect([exitCode, stdout]).toEqual([2, '']);
  expect(stderr.split('\n')).toEqual([
    expect.stringMatching(`^${name}: error: .`),
    expect.stringMatching(`^${name}: hint: .`),
  ]);
});
