import { MODEL } from '../../person.ts';
import { type Answers, type FakeBus, startFakeBus } from '../../shared/vault/fake-bus.ts';
import { onStage } from '../../stage.ts';
import { toolkitSession } from './broken/row.ts';
import { diagnosed, findingOf, live } from './diagnosis.ts';

const stage = onStage(
  {},
  {
    inferenceProvider: 'bedrock',
    inferenceBedrockRegion: 'us-east-1',
    inferenceModels: [MODEL],
    awsProfile: 'work',
  },
);

let bus: FakeBus | undefined;
beforeEach(() => live(stage.person, stage.fake));
afterEach(() => {
  bus?.stop();
  bus = undefined;
});

const found = { signature: 'aoao', body: [['/collection/login/1'], []] };
const nothing = { signature: 'aoao', body: [[], []] };
const key = Buffer.from(Buffer.alloc(32, 7).toString('base64'));
/** A Secret Service that is open and holds our key. */
const service: Answers = {
  Hello: { signature: 's', body: [':1.1'] },
  OpenSession: { signature: 'vo', body: [{ signature: 's', value: '' }, '/session/s1'] },
  SearchItems: found,
  GetSecret: { signature: '(oayays)', body: [['/session/s1', [], [...key], 'text/plain']] },
  ReadAlias: { signature: 'o', body: ['/collection/login'] },
  Get: { signature: 'v', body: [{ signature: 'b', value: false }] },
};

const locked: Answers = {
  ...service,
  SearchItems: nothing,
  Get: { signature: 'v', body: [{ signature: 'b', value: true }] },
};

async function keychainWith(answers: Answers, consent?: string) {
  bus = startFakeBus(answers, consent);
  const { document, exitCode } = await diagnosed(stage.person, [], bus.env);
  return { document, exitCode, keychain: findingOf(document, 'keychain') };
}

test('one that answers is well', async () => {
  const { keychain, exitCode, document } = await keychainWith(service);
  expect(keychain).toMatchObject({
    state: 'ok',
    words: expect.stringMatching(/answered in \d+ ms/),
  });
  expect([exitCode, document.verdict.state]).toEqual([0, 'ok']);
});

test('one that is slow is a warning', async () => {
  const slowly = () => {
    Bun.sleepSync(1_200);
    return [found];
  };
  const { keychain } = await keychainWith({ ...service, SearchItems: slowly });
  expect(keychain).toMatchObject({ state: 'warning', words: expect.stringMatching(/took \d\.\d s to answer/) });
});

test.each<[string, Answers, string | undefined, RegExp]>([
  ['never answers', {}, '', /did not answer within 3 s/],
  ['is locked', locked, undefined, /is locked/],
])('one that %s is a warning where nothing needs it', async (_name, answers, consent, words) => {
  const { keychain, exitCode, document } = await keychainWith(answers, consent);
  expect(keychain).toMatchObject({ state: 'warning', words: expect.stringMatching(words) });
  expect([exitCode, document.verdict.id]).toEqual([0, 'keychain']);
});

test('one that is locked is the root cause where the session lies in it', async () => {
  stage.person.write('settings.json', toolkitSession);
  const { exitCode, document } = await keychainWith(locked);
  expect([exitCode, document.verdict.id]).toEqual([8, 'keychain']);
  expect(document.verdict.next).toMatch(/unlock it/);
});
