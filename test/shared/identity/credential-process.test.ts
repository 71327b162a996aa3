import { processCredentials } from '../../../shared/identity/credential-process.ts';
import { Problem } from '../../../shared/problem.ts';
import { forever, problemOf } from '../world.ts';

const NOW = Date.parse('2026-11-24T12:00:00Z');
const ANSWER = { Version: 1, AccessKeyId: 'ASIAANA', SecretAccessKey: 'a-secret', SessionToken: 'a-token' };

const host = (env: Record<string, string> = {}) => ({
  platform: 'linux' as const,
  env: { PATH: process.env['PATH'], ...env },
  now: () => NOW,
});
const source = (command: string) => ({ profile: 'it', file: '/home/ana/.aws/config', command });
const printing = (answer: object | string) =>
  `printf %s '${typeof answer === 'string' ? answer : JSON.stringify(answer)}'`;
const run = (command: string, env: Record<string, string> = {}, signal = forever()) =>
  processCredentials(host(env), source(command), signal);

test.each([
  ['2026-11-24T13:00:00Z', 3600],
  ['2026-11-24T13:00:00.123Z', 3600.123],
  ['2026-11-24T13:00:00.123456+00:00', 3600.123],
  ['2026-11-24T15:00:00+02:00', 3600],
  [null, undefined],
  [undefined, undefined],
])('credentials that end at %s', async (Expiration, seconds) => {
  const found = await run(printing({ ...ANSWER, Expiration }));
  expect(found.accessKeyId).toBe('ASIAANA');
  expect([found.secretAccessKey.reveal(), found.sessionToken?.reveal()]).toEqual(['a-secret', 'a-token']);
  expect(found.expiresAt).toBe(seconds === undefined ? undefined : NOW + seconds * 1000);
});

test.each(['tomorrow', '2026-11-24', '2026-11-24T13:00:00', '1', '', 1_800_000_000, '2026-13-44T13:00:00Z'])(
  '%j is no end',
  async (Expiration) => {
    const problem = await problemOf(() => run(printing({ ...ANSWER, Expiration })));
    expect(problem.message).toBe(
      '/home/ana/.aws/config: the credential_process of profile it printed credentials without a proper Expiration',
    );
  },
);

test.each([
  ['without a session token', { ...ANSWER, SessionToken: undefined }],
  ['with an empty session token', { ...ANSWER, SessionToken: '' }],
])('permanent keys: %s', async (_what, answer) => {
  expect((await run(printing(answer))).sessionToken).toBeUndefined();
});

test('what it prints may have a byte order mark, line ends and fields of others', async () => {
  const text = `\uFEFF\n${JSON.stringify({ ...ANSWER, AccountId: '1' }, null, 2)}\n`;
  expect((await run(printing(text))).accessKeyId).toBe('ASIAANA');
});

describe('a process that asks for its own profile', () => {
  test('is told for which profiles we ask', async () => {
    const answer = JSON.stringify({ ...ANSWER, AccessKeyId: 'KEY' }).replace('KEY', '%s');
    const command = `sh -c "printf '${answer.replaceAll('"', '\\"')}' $(echo $BEDROCK_LAUNCHER_RESOLVING | tr ' ' ,)"`;
    expect((await run(command, { BEDROCK_LAUNCHER_RESOLVING: 'other' })).accessKeyId).toBe('other,it');
  });

  test('is not run', async () => {
    const problem = await problemOf(() => run('/no/such/program', { BEDROCK_LAUNCHER_RESOLVING: 'other\nit' }));
    expect(problem.message).toBe('the credential_process of profile it asks for profile it again');
  });
});

test('the end of its caller is what happened', async () => {
  const late = new Problem('timeout', 'no credential within 1 s', 'try again');
  const ending = new AbortController();
  setTimeout(() => ending.abort(late), 50);
  expect(await problemOf(() => run('sleep 60', {}, ending.signal))).toBe(late);
});

test('a batch file of Windows gets no word that cmd.exe would change', async () => {
  const onWindows = { ...host(), platform: 'win32' as const };
  const asked = () => processCredentials(onWindows, source('C:\\x.cmd %PATH%'), forever());
  expect((await problemOf(asked)).message).toContain('gives a batch file what cmd.exe would change');
});
