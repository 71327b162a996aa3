import { checkOptions } from '../../launcher/options.ts';
import { signedIn } from '../person.ts';
import { problemOf } from '../shared/world.ts';
import { onStage } from '../stage.ts';

const MODES = ['no-open', 'status', 'sign-in', 'sign-out', 'refresh', 'renew', 'background'];
const given = (...options: string[]) => Object.fromEntries(options.map((option) => [option, true]));

const pairs = MODES.flatMap((one, index) => MODES.slice(index + 1).map((other) => [one, other] as const));
test.each<readonly [string, string]>([
  ...pairs.filter((pair) => pair.join() !== 'no-open,sign-in'),
  ...['sign-out', 'refresh', 'renew', 'background'].map((mode) => [mode, 'json'] as const),
  ['background', 'profile'] as const,
])('--%s and --%s exclude each other', async (one, other) => {
  expect(await problemOf(() => checkOptions(given(one, other)))).toMatchObject({
    code: 'usage',
    message: `--${one} and --${other} exclude each other`,
  });
});

test.each([
  [[]],
  [['no-open', 'sign-in', 'json', 'profile']],
  [['status', 'json', 'profile']],
  [['sign-out', 'profile']],
  [['refresh', 'profile']],
  [['renew', 'profile']],
  [['background']],
])('%j go together', (options) => {
  expect(() => checkOptions(given(...options))).not.toThrow();
});

test('--jitter belongs to --renew, and is a number', async () => {
  expect(() => checkOptions({ renew: true, jitter: '180' })).not.toThrow();
  for (const wrong of [{ jitter: '180' }, { status: true, jitter: '1' }, { renew: true, jitter: 'soon' }]) {
    const { code, message } = await problemOf(() => checkOptions(wrong));
    expect([code, message]).toEqual(['usage', expect.stringContaining('--jitter')]);
  }
});

const stage = onStage({});

test('who asks for the status and a sign-out stays signed in', async () => {
  await signedIn(stage.person, stage.fake);
  const before = stage.person.files('.aws');
  expect(await stage.person.run('bedrock-launcher', ['--status', '--sign-out'])).toEqual({
    exitCode: 2,
    stdout: '',
    stderr:
      'bedrock-launcher: error: --status and --sign-out exclude each other\nbedrock-launcher: hint: choose one of them',
  });
  expect(stage.fake.calls).toEqual([]);
  expect(stage.person.files('.aws')).toEqual(before);
});
