import { openKeychain } from '../../../shared/vault/keychain.ts';
import { problemOf } from '../world.ts';
import { type Answers, type FakeBus, startFakeBus } from './fake-bus.ts';

const ITEM = { service: 'io.github.bedrock-launcher', name: 'vault-key' };
const SESSION = '/session/s1';

let bus: FakeBus | undefined;
afterEach(() => bus?.stop());

const service: Answers = {
  OpenSession: { signature: 'vo', body: [{ signature: 's', value: '' }, SESSION] },
  SearchItems: { signature: 'aoao', body: [['/collection/login/1'], []] },
  GetSecret: { signature: '(oayays)', body: [[SESSION, [], [...Buffer.from('the key')], 'text/plain']] },
  ReadAlias: { signature: 'o', body: ['/collection/login'] },
  Get: { signature: 'v', body: [{ signature: 'b', value: false }] },
};
const absent: Answers = { ...service, SearchItems: { signature: 'aoao', body: [[], []] } };
const unknown = { error: 'org.freedesktop.DBus.Error.ServiceUnknown' };
const locked: Answers = { ...absent, Get: { signature: 'v', body: [{ signature: 'b', value: true }] } };

function keychain(answers: Answers, mayAsk = false) {
  bus = startFakeBus(answers);
  return openKeychain({ platform: 'linux', env: bus.env }, ITEM, mayAsk);
}

test('what is there is read, what is absent is null', async () => {
  expect(await keychain(service).read()).toBe('the key');
  bus?.stop();
  expect(await keychain(absent).read()).toBeNull();
});

test('nothing happens before something is wanted', async () => {
  keychain(service);
  await Bun.sleep(10);
  expect(bus?.called).toEqual([]);
});

const hint = (words: string) => expect.stringMatching(new RegExp(`^${words}.*; or set secureStorage to file$`));

test.each([
  ['locked', locked, 'the keyring of this session is locked', 'unlock it'],
  ['silent', {}, 'the keychain of this system did not answer within 3 s', 'log out and in again'],
  [
    'not there',
    { OpenSession: unknown, SearchItems: unknown, ReadAlias: unknown },
    "the keychain of this system is not available: the Secret Service can't be used: no program of this session offers org.freedesktop.secrets",
    'on Linux, start a Secret Service',
  ],
] as [string, Answers, string, string][])(
  'one that is %s is a problem with its own way out',
  async (_name, answers, message, way) => {
    const opened = keychain(answers);
    for (const act of [opened.read, () => opened.write('new'), opened.remove]) {
      expect(await problemOf(act)).toMatchObject({ code: 'storage', message, hint: hint(way) });
    }
  },
);

test('who may not ask never makes a question appear', async () => {
  await problemOf(() => keychain(locked).write('new'));
  expect(bus?.called).not.toContain('Unlock');
  expect(bus?.called).not.toContain('Prompt');
});
