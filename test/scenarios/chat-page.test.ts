import { chmodSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openTab, type Tab } from '../client/page/tab.ts';
import { MODEL, type Person, signedIn, workSettings } from '../person.ts';
import { atChat } from '../third-parties/chromium/chat.ts';

const desk = atChat({ window: () => Promise.reject(new Error('nobody needs a browser here')) });
const VAULT = '.local/state/bedrock-launcher/vault';
const tabs: Tab[] = [];

beforeEach(() => desk.settings({ secureStorage: 'file' }));
afterEach(() => {
  for (const tab of tabs.splice(0)) tab.leave();
});

async function tabOn(address: string): Promise<Tab> {
  const tab = await openTab(address);
  tabs.push(tab);
  return tab;
}

const isKept = () => desk.person.exists(`${VAULT}/conversation.sealed`);

/** A question and its answer. */
async function converse(tab: Tab, text: string) {
  while ((await tab.act('ask', { text, model: MODEL })) === 409) await Bun.sleep(20);
  return (await tab.until('answered')).at(-1);
}

test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('%s ends it well, whatever is under way', async (signal) => {
  desk.fake.faults.set('InvokeModelWithResponseStream', 'stall');
  const run = await desk.start();
  const tab = await tabOn(run.address);
  while ((await tab.act('ask', { text: 'Hi', model: MODEL })) === 409) await Bun.sleep(20);
  await tab.until('asked');
  run.child.kill(signal);
  expect((await tab.until('end')).map(({ what }) => what)).toContain('answered');
  expect(await run.ended).toBe(0);
});

test('a question that waits for a credential when the program is ended was stopped, and the helper did nothing wrong', async () => {
  const helper = desk.person.write('helper', '#!/bin/sh\n>"$HOME/called"\nsleep 60 & wait\n');
  chmodSync(helper, 0o755);
  desk.settings({ inferenceCredentialKind: 'helper-script', inferenceCredentialHelper: helper });
  const run = await desk.start();
  const tab = await tabOn(run.address);
  while ((await tab.act('ask', { text: 'Hi', model: MODEL })) === 409) await Bun.sleep(20);
  while (!desk.person.exists('called')) await Bun.sleep(20);
  run.child.kill('SIGTERM');
  expect((await tab.until('answered')).at(-1)).toMatchObject({ turn: { reply: { end: 'stopped' } } });
  expect(await run.ended).toBe(0);
});

test('nothing of it stays, unless it is kept; then it is there again, sealed, until it is not', async () => {
  const run = await desk.start();
  const tab = await tabOn(run.address);
  await converse(tab, 'A secret question');
  expect(isKept()).toBe(false);
  await tab.act('keep', { on: true });
  await converse(tab, 'Another one');
  run.child.kill('SIGTERM');
  await run.ended;
  expect(isKept()).toBe(true);
  const files = Object.values(desk.person.files());
  expect(files.join('\n')).not.toMatch(/secret question|Another one|never leaves this machine/);

  const next = await desk.start();
  const again = await tabOn(next.address);
  const [all] = await again.until('all');
  expect(all).toMatchObject({ kept: true, turns: [{ question: 'A secret question' }, { question: 'Another one' }] });
  await again.act('keep', { on: false });
  next.child.kill('SIGTERM');
  await next.ended;
  expect(isKept()).toBe(false);
  const last = await tabOn((await desk.start()).address);
  expect((await last.until('all'))[0]).toMatchObject({ kept: false, turns: [] });
});

test('a sign-out removes what was kept of a conversation', async () => {
  const run = await desk.start();
  const tab = await tabOn(run.address);
  await tab.act('keep', { on: true });
  await converse(tab, 'Hi');
  run.child.kill('SIGTERM');
  await run.ended;
  expect(isKept()).toBe(true);
  expect((await desk.person.run('bedrock-launcher', ['--sign-out'])).exitCode).toBe(0);
  expect(desk.person.files(VAULT)).toEqual({});
});

test('what can not be read again is said, and the conversation begins without it', async () => {
  const run = await desk.start();
  const tab = await tabOn(run.address);
  await tab.act('keep', { on: true });
  run.child.kill('SIGTERM');
  await run.ended;
  desk.person.write(`${VAULT}/conversation.sealed`, 'broken');
  const next = await tabOn((await desk.start()).address);
  expect((await next.until('all'))[0]).toMatchObject({ kept: false, turns: [] });
  expect(await converse(next, 'Hi')).toMatchObject({ turn: { reply: { end: 'done' } } });
});

test.each([
  ['a browser opens it', {}, 1, /opens in your browser/],
  ['over SSH its address is said', { SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22' }, 0, /address: http:\/\/127/],
])('%s', async (_name, env, count, words) => {
  const running = desk.person.run('bedrock-client', ['page'], { env: { ...BROWSER, ...env } });
  let pids = pagesOf(desk.person);
  while (pids.length === 0 || desk.person.opened().length < count) {
    await Bun.sleep(20);
    pids = pagesOf(desk.person);
  }
  // It says so in the same moment.
  await Bun.sleep(500);
  for (const pid of pids) process.kill(pid);
  expect(await running).toMatchObject({ exitCode: 0, stdout: '', stderr: expect.stringMatching(words) });
  expect(desk.person.opened()).toHaveLength(count);
});

const BROWSER = { BROWSER: join(import.meta.dirname, '..', 'fixtures', 'noting-browser.sh') };

test('a double-click where no Claude Desktop is opens the conversation, and AWS answers there', async () => {
  desk.settings({ client: 'bundled' });
  await signedIn(desk.person, desk.fake);
  try {
    const launched = await desk.person.run('bedrock-launcher', [], { env: BROWSER });
    expect(launched).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('bedrock-client') });
    while (desk.person.opened().length === 0) await Bun.sleep(20);
    const tab = await tabOn(desk.person.opened()[0] ?? '');
    expect(await converse(tab, 'Hi')).toMatchObject({ turn: { reply: { text: desk.fake.options.answer } } });
  } finally {
    for (const pid of pagesOf(desk.person)) process.kill(pid);
  }
});

test.each([
  ['page', 'hello'],
  ['page', '--model', ''],
  ['page', '--max-tokens', 'many'],
  ['page', '--json'],
])('a mistake is told where it was made: %s', async (...words) => {
  expect((await desk.person.run('bedrock-client', [...words, '--no-open'])).exitCode).toBe(2);
});

test('without settings nobody is shown a page', async () => {
  desk.person.write('settings.json', { ...workSettings(), awsProfile: 'gone', inferenceBedrockRegion: undefined });
  expect((await desk.person.run('bedrock-client', ['page', '--no-open'])).exitCode).toBe(3);
});

/** Linux: the pages that run for this person, whose home nobody else has. */
function pagesOf({ home }: Person): number[] {
  const wordsIn = (pid: string, file: string) => {
    try {
      return readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0');
    } catch {
      return [];
    }
  };
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && wordsIn(pid, 'cmdline')[1] === 'page')
    .filter((pid) => wordsIn(pid, 'environ').includes(`HOME=${home}`))
    .map(Number);
}
