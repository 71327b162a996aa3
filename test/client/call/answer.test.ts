import { answerTo } from '../../../client/call/answer.ts';
import { Problem } from '../../../shared/problem.ts';
import { problemOf } from '../../shared/world.ts';
import { end, type Reply, scriptedSource, start, words } from './scripted-source.ts';

const question = { model: 'model', messages: [], maxTokens: 1 };
const whole = () => [start, words('Hello'), end];
const named = (name: string, more: object = {}) =>
  Object.assign(new Error('no'), { name, $fault: 'client', $metadata: { httpStatusCode: 403 }, ...more });
const expired = () => named('ExpiredTokenException');
const busy = (milliseconds?: number) => named('ThrottlingException', { milliseconds });

/** Asks a source that replies so, by a clock that only the waits move. */
async function ask(replies: Reply[], patience?: number) {
  let now = 0;
  const waits: [string, number][] = [];
  const shown: string[] = [];
  const host = {
    wall: () => now,
    pause: async (milliseconds: number) => {
      now += milliseconds;
    },
  };
  const { source, contexts, renewals } = scriptedSource(replies, (thrown) => {
    const { name, milliseconds } = thrown as Error & { milliseconds?: number };
    if (name === 'ThrottlingException') return { later: { milliseconds, why: 'busy' } };
    return { expired: name === 'ExpiredTokenException' };
  });
  const listener = {
    text: (text: string) => void shown.push(text),
    waits: (why: string, milliseconds: number) => void waits.push([why, milliseconds]),
  };
  const terms = { context: 'interactive' as const, ...(patience === undefined ? {} : { patience }) };
  const end = await answerTo(host, source, question, listener, terms).catch((thrown: unknown) => thrown);
  return { end, shown: shown.join(''), waits, contexts, renewals: renewals() };
}

test('a credential that is refused as too old is renewed once, and the answer is shown once', async () => {
  const { end, shown, contexts, renewals } = await ask([expired(), whole()]);
  expect(end).toMatchObject({ text: 'Hello', stopReason: 'end_turn' });
  expect([shown, contexts, renewals]).toEqual(['Hello', ['interactive', 'mid-session-refresh'], 1]);
});

test('a second refusal of that kind ends it', async () => {
  const { end, contexts } = await ask([expired(), expired(), whole()]);
  expect(end).toMatchObject({ code: 'awsRefused' });
  expect(contexts).toHaveLength(2);
});

test('an overloaded source is waited for, longer each time, and whoever listens is told', async () => {
  const { end, waits } = await ask([busy(), busy(), busy(), whole()]);
  expect(end).toMatchObject({ text: 'Hello' });
  expect(waits.map(([why]) => why)).toEqual(['busy', 'busy', 'busy']);
  const [first = 0, second = 0, third = 0] = waits.map(([, wait]) => wait);
  expect([first >= 500 && first <= 1000, second >= 1000 && second <= 2000, third >= 2000 && third <= 4000]).toEqual([
    true,
    true,
    true,
  ]);
});

test('as long as it says itself', async () => {
  expect((await ask([busy(7_000), whole()])).waits).toEqual([['busy', 7_000]]);
});

test('but no longer than anybody waits', async () => {
  const { end, waits } = await ask([busy(60_001), whole()], 60_000);
  expect([end, waits]).toEqual([expect.any(Problem), []]);
  const endless = await ask(
    Array.from({ length: 100 }, () => busy()),
    60_000,
  );
  expect(endless.end).toMatchObject({ code: 'unreachable' });
  expect(endless.waits.reduce((sum, [, wait]) => sum + wait, 0)).toBeLessThanOrEqual(60_000);
});

test('an overload in the middle, before the first word, is waited for too', async () => {
  const { end, shown, waits } = await ask([[start, busy()], whole()]);
  expect([end, shown, waits.length]).toEqual([expect.objectContaining({ text: 'Hello' }), 'Hello', 1]);
});

test.each([
  ['an overload', busy()],
  ['a credential that ends', expired()],
])('after the first word %s asks for nothing a second time, and says what came', async (_name, failure) => {
  const { end, shown, contexts } = await ask([[start, words('Hel'), failure], whole()]);
  expect(end).toMatchObject({ message: expect.stringMatching(/^the answer broke off after 3 characters: /) });
  expect([shown, contexts.length]).toEqual(['Hel', 1]);
});

test('whoever is done with what was told has no text kept, and is told what was lost all the same', async () => {
  const host = { wall: () => 0, pause: async () => {} };
  const asked = (replies: Reply[]) => {
    const { source } = scriptedSource(replies);
    return answerTo(host, source, question, { text() {}, forgets: true }, { context: 'interactive' });
  };
  expect(await asked([whole()])).toMatchObject({ text: '', stopReason: 'end_turn' });
  expect(await problemOf(() => asked([[start, words('Hel'), words('lo')]]))).toMatchObject({
    message: expect.stringMatching(/^the answer broke off after 5 characters: /),
  });
});

test('whoever stops it gets their own reason, at once', async () => {
  const stop = new AbortController();
  const reason = new Problem('signInRefused', 'stopped', 'go on');
  async function* endless(): AsyncGenerator<string> {
    yield JSON.stringify(words('a'));
    await new Promise(() => {});
  }
  const { source } = scriptedSource([endless()]);
  const host = { wall: () => 0, pause: async () => {} };
  const listener = { text: () => stop.abort(reason) };
  const asked = () => answerTo(host, source, question, listener, { context: 'interactive' }, stop.signal);
  expect(await problemOf(asked)).toBe(reason);
});
