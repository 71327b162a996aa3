import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSecret } from '../../../shared/vault/secret-service.ts';
import { type Answer, type Answers, type FakeBus, message, startFakeBus } from './fake-bus.ts';

const ITEM = { service: 'io.github.bedrock-launcher', name: 'vault-key' };
const PATIENCE = { limitMs: 3_000 };
/** For what never answers: any limit shows it. */
const SHORT = { limitMs: 50 };

const SESSION = '/session/s1';
const KEY = '/collection/login/1';
const LOGIN = '/collection/login';
const PROMPT = '/prompt/p1';

let bus: FakeBus | undefined;
afterEach(() => bus?.stop());

const secret = (text: string): Answer => ({
  signature: '(oayays)',
  body: [[SESSION, new Uint8Array(), Buffer.from(text), 'text/plain'].map((part) => bytesAsList(part))],
});
const bytesAsList = (part: string | Uint8Array) => (typeof part === 'string' ? part : [...part]);
const paths = (open: string[], locked: string[]): Answer => ({ signature: 'aoao', body: [open, locked] });
const completed = (dismissed: boolean, path = PROMPT) =>
  message({ type: 4, path, member: 'Completed', signature: 'bv', body: [dismissed, { signature: 's', value: '' }] });

/** A Secret Service with one item, unlocked. */
const service: Answers = {
  Hello: { signature: 's', body: [':1.1'] },
  OpenSession: { signature: 'vo', body: [{ signature: 's', value: '' }, SESSION] },
  SearchItems: paths([KEY], []),
  GetSecret: secret('the key'),
  ReadAlias: { signature: 'o', body: [LOGIN] },
  Get: { signature: 'v', body: [{ signature: 'b', value: false }] },
  AddMatch: { signature: '', body: [] },
  Unlock: { signature: 'aoo', body: [[], PROMPT] },
  Prompt: () => [{ signature: '', body: [] }, completed(false)],
};
const locked = { ...service, SearchItems: paths([], [KEY]) };
const absent = { ...service, SearchItems: paths([], []) };
const noCollection: Answer = { signature: 'o', body: ['/'] };
const lockedCollection: Answer = { signature: 'v', body: [{ signature: 'b', value: true }] };

function started(answers: Answers, consent?: string): Record<string, string> {
  bus = startFakeBus(answers, consent);
  return bus.env;
}

test('the item is found, in three round trips at most, and the connection ends', async () => {
  const reading = await readSecret(ITEM, started(service), PATIENCE);
  expect(reading).toMatchObject({ state: 'found' });
  expect('secret' in reading && reading.secret.reveal()).toBe('the key');
  expect(bus?.called).toEqual(['Hello', 'OpenSession', 'SearchItems', 'GetSecret']);
  await Bun.sleep(10);
  expect(bus?.clients()).toBe(0);
});

test.each([
  ['there is none', absent, { state: 'absent' }],
  ['there is none, nor a collection', { ...absent, ReadAlias: noCollection }, { state: 'absent' }],
  ['there is none to be seen, as all is locked', { ...absent, Get: lockedCollection }, { state: 'locked' }],
  ['it is locked', locked, { state: 'locked' }],
  [
    'it is locked meanwhile',
    { ...service, GetSecret: { error: 'org.freedesktop.Secret.Error.IsLocked' } },
    { state: 'locked' },
  ],
  [
    'it is gone meanwhile',
    { ...service, GetSecret: { error: 'org.freedesktop.Secret.Error.NoSuchObject' } },
    { state: 'absent' },
  ],
  [
    'nobody offers the service',
    { ...service, OpenSession: { error: 'org.freedesktop.DBus.Error.ServiceUnknown' } },
    { state: 'unavailable', why: 'no program of this session offers org.freedesktop.secrets' },
  ],
  [
    'the service knows no plain session',
    { ...service, OpenSession: { error: 'org.freedesktop.DBus.Error.NotSupported' } },
    { state: 'unavailable', why: 'it answers org.freedesktop.DBus.Error.NotSupported' },
  ],
  [
    'the error has a strange name',
    { ...service, OpenSession: { error: 'x\u001b[2J\nroot: error' } },
    { state: 'unavailable', why: 'it answers an error' },
  ],
  [
    'the answer is another',
    { ...service, SearchItems: { signature: 's', body: ['text'] } },
    { state: 'unavailable', why: 'its answer makes no sense' },
  ],
  [
    'the answer is no message',
    { ...service, SearchItems: Buffer.from('HTTP/1.1 200 OK\r\n\r\n') },
    { state: 'unavailable', why: 'its answer makes no sense' },
  ],
  [
    'the answer is too long',
    { ...service, SearchItems: Buffer.from('6c020001ffffff7f0100000000000000', 'hex') },
    { state: 'unavailable', why: 'its answer makes no sense' },
  ],
] as const)('%s', async (_name, answers, expected) => {
  expect(await readSecret(ITEM, started(answers as unknown as Answers), PATIENCE)).toEqual(expected);
  expect(bus?.called).not.toContain('Unlock');
});

test.each([
  ['no answer to the greeting', {}, ''],
  ['half an answer to the greeting', service, 'DATA\r\nOK 0123'],
  ['no answer from the service', { ...service, SearchItems: 'silence' }, undefined],
  ['half a message', { ...service, SearchItems: Buffer.from('6c0200010100000001000000', 'hex') }, undefined],
] as const)('%s: stalled', async (_name, answers, consent) => {
  expect(await readSecret(ITEM, started(answers, consent), SHORT)).toEqual({ state: 'stalled' });
});

