import type { Message } from '../../../client/question.ts';
import { Problem } from '../../../shared/problem.ts';
import { type Ask, type Served, saying, serve } from './server.ts';
import { openTab, type Tab } from './tab.ts';

let served: Served;
const tabs: Tab[] = [];

afterEach(async () => {
  for (const tab of tabs.splice(0)) tab.leave();
  await served.stop();
});

async function opened(ask: Ask, turns?: Parameters<typeof serve>[1]): Promise<Tab> {
  served = await serve(ask, turns);
  return another();
}

async function another(): Promise<Tab> {
  const tab = await openTab(served.visit.door.address);
  tabs.push(tab);
  return tab;
}

const text = (value: unknown) => JSON.stringify(value);
const hi = { text: 'Hi', model: 'model-a' };

describe('what a page may ask for', () => {
  const refused: [string, string, unknown, number][] = [
    ['no JSON', 'ask', '{', 400],
    ['nothing', 'ask', '', 400],
    ['no question', 'ask', { model: 'model-a' }, 400],
    ['an empty question', 'ask', { text: ' \n', model: 'model-a' }, 400],
    ['a question that is none', 'ask', { text: ['Hi'], model: 'model-a' }, 400],
    ['something more', 'ask', { ...hi, system: 'x' }, 400],
    ['a model that is not offered', 'ask', { ...hi, model: 'model-c' }, 409],
    ['a list', 'retry', [], 400],
    ['a switch between on and off', 'keep', { on: 1 }, 400],
    ['to try again what was never tried', 'retry', { model: 'model-a' }, 409],
    ['something unknown', 'delete', {}, 404],
    ['something of every object', 'constructor', {}, 404],
    ['too much', 'ask', { ...hi, text: 'x'.repeat(8_000_001) }, 413],
    ['a question that no model reads', 'ask', { ...hi, text: 'x'.repeat(2_000_001) }, 400],
  ];

  test.each(refused)('not: %s', async (_name, act, given, status) => {
    const tab = await opened(saying('nothing'));
    expect(await tab.act(act, given)).toBe(status);
    expect(served.chat.all).toMatchObject({ turns: [], running: undefined, kept: false });
  });

  test('nothing without the key, or from another origin', async () => {
    const tab = await opened(saying('nothing'));
    for (const headers of [{ 'x-page-key': '' }, { origin: 'http://127.0.0.1' }, { origin: 'null' }])
      expect(await tab.act('new', {}, { origin: tab.origin, ...headers })).toBe(403);
    expect(await tab.act('new', {}, {})).toBe(403);
    expect((await fetch(`${tab.origin}/new`, { method: 'PUT' })).status).toBe(405);
    expect((await fetch(`${tab.origin}/ask`, { headers: { cookie: tab.cookie } })).status).toBe(404);
  });

  test('one answer at a time', async () => {
    const tab = await opened(stalled());
    expect(await tab.act('ask', hi)).toBe(204);
    expect([await tab.act('ask', hi), await tab.act('retry', { model: 'model-a' })]).toEqual([409, 409]);
  });
});

/** Says some words, and then nothing until it is stopped. */
function stalled(...words: string[]): Ask {
  return (_model, _messages, listener, signal) =>
    new Promise((_, reject) => {
      for (const word of words) listener.text(word);
      signal?.addEventListener('abort', () => reject(signal.reason));
    });
}

test('all tabs hear the same; whoever comes later hears what was said', async () => {
  const tab = await opened(stalled('One *two', '* three\n\nFour'));
  const second = await another();
  await tab.act('ask', hi);
  for (const one of [tab, second]) {
    const heard = await one.until('stroke');
    expect(heard.map(({ what }) => what)).toEqual(expect.arrayContaining(['all', 'asked', 'course', 'stroke']));
  }
  const third = await another();
  expect(text(await third.until('all'))).toContain('"tag":"em","children":["two"]');
  await third.act('stop');
  for (const one of [tab, second, third])
    expect((await one.until('answered')).at(-1)).toMatchObject({
      turn: { question: 'Hi', reply: { text: 'One *two* three\n\nFour', end: 'stopped' } },
    });
});

