import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { helperOf } from '../../client/helper.ts';
import { effectiveConfig } from '../../shared/policy/config.ts';
import { Settings } from '../../shared/policy/settings.ts';
import { readHelperOutput } from '../../shared/token/helper-output.ts';
import { newWorld, problemOf, type World } from '../shared/world.ts';

const PATH = '/opt/helper';
const read = (stdout: string) => {
  const { token, headers } = readHelperOutput(PATH, stdout);
  return { token: token.reveal(), headers };
};

describe('a helper may print', () => {
  test.each<[string, string, string, Record<string, string>]>([
    ['a token', 'bedrock-api-key-YQ==', 'bedrock-api-key-YQ==', {}],
    ['a token and a line end', 'token\n', 'token', {}],
    ['a token and a Windows line end', '  token\r\n', 'token', {}],
    ['the longest token that there is', 'x'.repeat(16_384), 'x'.repeat(16_384), {}],
    ['a document', '{"token":"t"}', 't', {}],
    [
      'a document with headers',
      '{"token":"t","headers":{"X-Team":"blue","x-empty":""}}',
      't',
      { 'X-Team': 'blue', 'x-empty': '' },
    ],
    ['a document over several lines', '\n{\n  "token": "t"\n}\n', 't', {}],
  ])('%s', (_name, stdout, token, headers) => {
    expect(read(stdout)).toEqual({ token, headers });
  });
});

describe('a helper may not print', () => {
  test.each<[string, string, RegExp]>([
    ['nothing', '', /printed nothing/],
    ['a line end alone', '\r\n', /printed nothing/],
    ['a banner before its token', 'Welcome to Corp!\ntoken', /more than one word of plain text/],
    ['a token and a remark', 'token # fresh', /more than one word of plain text/],
    ['two tokens', 'one\ntwo', /more than one word of plain text/],
    ['a NUL', 'to\0ken', /more than one word of plain text/],
    ['an escape', '\u001b[32mtoken\u001b[0m', /more than one word of plain text/],
    ['letters of other alphabets', 'tökén', /more than one word of plain text/],
    ['an endless token', 'x'.repeat(16_385), /printed more than 16384 characters/],
    ['an AWS credential', '{"Version":1,"AccessKeyId":"A","SecretAccessKey":"S"}', /printed credential_process JSON/],
    ['half a document', '{"token":"t"', /printed JSON that is not/],
    ['two documents', '{"token":"t"}{"token":"u"}', /printed JSON that is not/],
    ['a document and a remark', '{"token":"t"} ok', /printed JSON that is not/],
    ['an empty document', '{}', /printed JSON that is not/],
    ['an empty token', '{"token":""}', /printed JSON that is not/],
    ['a token of two words', '{"token":"a b"}', /printed JSON that is not/],
    ['a token with a line break', '{"token":"a\\r\\nX-Evil: 1"}', /printed JSON that is not/],
    ['a number for a token', '{"token":5}', /printed JSON that is not/],
    [
      'an expiry, which the app does not know',
      '{"token":"t","expiresAt":"2030-01-01T00:00:00Z"}',
      /printed JSON that is not/,
    ],
    ['a header with a line break', '{"token":"t","headers":{"X-A":"b\\r\\nX-Evil: 1"}}', /printed JSON that is not/],
    ['a header name with a line break', '{"token":"t","headers":{"X-A\\r\\nX-Evil":"b"}}', /printed JSON that is not/],
    ['a header that is no text', '{"token":"t","headers":{"X-A":5}}', /printed JSON that is not/],
    ['a list of headers', '{"token":"t","headers":["X-A: b"]}', /printed JSON that is not/],
    ['a header with a NUL', '{"token":"t","headers":{"X-A":"a\\u0000b"}}', /printed JSON that is not/],
  ])('%s', async (_name, stdout, message) => {
    const problem = await problemOf(() => read(stdout));
    expect(problem).toMatchObject({ code: 'configuration', message: expect.stringMatching(message) });
    expect(problem.message.startsWith(`${PATH}: `)).toBe(true);
  });
});

test('what it printed is never repeated', async () => {
  for (const stdout of ['hunter2 hunter2', '{"token":"hunter2","x":1}', '{hunter2']) {
    const { message, hint } = await problemOf(() => read(stdout));
    expect(message + hint).not.toContain('hunter2');
  }
});

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
    ['none, as it was killed', 'kill -9 $$', 'configuration', /failed with exit code none/],
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
    ['is missing', '/no/such/helper', 'ENOENT'],
    ['has arguments', '/bin/echo token', 'ENOENT'],
    ['is a folder', '/tmp', 'EACCES'],
  ])('and a path that %s is named', async (_name, path, code) => {
    expect(await problemOf(() => helperAt(path).credential('interactive'))).toMatchObject({
      code: 'configuration',
      message: `${path}: can't be started (${code})`,
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