test.each([
  ['a refusal', 'REJECTED EXTERNAL\r\n', 'the session bus does not let this user in'],
  ['another protocol', 'HTTP/1.1 400 Bad Request\r\n', 'its answer makes no sense'],
  ['text without an end', `OK ${'a'.repeat(5000)}`, 'its answer makes no sense'],
])('%s instead of the consent', async (_name, consent, why) => {
  expect(await readSecret(ITEM, started(service, consent), PATIENCE)).toEqual({ state: 'unavailable', why });
});

test('a consent and messages in small pieces', async () => {
  const pieces = { ...service, SearchItems: () => [...cut(paths([KEY], []))] };
  expect(await readSecret(ITEM, started(pieces), PATIENCE)).toMatchObject({ state: 'found' });
});

/** One message in pieces of one byte; the serial of the third call of a connection is 3. */
function cut(answer: Answer): Answer[] {
  if (!(typeof answer === 'object' && 'signature' in answer)) throw new Error('only a body can be cut');
  return [...message({ type: 2, replySerial: 3, ...answer })].map((byte) => Uint8Array.of(byte));
}

test('messages of others are not taken for the answer', async () => {
  const noisy = {
    ...service,
    SearchItems: (): Answer[] => [
      message({ type: 4, path: '/a', member: 'NameAcquired', signature: 's', body: [':1.1'] }),
      message({ type: 2, replySerial: 99, signature: 's', body: ['text'] }),
      message({ type: 9 }),
      paths([KEY], []),
    ],
  };
  expect(await readSecret(ITEM, started(noisy), PATIENCE)).toMatchObject({ state: 'found' });
});

test.each([
  ['no bus is named', {}, 'this session has no D-Bus'],
  ['only TCP', { DBUS_SESSION_BUS_ADDRESS: 'tcp:host=127.0.0.1,port=1' }, 'this session has no D-Bus'],
  ['nobody listens there', { DBUS_SESSION_BUS_ADDRESS: 'unix:path=/nonexistent' }, 'there is no session bus'],
  ['there is no runtime folder', { XDG_RUNTIME_DIR: '/nonexistent' }, 'there is no session bus'],
  ['an abstract socket of nobody', { DBUS_SESSION_BUS_ADDRESS: 'unix:abstract=none' }, 'there is no session bus'],
])('%s', async (_name, env, why) => {
  expect(await readSecret(ITEM, env, PATIENCE)).toEqual({ state: 'unavailable', why });
});

test('the second address serves where the first leads nowhere', async () => {
  const { DBUS_SESSION_BUS_ADDRESS: address } = started(service);
  const env = { DBUS_SESSION_BUS_ADDRESS: `unix:path=/nonexistent;${address}` };
  expect(await readSecret(ITEM, env, PATIENCE)).toMatchObject({ state: 'found' });
});

test('a bus on an abstract socket is reached', async () => {
  bus = startFakeBus(service, undefined, true);
  expect(await readSecret(ITEM, bus.env, PATIENCE)).toMatchObject({ state: 'found' });
});

test('a bus that closes the connection is lost', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bus-'));
  const unix = join(folder, 'bus');
  const server = Bun.listen({ unix, socket: { data: (socket) => void socket.end() } });
  const reading = await readSecret(ITEM, { DBUS_SESSION_BUS_ADDRESS: `unix:path=${unix}` }, PATIENCE);
  expect(reading).toEqual({ state: 'unavailable', why: 'the session bus closed the connection' });
  server.stop(true);
  rmSync(folder, { recursive: true, force: true });
});

describe('where a person may be asked', () => {
  const asking = { ...PATIENCE, askingMs: 5_000 };

  test('a locked item is found after the question', async () => {
    expect(await readSecret(ITEM, started(locked), asking)).toMatchObject({ state: 'found' });
    expect(bus?.called.slice(3)).toEqual(['AddMatch', 'Unlock', 'Prompt', 'GetSecret']);
  });

  test('a service that needs no question asks none', async () => {
    const willing = { ...locked, Unlock: { signature: 'aoo', body: [[KEY], '/'] } };
    expect(await readSecret(ITEM, started(willing), asking)).toMatchObject({ state: 'found' });
    expect(bus?.called).not.toContain('Prompt');
  });

  test('who says no has said no', async () => {
    const refused = { ...locked, Prompt: () => [{ signature: '', body: [] }, completed(true)] };
    expect(await readSecret(ITEM, started(refused), asking)).toEqual({ state: 'locked' });
  });

  test('the end of the question may come before the answer to the call', async () => {
    const early = { ...locked, Prompt: () => [completed(false), { signature: '', body: [] }] };
    expect(await readSecret(ITEM, started(early), asking)).toMatchObject({ state: 'found' });
  });

  test("another's question is not ours", async () => {
    const other = {
      ...locked,
      Prompt: () => [{ signature: '', body: [] }, completed(true, '/prompt/p2'), completed(false)],
    };
    expect(await readSecret(ITEM, started(other), asking)).toMatchObject({ state: 'found' });
  });

  test('a question that nobody answers leaves it locked', async () => {
    const slow = { ...locked, Prompt: () => [{ signature: '', body: [] }] };
    const env = started(slow as Answers);
    expect(await readSecret(ITEM, env, { limitMs: 3_000, askingMs: 50 })).toEqual({ state: 'locked' });
  });
});
