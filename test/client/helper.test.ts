import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { helperOf } from '../../client/helper.ts';
import { effectiveConfig } from '../../shared/policy/config.ts';
import { Settings } from '../../shared/policy/settings.ts';
import { newWorld, problemOf, type World } from '../shared/world.ts';

describe('a helper is run', () => {
  let world: World;
  let clock: number;

  beforeEach(() => {
    clock = 0;
    world = newWorld({ now: () => clock, wall: () => clock });
  });
  afterEach(() => world.leave());

  /** A helper that is a shell script, with its own note of every run. */
  function helper(script: string, settings: object = {}) {
    const path = join(world.home, 'helper.sh');
    writeFileSync(path, `#!/bin/sh\necho "$# $CLAUDE_HELPER_CONTEXT" >> "${world.home}/runs"\n${script}\n`);
    chmodSync(path, 0o755);
    return helperAt(path, settings);
  }

  function helperAt(path: string, settings: object = {}) {
    const values = { inferenceCredentialHelper: path, ...settings };
    return helperOf(world, effectiveConfig(new Settings([{ place: 'here', values }], []), {}));
  }

  const runs = () =>
    existsSync(join(world.home, 'runs')) ? readFileSync(join(world.home, 'runs'), 'utf8').trim().split('\n') : [];

  test.each(['interactive', 'mid-session-refresh'] as const)(
    'without arguments and with its context: %s',
    async (context) => {
      const { token } = await helper('echo the-token').credential(context);
      expect([token.reveal(), runs()]).toEqual(['the-token', [`0 ${context}`]]);
    },
  );

  test('with nothing to read on stdin', async () => {
    expect((await helper('cat; echo token').credential('interactive')).token.reveal()).toBe('token');
  });

  test('once in the time that its token lives', async () => {
    const one = helper('echo "token-$(wc -l < "$(dirname "$0")/runs" | tr -d " ")"', {
      inferenceCredentialHelperTtlSec: 60,
    });
    const next = async (now: number) => {
      clock = now;
      return (await one.credential('interactive')).token.reveal();
    };
    expect([await next(0), await next(59_999), await next(60_000)]).toEqual(['token-1', 'token-1', 'token-2']);
    one.forget();
    expect(await next(60_000)).toBe('token-3');
  });

  test.each<[string, string, string, RegExp]>([
    ['3', 'exit 3', 'configuration', /failed with exit code 3/],
    ['4', 'echo token; exit 4', 'signInNeeded', /failed with exit code 4/],
    ['5', 'exit 5', 'signInRefused', /failed with exit code 5/],
    ['6', 'exit 6', 'unreachable', /failed with exit code 6/],
    ['1', 'exit 1', 'configuration', /failed with exit code 1/],
    ['42', 'exit 42', 'configuration', /failed with exit code 42/],
    [
      '127, of a shell',
      'no-such-program',
      'configuration',
      /failed with exit code 127 \(a program that it calls is not/,
    ],
    ['none, as it was killed', 'kill -9 $$', 'configuration', /was killed by SIGKILL before it gave a token/],
  ])('and its exit code is told: %s', async (_name, script, code, message) => {
    expect(await problemOf(() => helper(script).credential('interactive'))).toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  test('and its flood is cut off', async () => {
    expect(
      await problemOf(() => helper('while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done').credential('interactive')),
    ).toMatchObject({
      code: 'configuration',
      message: expect.stringContaining('printed more than a token'),
    });
  });

  test.each([
    ['is missing', '/no/such/helper', "can't be started (ENOENT): no such file can be seen"],
    ['has arguments', '/bin/echo token', "can't be started (ENOENT): it is /bin/echo with arguments"],
    ['is a folder', '/tmp', 'is a folder, not a program'],
  ])('and a path that %s is named', async (_name, path, what) => {
    expect(await problemOf(() => helperAt(path).credential('interactive'))).toMatchObject({
      code: 'configuration',
      message: `${path}: ${what}`,
    });
  });

  test('and a file that is no program is named', async () => {
    const path = join(world.home, 'no-program');
    writeFileSync(path, '\0\x01');
    chmodSync(path, 0o755);
    expect(await problemOf(() => helperAt(path).credential('interactive'))).toMatchObject({
      code: 'configuration',
      message: expect.stringContaining(path),
    });
  });

  test('and its time limit holds, also when what it started lives on', async () => {
    const script = '(sleep 6; touch "$(dirname "$0")/ended") & wait';
    const limited = helper(script, { inferenceCredentialHelperTimeoutSec: 1 });
    const problem = await problemOf(() => limited.credential('interactive'));
    expect(problem).toMatchObject({ code: 'timeout', message: expect.stringContaining('no answer within 1 s') });
    expect(existsSync(join(world.home, 'ended'))).toBe(false);
  });

  test('and a token counts though the helper left something running with its stdout', async () => {
    const limited = helper('sleep 5 & echo the-token', { inferenceCredentialHelperTimeoutSec: 2 });
    expect((await limited.credential('interactive')).token.reveal()).toBe('the-token');
  });
});
