import { existsSync, readFileSync } from 'node:fs';
import { programFile, signedIn } from '../person.ts';
import { onStage } from '../stage.ts';

const stage = onStage({ decision: 'approve' });

beforeEach(() => signedIn(stage.person, stage.fake));

/** How many megabytes it had in memory at most, as long as it wrote. */
async function peakOf(answer: string): Promise<number> {
  stage.fake.options.answer = answer;
  const child = Bun.spawn([programFile('bedrock-client'), 'ask', 'hi'], {
    env: stage.person.env,
    stdin: 'ignore',
    stdout: 'pipe',
  });
  let peak = 0;
  let length = 0;
  for await (const bytes of child.stdout) {
    length += bytes.length;
    const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readStatus(child.pid)) ?? [];
    peak = Number(kilobytes ?? peak);
  }
  expect([await child.exited, length]).toEqual([0, answer.length + 1]);
  return peak / 1000;
}

/** Empty once the process is gone. */
function readStatus(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, 'utf8');
  } catch {
    return '';
  }
}

const testWithProc = existsSync('/proc/self/status') ? test : test.skip;

// Each of its pieces once left 4 kB behind: a timer and what listens to it.
testWithProc('an answer of many pieces takes hardly more memory than one of some (needs /proc)', async () => {
  const of = (words: number) => 'twenty-five-letters-long '.repeat(words);
  const [some, many] = [await peakOf(of(2_000)), await peakOf(of(40_000))];
  expect(some).toBeGreaterThan(0);
  expect(many - some).toBeLessThan(80);
});
