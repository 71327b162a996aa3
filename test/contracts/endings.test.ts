import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { newPerson, type Person, programFile, signedIn } from '../person.ts';

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

describe('a program whose output nobody can read ends without a word about a bug', () => {
  test.each(['>&-', '2>&-', '<&-', '>/dev/full', '</dev/null >/dev/full 2>/dev/full', '| true'])(
    '%s',
    async (redirect) => {
      const program = join(
        import.meta.dirname,
        '..',
        '..',
        'dist',
        `${process.platform}-${process.arch}`,
        'bedrock-credential-helper',
      );
      const child = Bun.spawn(['/bin/sh', '-c', `"${program}" ${redirect}`], {
        env: person.env,
        stdout: 'pipe',
        stderr: 'pipe',
      });
      const stderr = await new Response(child.stderr).text();
      expect(await child.exited).toBeLessThanOrEqual(9);
      expect(stderr).not.toMatch(/internal error|^\s+at /m);
    },
  );
});

describe('a sign-in that is cut off by a signal leaves nothing in the way of the next', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)('%s', async (signal) => {
    rmSync(join(person.home, '.aws', 'sso'), { recursive: true });
    fake.options.decision = 'ask';
    mkdirSync(join(person.home, '.aws', 'sso', 'cache'), { recursive: true });
    const child = Bun.spawn([programFile('bedrock-launcher'), '--no-open'], {
      env: person.env,
      stdout: 'ignore',
      stderr: 'pipe',
    });
    while (fake.count('Authorize') === 0) await Bun.sleep(10);
    child.kill(signal);
    await child.exited;
    expect(person.files('.aws/sso')).toEqual({});
    fake.options.decision = 'approve';
    expect(await person.run('bedrock-launcher', ['--no-open'])).toMatchObject({ exitCode: 0 });
  });
});

test('a refusal that a wrong clock dated in the future keeps nobody from signing in', async () => {
  rmSync(join(person.home, '.aws', 'sso'), { recursive: true });
  fake.options.decision = 'deny';
  expect(await person.run('bedrock-launcher', ['--no-open'])).toMatchObject({ exitCode: 5 });
  const [name = ''] = Object.keys(person.files('.local/state/bedrock-launcher/sign-in'));
  const path = `.local/state/bedrock-launcher/sign-in/${name}`;
  person.write(path, { ...JSON.parse(person.read(path)), endedAt: Date.now() + 86_400_000 });
  fake.options.decision = 'approve';
  expect(await person.run('bedrock-launcher', ['--no-open'])).toMatchObject({ exitCode: 0 });
});
