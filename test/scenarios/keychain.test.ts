import { join } from 'node:path';
import { sessionKey } from '../../shared/identity/session.ts';
import { MODEL, ROLE, signedIn, workSettings } from '../person.ts';
import { type Answers, CONSENT, type FakeBus, startFakeBus } from '../shared/vault/fake-bus.ts';
import { onStage } from '../stage.ts';

const stage = onStage(
  { decision: 'approve' },
  {
    inferenceBedrockRegion: 'us-east-1',
    inferenceModels: [MODEL],
    ...ROLE,
  },
);

let bus: FakeBus;
afterEach(() => bus.stop());

const STALLED = /error: the keychain of this system did not answer within 3 s\n.*hint: log out.*secureStorage to file/;
const SENSELESS =
  /error: the keychain of this system is not available: .*makes no sense\n.*hint: .*secureStorage to file/;

const buses: [string, () => FakeBus, RegExp][] = [
  ['accepts and never answers', () => startFakeBus({}, ''), STALLED],
  ['lets us in and is silent then', () => startFakeBus({}), STALLED],
  ['sends half a message', () => startFakeBus({}, `${CONSENT}l\x02\x00`), STALLED],
  ['speaks another protocol', () => startFakeBus({}, 'HTTP/1.1 400 Bad Request\r\n\r\n'), SENSELESS],
  ['sends garbage for messages', () => startFakeBus({}, `${CONSENT}${'garbage'.repeat(100)}`), SENSELESS],
  ['announces a huge message', () => startFakeBus({}, `${CONSENT}l\x02\x00\x01${'\x7f'.repeat(12)}`), SENSELESS],
];

describe.each(buses)('a session bus that %s', (_name, start, words) => {
  beforeEach(() => {
    bus = start();
  });

  test('the launcher ends with exit code 8 before any page', async () => {
    const done = await stage.person.run('bedrock-launcher', ['--no-open'], { env: bus.env });
    expect({ exitCode: done.exitCode, stdout: done.stdout }).toEqual({ exitCode: 8, stdout: '' });
    expect(done.stderr).toMatch(words);
    expect(stage.person.opened()).toEqual([]);
  });

  test('the helper ends with exit code 8, and what the vault holds stays', async () => {
    const key = sessionKey({ startUrl: ROLE.ssoStartUrl, region: 'us-east-1', scopes: [] }, 'toolkit');
    const vault = join('.local', 'state', 'bedrock-launcher', 'vault');
    stage.person.write(
      join(vault, `session-${key}.sealed`),
      `BLV1k\0\0${'sealed by the key that nobody gives'.repeat(2)}`,
    );
    const before = stage.person.files(vault);
    const done = await stage.person.run('bedrock-credential-helper', [], { env: bus.env });
    expect({ exitCode: done.exitCode, stdout: done.stdout }).toEqual({ exitCode: 8, stdout: '' });
    expect(done.stderr).toMatch(words);
    expect(stage.person.files(vault)).toEqual(before);
  });
});

/** Nothing is there, all is open, and whoever wants to write waits for ever. */
const stalledWrites: Answers = {
  Hello: { signature: 's', body: [':1.1'] },
  OpenSession: { signature: 'vo', body: [{ signature: 's', value: '' }, '/session/s1'] },
  SearchItems: { signature: 'aoao', body: [[], []] },
  ReadAlias: { signature: 'o', body: ['/collection/login'] },
  Get: { signature: 'v', body: [{ signature: 'b', value: false }] },
  CreateItem: 'silence',
};

describe('a Secret Service that reads but stalls on writes', () => {
  beforeEach(() => {
    bus = startFakeBus(stalledWrites);
  });

  test('a profile needs none: the helper prints its token all the same', async () => {
    stage.person.write('settings.json', workSettings());
    await signedIn(stage.person, stage.fake);
    const env = { ...bus.env, CLAUDE_HELPER_CONTEXT: 'background' };
    const done = await stage.person.run('bedrock-credential-helper', [], { env });
    expect(done).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^bedrock-api-key-/) });
    expect(bus.called).toContain('CreateItem');
  });

  test('a toolkit session needs one: the launcher ends with exit code 8 before any page', async () => {
    const done = await stage.person.run('bedrock-launcher', ['--no-open'], { env: bus.env });
    expect(done).toMatchObject({ exitCode: 8, stderr: expect.stringMatching(STALLED) });
    expect(stage.person.opened()).toEqual([]);
  });
});
