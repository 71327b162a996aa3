import { join } from 'node:path';

const MAIN = join(import.meta.dirname, 'main.ts');

function run(...args: string[]) {
  return Bun.spawn([process.execPath, MAIN, ...args], { stdout: 'pipe', stderr: 'pipe', stdin: 'ignore' });
}

test.each(['SIGINT', 'SIGTERM'] as const)('says where it listens, logs each call, and ends on %s', async (signal) => {
  const child = run('--decision', 'deny', '--role-seconds', '900');
  let text = '';
  for await (const chunk of child.stdout) {
    text += new TextDecoder().decode(chunk);
    const [, url] = /^fake AWS on (http:\/\/127\.0\.0\.1:\d+)\n[\s\S]*Calls:/.exec(text) ?? [];
    if (url && !text.includes('VerifyDevice')) await fetch(`${url}/device`);
    if (text.includes('VerifyDevice')) child.kill(signal);
  }
  expect(text).toMatch(/^\S+Z 200 VerifyDevice GET \/device$/m);
  expect(text).toContain('[profile fake]');
  expect(await child.exited).toBe(0);
});

test('--help shows the usage', async () => {
  const child = run('--help');
  expect(await new Response(child.stdout).text()).toMatch(/^Usage: /);
  expect(await child.exited).toBe(0);
});

test.each([
  [['--decision', 'maybe'], 'ask, approve or deny'],
  [['--port', 'x'], 'whole number'],
  [['--tls-key', 'x'], 'go together'],
  [['--no-such-flag'], 'no-such-flag'],
  [['positional'], 'positional'],
])('%j is wrong usage', async (args, message) => {
  const child = run(...args);
  expect(await new Response(child.stderr).text()).toContain(message);
  expect(await child.exited).toBe(2);
});
