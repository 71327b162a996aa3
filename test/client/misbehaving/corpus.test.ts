import { type FakeAws, startFakeAws } from '../../fake-aws/server.ts';
import { newPerson, type Outcome, signedIn, workSettings } from '../../person.ts';
import { allGone, processesOf } from '../../residents.ts';
import { failures, unstarted } from './endings.ts';
import { oddOnes } from './odd.ts';
import { type Misbehaving, type Odd, PLANTED, placed } from './row.ts';
import { floods, hangs } from './streams.ts';
import { documents, lookAlikes, texts } from './texts.ts';

/** One AWS for all, which run a few at a time; started by the first. */
let shared: Promise<{ fake: FakeAws; token: string }> | undefined;

async function start() {
  const fake = await startFakeAws({ wordDelayMs: 0 });
  const person = newPerson(fake);
  await signedIn(person, fake);
  const { stdout } = await person.run('bedrock-credential-helper');
  person.leave();
  return { fake, token: stdout };
}

afterAll(async () => (await shared)?.fake.stop());

interface Seen extends Outcome {
  answer: string;
  token: string;
}

/** Asks with that helper; all that it started must be gone afterwards, unless it is to stay. */
async function askWith(helper: Misbehaving | Odd): Promise<Seen> {
  shared ??= start();
  const { fake, token } = await shared;
  const person = newPerson(fake);
  const settings = { ...workSettings(), ...helper.settings, inferenceCredentialHelper: placed(helper, person) };
  person.write('settings.json', settings);
  try {
    const outcome = await person.run('bedrock-client', ['ask', 'hello'], { env: { TOKEN: token, PLANTED } });
    if (helper.leaves) for (const pid of processesOf(person)) process.kill(pid);
    await allGone(person);
    return { ...outcome, answer: fake.options.answer, token };
  } finally {
    person.leave();
  }
}

const linesOf = ({ stderr }: Outcome, kind: string) =>
  stderr.split('\n').filter((line) => new RegExp(`^\\S+: ${kind}: `).test(line));

/** Nothing of what was printed is repeated, and nothing paints or buries the terminal. */
function expectQuiet({ stderr, token }: Seen): void {
  expect(stderr).not.toContain(PLANTED);
  expect(stderr).not.toContain(token.slice(0, 40));
  expect(stderr).not.toMatch(/[^\P{Cc}\n]/u);
  expect(stderr.length).toBeLessThan(20_000);
  expect(stderr).not.toMatch(/^\s+at /m);
}

const blocks: [string, Misbehaving[]][] = [
  ['a helper that prints', texts],
  ['a helper that prints what looks like an answer', lookAlikes],
  ['a helper whose JSON is', documents],
  ['a helper that ends with', failures],
  ['a helper that does not start', unstarted],
  ['a helper that hangs', hangs],
  ['a helper that', floods],
];

describe.each(blocks)('%s', (_what, helpers) => {
  test.concurrent.each(helpers)('$name: exit code $exitCode', async (helper) => {
    const seen = await askWith(helper);
    const { exitCode, stdout } = seen;
    expect({ exitCode, stdout, errors: linesOf(seen, 'error'), hints: linesOf(seen, 'hint') }).toEqual({
      exitCode: helper.exitCode,
      stdout: '',
      errors: [expect.stringMatching(helper.error)],
      hints: [expect.stringMatching(helper.hint)],
    });
    if (helper.words) expect(`${seen.stderr}\n`).toMatch(helper.words);
    expectQuiet(seen);
  });
});

describe('a helper that is odd and well', () => {
  test.concurrent.each(oddOnes)('$name: it gets its answer', async (helper) => {
    const seen = await askWith(helper);
    const { exitCode, stdout, stderr, answer } = seen;
    expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: answer });
    expect(stderr ? `${stderr}\n` : '').toMatch(helper.words ?? /^$/);
    expectQuiet(seen);
  });
});

test('the corpus is as large as it is said to be, and no two helpers are the same', () => {
  const all = [...blocks.flatMap(([, helpers]) => helpers), ...oddOnes];
  expect(all.length).toBeGreaterThanOrEqual(40);
  const scripts = all.flatMap(({ script }) => script ?? []);
  expect(new Set(scripts).size).toBe(scripts.length);
});
