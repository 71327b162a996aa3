import { mkdirSync, writeFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { pagePolicy } from '../../../admin/configure/html.ts';
import { Visit } from '../../../admin/configure/visit.ts';
import { openWindow } from '../../../admin/configure/window.ts';
import { serveLoopback } from '../../../shared/page/loopback.ts';
import { newWorld, type World } from '../../shared/world.ts';

/** What a browser of today says of a window that the person has opened. */
const BROWSER = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

let world: World;
let visit: Visit;
let origin: string;
let stop: () => Promise<void>;

beforeEach(async () => {
  world = newWorld();
  const window = await openWindow(world, `${world.home}/setup.json`);
  visit = new Visit(window);
  const server = serveLoopback(world, pagePolicy, (request, isOwn) => visit.answer(request, isOwn));
  origin = visit.door.origin = server.origin;
  stop = async () => {
    await visit.end();
    await server.stop();
    world.leave();
  };
});
afterEach(() => stop());

const post = (act: string, given: unknown = {}, headers: Record<string, string> = {}) =>
  fetch(`${origin}/${act}`, {
    method: 'POST',
    headers: { 'x-page-key': visit.door.key, origin, ...headers },
    body: typeof given === 'string' ? given : JSON.stringify(given),
  });
const viewAfter = async (act: string, given?: unknown) =>
  ((await (await post(act, given)).json()) as { view: Record<string, unknown> }).view;
const base64 = (text: string) => Buffer.from(text).toString('base64');

test.each([
  ['no JSON', 'edit', '{', 400],
  ['no key', 'edit', { value: 'x' }, 400],
  ['a key that there is not', 'edit', { key: 'constructor', value: 'x' }, 400],
  ['a value that is no text', 'edit', { key: 'awsProfile', value: 1 }, 400],
  ['something more', 'edit', { key: 'awsProfile', value: 'x', file: '/etc/passwd' }, 400],
  ['an approach that there is not', 'approach', { approach: 'workforce' }, 400],
  ['a file that is not base64', 'open', { name: 'a.json', content: '{}' }, 400],
  ['a path to save to', 'save', { file: '/etc/passwd' }, 400],
  ['a format that there is not', 'export', { format: '../json' }, 400],
  ['a session of a day', 'purpose', { system: 'linux', hive: 'HKLM', organization: '', hours: 24 }, 400],
  ['a company of two lines', 'purpose', { system: 'linux', hive: 'HKLM', organization: 'a\nb', hours: null }, 400],
  ['something unknown', 'delete', {}, 404],
  ['something of every object', 'constructor', {}, 404],
  ['too much', 'edit', { key: 'awsProfile', value: 'x'.repeat(1_500_001) }, 413],
  ['a value of a book', 'edit', { key: 'awsProfile', value: 'x'.repeat(100_001) }, 400],
] as const)('not: %s', async (_name, act, given, status) => {
  expect((await post(act, given)).status).toBe(status);
});

test('nothing without the key, from another origin, by another name or method', async () => {
  for (const headers of [
    { 'x-page-key': '' },
    { origin: 'http://127.0.0.1' },
    { origin: 'null' },
    { host: 'evil.example' },
  ])
    expect((await post('leftovers', {}, headers)).status).toBe(403);
  expect((await fetch(`${origin}/edit`, { method: 'PUT' })).status).toBe(405);
  for (const path of ['/', '/events', '/open/guess']) expect((await fetch(origin + path)).status).toBe(403);
});

test('whoever comes by the address gets the page once; nothing in it is from elsewhere', async () => {
  const { address } = visit.door;
  const first = await fetch(address, { headers: BROWSER });
  expect(first.headers.get('content-security-policy')).toMatch(
    /^default-src 'none'; style-src 'sha256-[^;]+; script-src 'sha256-/,
  );
  const html = await first.text();
  expect(html).not.toMatch(/(src|href)=|style="|onclick|innerHTML|https?:\/\//);
  expect((await fetch(address, { headers: BROWSER })).status).toBe(403);
});

test('each edit is answered with all that there is to see, and a follower is told the same', async () => {
  const events = await fetch(`${origin}/events`, { headers: { 'x-page-key': visit.door.key } });
  expect(await viewAfter('approach', { approach: 'static' })).toMatchObject({ approach: 'static' });
  const view = await viewAfter('edit', { key: 'inferenceBedrockRegion', value: 'nowhere' });
  expect(view).toMatchObject({
    slips: 1,
    missing: [{ key: 'inferenceBedrockRegion' }, { key: 'inferenceBedrockBearerToken' }],
  });
  let heard = '';
  for await (const part of events.body as unknown as AsyncIterable<Uint8Array>) {
    heard += Buffer.from(part).toString();
    if (heard.includes(JSON.stringify(view))) return;
  }
  throw new Error('the follower was told something else');
});

test('a secret is there or not, and never in a view', async () => {
  await viewAfter('approach', { approach: 'static' });
  await viewAfter('edit', { key: 'inferenceBedrockRegion', value: 'us-east-1' });
  const view = await viewAfter('edit', { key: 'inferenceBedrockBearerToken', value: 'key-of-everyone' });
  expect(JSON.stringify(view)).not.toContain('key-of-everyone');
  expect(view['fields']).toContainEqual(
    expect.objectContaining({ key: 'inferenceBedrockBearerToken', isSet: true, value: '' }),
  );
  expect(view['secrets']).toHaveLength(1);
});

test('several files come as a zip, the same every time', async () => {
  const setup = { inferenceProvider: 'bedrock', inferenceBedrockRegion: 'us-east-1', awsProfile: 'work' };
  await viewAfter('open', { name: 'setup.json', content: base64(JSON.stringify(setup)) });
  const answer = await post('export', { format: 'linux' });
  expect(answer.headers.get('content-disposition')).toBe('attachment; filename="linux.zip"');
  const files = unzipSync(await answer.bytes());
  expect(Object.keys(files)).toEqual(
    expect.arrayContaining(['claude-desktop/managed-settings.json', 'bedrock-launcher/managed-settings.json']),
  );
  const one = await post('export', { format: 'json' });
  expect(await one.json()).toMatchObject({ ...setup, inferenceCredentialKind: 'helper-script' });
});

test('a file of a mebibyte is read, a larger one is not', async () => {
  const setup = JSON.stringify({ inferenceBedrockRegion: 'us-east-1', awsProfile: 'work' });
  const padded = (length: number) => ({ name: 'a.json', content: base64(setup.padEnd(length)) });
  expect(await viewAfter('open', padded(1024 * 1024))).toMatchObject({ approach: 'helper-script', from: 'a.json' });
  expect((await post('open', padded(1_060_000))).status).toBe(400);
});

test('managed settings of this machine, good or refused, are told: a test is of those', async () => {
  expect(await viewAfter('leftovers')).toMatchObject({ managed: [] });
  const folder = `${world.systemConfigDir}/claude-desktop`;
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/managed-settings.json`, '{"inferenceProvider":"bedrock"}');
  const { managed } = await openWindow(world, undefined);
  expect(managed).toEqual([expect.stringContaining(folder)]);
});

test('what can’t be done says why, and changes nothing', async () => {
  for (const [act, given, what] of [
    ['device', {}, /no settings found/i],
    ['export', { format: 'reg' }, /needs inferenceBedrockRegion/],
    ['open', { name: '../../setup.txt', content: base64('hello') }, /^setup\.txt: neither JSON/],
    ['model', { do: 'add', id: 'a\u0000b' }, /no model ID/],
  ] as const) {
    const answer = await post(act, given);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toEqual({ fault: { what: expect.stringMatching(what), hint: expect.any(String) } });
  }
  expect(await viewAfter('leftovers')).toMatchObject({ models: [], saved: { is: true } });
});
