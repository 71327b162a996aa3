import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { newPerson, type Person, programFile } from '../../person.ts';

let person: Person;
beforeEach(() => {
  person = newPerson(undefined, null);
});
afterEach(() => person.leave());

test('opens the window in the browser of the person; Ctrl-C ends it', async () => {
  const BROWSER = join(import.meta.dirname, '..', '..', 'fixtures', 'noting-browser.sh');
  const child = spawn(programFile('bedrock-admin'), ['configure'], {
    env: { ...person.env, BROWSER },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise((resolve) => child.on('exit', resolve));
  const said = new Response(child.stderr as never).text();
  while (person.opened().length === 0) await Bun.sleep(20);
  expect(person.opened()).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/open\/[\w-]{32}$/)]);
  child.kill('SIGINT');
  expect(await ended).toBe(0);
  expect(await said).not.toContain('error');
});

test.each([
  ['two files', ['a.json', 'b.json'], 2, 'configure takes one file'],
  ['an option of another command', ['--json'], 2, 'configure takes no --json'],
  ['a file that is none', ['.'], 3, 'not a regular file'],
])('refuses %s', async (_name, args, code, said) => {
  const { exitCode, stderr } = await person.run('bedrock-admin', ['configure', '--no-open', ...args]);
  expect([exitCode, stderr]).toEqual([code, expect.stringContaining(said)]);
});