test('the model is told the answered turns, and what it said of those that were stopped', async () => {
  const heard: Message[][] = [];
  const asks: Ask[] = [
    saying('First.\n'),
    () => Promise.reject(new Problem('unreachable', 'gone', 'wait')),
    stalled('Part'),
    saying('Last.'),
  ];
  const tab = await opened((model, messages, ...more) => {
    heard.push([...messages]);
    return (asks.shift() ?? saying())(model, messages, ...more);
  });
  await tab.act('ask', { ...hi, text: 'A' });
  await tab.until('answered');
  await tab.act('ask', { ...hi, text: 'B' });
  await tab.until('answered');
  await tab.act('ask', { ...hi, text: 'C' });
  await tab.until('stroke');
  await tab.act('stop');
  await tab.until('answered');
  await tab.act('ask', { ...hi, text: 'D' });
  await tab.until('answered');
  expect(heard.at(-1)?.map(({ role, content }) => `${role}: ${content}`)).toEqual([
    'user: A',
    'assistant: First.',
    'user: C',
    'assistant: Part',
    'user: D',
  ]);
});

test('an answer of a conversation that was given up comes to nobody', async () => {
  let say: (words: string) => void = () => {};
  const tab = await opened((model, messages, listener, signal) => {
    say = listener.text;
    return stalled()(model, messages, listener, signal);
  });
  await tab.act('ask', hi);
  await tab.act('new');
  say('too late\n\nmuch');
  await tab.act('keep', { on: true });
  expect(text(await tab.until('kept'))).not.toContain('too late');
  expect(served.chat.all).toMatchObject({ turns: [], running: undefined });
});

describe('a failure', () => {
  const failing =
    (problem: unknown): Ask =>
    () =>
      Promise.reject(problem);
  const failures: [string, unknown, object][] = [
    ['in its own words', new Problem('awsRefused', 'no access', 'ask IT'), { what: 'No access.', hint: 'Ask IT.' }],
    [
      'without the path of the helper',
      new Problem('configuration', "/opt/our helper/bin: can't be started", 'see /opt/our helper/bin'),
      { what: "The credential helper: can't be started.", hint: 'See the credential helper.' },
    ],
    [
      'which the helper has told on our stderr',
      new Problem('unreachable', '', ''),
      { what: expect.stringContaining("can't be reached"), hint: expect.stringContaining('network') },
    ],
    [
      'of which we know only its code',
      new Problem('storage', '', ''),
      { what: 'There is no credential for the model.', hint: expect.stringContaining('doctor') },
    ],
    ['that is a bug', new Error('oops'), { what: 'Internal error: Error: oops.', hint: expect.any(String) }],
  ];

  test.each(failures)('is told, %s', async (_name, thrown, problem) => {
    const tab = await opened(failing(thrown));
    await tab.act('ask', hi);
    expect((await tab.until('answered')).at(-1)).toMatchObject({
      turn: { reply: { end: 'failed', text: '', problem } },
    });
  });
});

test('the longest answer that was allowed is told as such', async () => {
  const tab = await opened(async (model) => ({
    ...{ model, text: 'x', stopReason: 'max_tokens' },
    usage: { inputTokens: 1, outputTokens: 2 },
  }));
  await tab.act('ask', hi);
  expect((await tab.until('answered')).at(-1)).toMatchObject({
    turn: { reply: { end: 'done', isCut: true, tokens: { input: 1, output: 2 } } },
  });
});

describe('keeping', () => {
  const kept = () => JSON.parse(served.vault.get('conversation') ?? 'null');

  test('begins with what there is, goes on with each answer, and ends with the switch', async () => {
    const tab = await opened(saying('Yes.'));
    await tab.act('ask', hi);
    await tab.until('answered');
    expect(kept()).toBeNull();
    await tab.act('keep', { on: true });
    await tab.act('ask', { ...hi, text: 'More' });
    await tab.until('answered');
    await served.chat.close();
    expect(kept()).toMatchObject({ turns: [{ question: 'Hi' }, { question: 'More', reply: { text: 'Yes.' } }] });
    await tab.act('keep', { on: false });
    await served.chat.close();
    expect(kept()).toBeNull();
  });

  test('a new conversation removes the old one', async () => {
    const tab = await opened(saying('Yes.'), [{ question: 'Old', reply: { model: 'x', text: 'y', end: 'done' } }]);
    served.vault.set('conversation', '{}');
    expect((await tab.until('all')).at(-1)).toMatchObject({ kept: true, turns: [{ question: 'Old' }] });
    await tab.act('new');
    await served.chat.close();
    expect(kept()).toBeNull();
  });

  test('what can not be kept is said, and the switch goes back', async () => {
    const tab = await opened(saying('Yes.'));
    served.broken.problem = new Problem('storage', 'the disk is full', 'make room');
    await tab.act('keep', { on: true });
    expect((await tab.until('fault')).at(-1)).toMatchObject({
      fault: { what: 'The disk is full.', hint: 'Make room.' },
    });
    expect(served.chat.all).toMatchObject({ kept: false });
  });
});
