import { join } from 'node:path';
import { runBounded } from '../../shared/bounded-run.ts';

const ROOMY = { milliseconds: 30_000, characters: 10_000 };
const silent = () => {};
const sh = (script: string, bounds: object = {}, tell: (words: string) => void = silent) =>
  runBounded(['/bin/sh', '-c', script], { PATH: process.env['PATH'], A: 'b' }, { ...ROOMY, ...bounds }, tell);

test('gives what was printed and told, and how it ended', async () => {
  let told = '';
  const run = await sh('echo "$A $HOME"; echo words >&2; exit 3', {}, (words) => {
    told += words;
  });
  expect(run).toEqual({ stdout: 'b \n', words: 'words\n', exitCode: 3, end: 'exited' });
  expect(told).toBe('words\n');
});

test('who hears stdout gets all of it as it comes, and nothing is kept or too much', async () => {
  let heard = 0;
  const hear = (words: string) => {
    heard += words.length;
  };
  expect(await sh('yes | head -c 1000000', { hear })).toMatchObject({ stdout: '', end: 'exited', exitCode: 0 });
  expect(heard).toBe(1_000_000);
});

test('the signal that ended it is told', async () => {
  expect(await sh('kill -TERM $$')).toMatchObject({ end: 'exited', exitCode: undefined, signal: 'SIGTERM' });
});

test('stdin is empty', async () => {
  expect((await sh('cat; echo end')).stdout).toBe('end\n');
});

test.each([
  ['too late', 'sleep 60', () => ({ milliseconds: 100 })],
  ['too late', 'sleep 60 & wait', () => ({ signal: AbortSignal.timeout(100) })],
  ['too late', 'echo never', () => ({ signal: AbortSignal.abort() })],
  ['too much', 'yes', () => ({})],
  ['exited', 'kill -9 $$', () => ({})],
])('%s: %s', async (end, script, bounds) => {
  expect(await sh(script, bounds())).toMatchObject({ end, exitCode: undefined });
});

test.each([
  ['/no/such/program', 'ENOENT'],
  ['/', 'EACCES'],
  ['a\0b', 'ERR_INVALID_ARG_VALUE'],
])('%j is not started', async (program, fault) => {
  expect(await runBounded([program], {}, ROOMY, silent)).toMatchObject({ end: 'not started', fault });
});

const PROGRAM = join(import.meta.dirname, '..', '..', 'shared', 'bounded-run.ts');
const RUN = `const { runBounded } = await import(${JSON.stringify(PROGRAM)});
const running = runBounded(['/bin/sleep', '60'], {}, { milliseconds: 60_000, characters: 10 }, () => {});
console.log('begun');
console.log((await running).end);`;

test.each([
  ['ends us where nobody listens for it', '', '', 'SIGTERM'],
  ['is for whoever listens for it', "process.once('SIGTERM', () => console.log('heard'));", 'heard\ntoo late\n', null],
])('a signal ends the run, and %s', async (_what, listening, rest, signalCode) => {
  const runner = Bun.spawn([process.execPath, '-e', listening + RUN], { stdio: ['ignore', 'pipe', 'inherit'] });
  const reader = runner.stdout.getReader();
  const first = new TextDecoder().decode((await reader.read()).value);
  runner.kill('SIGTERM');
  let said = first;
  for (let read = await reader.read(); !read.done; read = await reader.read())
    said += new TextDecoder().decode(read.value);
  await runner.exited;
  expect({ said, signalCode: runner.signalCode }).toEqual({ said: `begun\n${rest}`, signalCode });
});

test('nothing of a run stays with us', async () => {
  const before = process.listenerCount('SIGTERM');
  const { signal } = new AbortController();
  await sh('true', { signal });
  expect(process.listenerCount('SIGTERM')).toBe(before);
});
