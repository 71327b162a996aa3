import { join } from 'node:path';
import { sessionKey } from '../../shared/identity/session.ts';
import { MODEL } from '../person.ts';
import { CONSENT, type FakeBus, startFakeBus } from '../shared/vault/fake-bus.ts';
import { onStage } from '../stage.ts';

const START_URL = 'https://example.awsapps.com/start';

const stage = onStage(
  { decision: 'approve' },
  {
    inferenceBedrockRegion: 'us-east-1',
    inferenceModels: [MODEL],
    ssoStartUrl: START_URL,
    ssoRegion: 'us-east-1',
    ssoAccountId: '111122223333',
    ssoRoleName: 'BedrockUser',
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
    const key = sessionKey({ startUrl: START_URL, region: 'us-east-1', scopes: [] }, 'toolkit');
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
