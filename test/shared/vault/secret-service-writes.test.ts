import { Secret } from '../../../shared/secret.ts';
import { removeSecret, writeSecret } from '../../../shared/vault/secret-service.ts';
import { type Answer, type Answers, type FakeBus, message, startFakeBus } from './fake-bus.ts';

const ITEM = { service: 'io.github.bedrock-launcher', name: 'vault-key' };
const PATIENCE = { limitMs: 3_000 };
const SHORT = { limitMs: 50 };
const ASKING = { limitMs: 3_000, askingMs: 3_000 };
const PROMPT = '/prompt/p1';
const KEY = '/collection/login/1';

let bus: FakeBus | undefined;
afterEach(() => bus?.stop());

const paths = (open: string[], locked: string[]): Answer => ({ signature: 'aoao', body: [open, locked] });
const lockedCollection: Answer = { signature: 'v', body: [{ signature: 'b', value: true }] };
const noCollection: Answer = { signature: 'o', body: ['/'] };
const completed = message({
  ...({ type: 4, path: PROMPT, member: 'Completed', signature: 'bv' } as const),
  body: [false, { signature: 's', value: '' }],
});

const service: Answers = {
  Hello: { signature: 's', body: [':1.1'] },
  OpenSession: { signature: 'vo', body: [{ signature: 's', value: '' }, '/session/s1'] },
  SearchItems: paths([KEY], []),
  ReadAlias: { signature: 'o', body: ['/collection/login'] },
  Get: { signature: 'v', body: [{ signature: 'b', value: false }] },
  CreateItem: { signature: 'oo', body: [KEY, '/'] },
  Delete: { signature: 'o', body: ['/'] },
  AddMatch: { signature: '', body: [] },
  Unlock: { signature: 'aoo', body: [[], PROMPT] },
  Prompt: () => [{ signature: '', body: [] }, completed],
};

function started(other: Answers = {}): Record<string, string> {
  bus = startFakeBus({ ...service, ...other });
  return bus.env;
}

const write = (env: Record<string, string>, patience: object = PATIENCE) =>
  writeSecret(ITEM, new Secret('the key'), env, patience as typeof PATIENCE);
const remove = (env: Record<string, string>, patience: object = PATIENCE) =>
  removeSecret(ITEM, env, patience as typeof PATIENCE);

test('an item is written into the default collection, and nobody is asked', async () => {
  expect(await write(started())).toEqual({ state: 'written' });
  expect(bus?.called).toEqual(['Hello', 'ReadAlias', 'Get', 'OpenSession', 'CreateItem']);
});

test.each<[string, Answers, object, object]>([
  ['a locked collection is left alone', { Get: lockedCollection }, PATIENCE, { state: 'locked' }],
  ['a locked collection is written to after the question', { Get: lockedCollection }, ASKING, { state: 'written' }],
  [
    'without a collection nobody makes one',
    { ReadAlias: noCollection },
    PATIENCE,
    { state: 'unavailable', why: 'it has no keyring yet' },
  ],
  ['without a collection somebody may be asked for one', { ReadAlias: noCollection }, ASKING, { state: 'absent' }],
  [
    'a question of the service is not waited for',
    { CreateItem: { signature: 'oo', body: ['/', PROMPT] } },
    ASKING,
    { state: 'locked' },
  ],
  ['a service that reads but stalls on writes', { CreateItem: 'silence' }, SHORT, { state: 'stalled' }],
  [
    'a service that refuses',
    { CreateItem: { error: 'org.example.No' } },
    PATIENCE,
    { state: 'unavailable', why: 'it answers org.example.No' },
  ],
  [
    'an answer that makes no sense',
    { CreateItem: { signature: 's', body: ['x'] } },
    PATIENCE,
    { state: 'unavailable', why: 'its answer makes no sense' },
  ],
])('writing: %s', async (_name, answers, patience, expected) => {
  expect(await write(started(answers), patience)).toEqual(expected);
});

test.each<[string, Answers, object, object]>([
  ['what is there', {}, PATIENCE, { state: 'absent' }],
  ['what is there twice', { SearchItems: paths([KEY, '/collection/login/2'], []) }, PATIENCE, { state: 'absent' }],
  ['what is not there', { SearchItems: paths([], []) }, PATIENCE, { state: 'absent' }],
  [
    'what may be hidden in a locked collection',
    { SearchItems: paths([], []), Get: lockedCollection },
    PATIENCE,
    { state: 'locked' },
  ],
  ['what is locked', { SearchItems: paths([], [KEY]) }, PATIENCE, { state: 'locked' }],
  ['what is locked, after the question', { SearchItems: paths([], [KEY]) }, ASKING, { state: 'absent' }],
  ['from a service that stalls', { Delete: 'silence' }, SHORT, { state: 'stalled' }],
])('removing %s', async (_name, answers, patience, expected) => {
  expect(await remove(started(answers), patience)).toEqual(expected);
});
