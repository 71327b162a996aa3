import { homedir } from 'node:os';
import { dirname } from 'node:path';
import { homeOf } from '../../shared/bare-host.ts';
import { realHost } from '../../shared/host.ts';

test('the real host is this machine', () => {
  const host = realHost('bedrock-test');
  expect(host).toMatchObject({
    platform: process.platform,
    home: process.env['HOME'] || homedir(),
    systemConfigDir: '/etc',
    programDir: dirname(process.execPath),
  });
  expect(Math.abs(host.now() - Date.now())).toBeLessThan(60_000);
});

test('a pause ends', async () => {
  await expect(realHost('bedrock-test').pause(1)).resolves.toBeUndefined();
});

/** Runs a line of the program in a process of its own, whose descriptors can be anything. */
async function run(
  shell: string,
  env: Record<string, string>,
): Promise<{ exitCode: number; stdout: string; stderr: string }> {
  const host = `${import.meta.dirname}/../../shared/host.ts`;
  const script = `const { realHost } = await import(${JSON.stringify(host)}); const host = realHost('name');`;
  const command = shell.replace('BUN', `'${process.execPath}' -e "$SCRIPT`).replace('NUB', '"');
  const child = Bun.spawn(['/bin/sh', '-c', command], {
    env: { PATH: '/usr/bin:/bin', SCRIPT: script, ...env },
    stdout: 'pipe',
    stderr: 'pipe',
  });
  const [stdout, stderr] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  return { exitCode: await child.exited, stdout, stderr };
}

test('what it says goes to stderr, one line with the name of the program', async () => {
  const said = await run("BUN host.say('error: what');NUB", {});
  expect(said).toEqual({ exitCode: 0, stdout: '', stderr: 'name: error: what\n' });
});

test.each(['2>&-', '2>/dev/full'])('a stderr that nobody can read (%s) is no failure', async (redirect) => {
  const { exitCode, stdout } = await run(`BUN host.say('x'); process.stdout.write('on');NUB ${redirect}`, {});
  expect([exitCode, stdout]).toEqual([0, 'on']);
});

test('home is where HOME says, as for the AWS CLI', async () => {
  const { stdout } = await run('BUN process.stdout.write(host.home);NUB', { HOME: '/somewhere' });
  expect(stdout).toBe('/somewhere');
});

test.each([{}, { HOME: '' }])('without HOME (%j) it is where the user database says', async (env) => {
  const { stdout } = await run('BUN process.stdout.write(host.home);NUB', env);
  expect(stdout).toMatch(/^\/.+/);
});

test('a user whom the database does not know has a home all the same', () => {
  const unknown = () => {
    throw new Error('ENOENT: no such file or directory, uv_os_homedir');
  };
  expect(homeOf('linux', {}, unknown)).toBe('/');
});
