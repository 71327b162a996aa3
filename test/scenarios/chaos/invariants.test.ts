import { chmodSync, mkdirSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Call } from '../../fake-aws/calls.ts';
import { newPerson, type Person } from '../../person.ts';
import type { Run } from './crowd.ts';
import { Findings, type Invariant } from './findings.ts';
import { checkFiles, checkModes } from './home.ts';
import { judge } from './judge.ts';
import { checkPages, type Page } from './pages.ts';
import { processesOf } from './processes.ts';
import { Refreshes } from './refreshes.ts';
import { FINE, type Weather } from './weather.ts';

// The chaos test proves nothing unless each of its invariants can break: here each of them does.

let findings: Findings;

beforeEach(() => {
  findings = new Findings();
});

const broken = () => findings.breaches.map(({ invariant }) => invariant);

const START = Date.UTC(2026, 0, 1, 12, 0, 0);

/** A line as the helper prints it: signed at noon, for so many seconds. */
function tokenLine(seconds: number): string {
  const url = `bedrock.amazonaws.com/?Action=CallWithBearerToken&X-Amz-Date=20260101T120000Z&X-Amz-Expires=${seconds}&Version=1`;
  return `bedrock-api-key-${btoa(url)}\n`;
}

const served: Run = {
  id: '1',
  program: 'bedrock-credential-helper',
  context: 'background',
  startedAt: START,
  endedAt: START + 1000,
  printedAt: START + 900,
  killedAt: undefined,
  exitCode: 0,
  stdout: tokenLine(43_200),
  stderr: '',
};

const refused: Run = {
  ...served,
  exitCode: 4,
  stdout: '',
  printedAt: undefined,
  stderr: 'bedrock-credential-helper: error: the AWS sign-in of profile work has ended\n',
};

const launched: Run = { ...refused, program: 'bedrock-launcher', exitCode: 0, stderr: 'bedrock-launcher: signed in\n' };

describe('one process', () => {
  test.each<[string, Run, Invariant[], Partial<Weather>?, boolean?]>([
    ['served', served, []],
    ['refused, and it could not be helped', refused, [], {}, false],
    ['refused without a cause', refused, ['answer']],
    ['a launcher that has signed in', launched, []],
    ['killed', { ...refused, exitCode: null, killedAt: START, stderr: '' }, []],
    ['killed after a token that is short', { ...served, stdout: tokenLine(60), killedAt: START }, ['life']],
    ['a token that is 6 s short', { ...served, stdout: tokenLine(3600 + 300 - 6) }, ['life']],
    ['a token with all that the role can give', { ...served, stdout: tokenLine(895) }, [], { roleSeconds: 900 }],
    ['a token with less than that', { ...served, stdout: tokenLine(880) }, ['life'], { roleSeconds: 900 }],
    ['a bug', { ...refused, exitCode: 1 }, ['exitCode'], {}, false],
    ['an unknown exit code', { ...refused, exitCode: 137 }, ['exitCode'], {}, false],
    ['a token with a code of failure', { ...served, exitCode: 6 }, ['exitCode'], {}, false],
    ['a success without a token', { ...refused, exitCode: 0 }, ['exitCode']],
    ['a banner', { ...refused, stdout: 'hello\n', printedAt: START }, ['stdout', 'exitCode'], {}, false],
    ['two tokens', { ...served, stdout: served.stdout + served.stdout }, ['stdout']],
    ['a launcher that prints', { ...launched, stdout: served.stdout }, ['stdout']],
    ['words without a name', { ...refused, stderr: 'oops\n' }, ['stderr'], {}, false],
    ['a stack', { ...refused, stderr: `${refused.stderr}    at main (main.ts:1:1)\n` }, ['stderr'], {}, false],
    ['a secret', { ...refused, stderr: 'bedrock-credential-helper: error: aoaAAAAAx\n' }, ['stderr'], {}, false],
    ['out of time, in time', { ...refused, exitCode: 9, endedAt: START + 57_500 }, []],
    ['out of time too early', { ...refused, exitCode: 9, endedAt: START + 20_000 }, ['answer']],
    ['too late', { ...served, endedAt: START + 73_000 }, ['budget']],
    ['too late between two turns', { ...served, context: 'mid-session-refresh', endedAt: START + 33_000 }, ['budget']],
    ['a launcher that hangs', { ...launched, endedAt: START + 400_000 }, ['budget']],
  ])('%s', (_, run, expected, weather = {}, mustAnswer = true) => {
    judge(findings, run, { ...FINE, ...weather }, mustAnswer);
    expect(broken()).toEqual(expected);
  });

  test('while AWS is in trouble a shorter token will do, if it says so', () => {
    const trouble = { ...FINE, troubles: [{ operation: '*', fault: 'reset' as const, from: 0, until: 1 }] };
    const short = { ...served, stdout: tokenLine(600) };
    judge(
      findings,
      { ...short, stderr: 'bedrock-credential-helper: warning: the token lives 600 s\n' },
      trouble,
      false,
    );
    expect(broken()).toEqual([]);
    judge(findings, short, trouble, false);
    expect(broken()).toEqual(['life']);
  });
});

describe('pages', () => {
  const page = (run: string, openedAt: number, closedAt: number): Page => ({ run, openedAt, closedAt });
  const killedAt = (at: number) => new Map([['1', { ...launched, killedAt: at }]]);

  test.each<[string, Page[], number, number, ReadonlyMap<string, Run>, Invariant[]]>([
    ['one', [page('1', 0, 9)], 1, 1, new Map(), []],
    ['one without an ended session', [page('1', 0, 9)], 1, 0, new Map(), ['pages']],
    ['two, one after the other', [page('1', 0, 9), page('2', 10, 19)], 2, 1, new Map(), ['pages']],
    ['two at once', [page('1', 0, 9), page('2', 5, 19)], 2, 2, new Map(), ['onePage']],
    ['one that never closed and another', [page('1', 0, Infinity), page('2', 9, 19)], 2, 2, new Map(), ['onePage']],
    ['one of a killed launcher and another', [page('1', 0, 9), page('2', 5, 19)], 2, 1, killedAt(4), []],
    ['another before the launcher was killed', [page('1', 0, 9), page('2', 3, 19)], 2, 1, killedAt(4), ['onePage']],
    ['the address opened by other means', [], 1, 0, new Map(), ['pages']],
  ])('%s', (_, pages, authorized, allowed, killed, expected) => {
    checkPages(findings, pages, authorized, allowed, killed);
    expect(broken()).toEqual(expected);
  });
});

describe('refresh tokens', () => {
  const ours = (status: number): Call => call('aws-sdk-js', status);
  const theirs = (status: number): Call => call('aws-cli', status);
  const call = (agent: string, status: number): Call => ({
    ...{ at: START, operation: 'CreateToken', method: 'POST', path: '/token', refreshTokenHash: 'a' },
    agent,
    status,
  });

  test.each<[string, Call[], Invariant[], number]>([
    ['spent once', [ours(200)], [], 0],
    ['spent twice by us', [ours(200), ours(400)], ['refresh'], 0],
    ['dead, and tried by many', [ours(400), ours(400)], [], 0],
    ['spent by the AWS CLI, then by us', [theirs(200), ours(400)], [], 1],
    ['spent by us, then by the AWS CLI', [ours(200), theirs(400)], [], 0],
    ['spent twice by us, and tried by the AWS CLI', [ours(200), ours(400), theirs(400)], ['refresh'], 0],
  ])('%s', (_, calls, expected, collisions) => {
    const refreshes = new Refreshes();
    refreshes.check(findings, calls);
    refreshes.check(findings, calls);
    expect(broken()).toEqual(expected);
    expect(refreshes.collisions).toBe(collisions);
  });
});

describe('the home folder', () => {
  let person: Person;
  const state = '.local/state/bedrock-launcher';

  beforeEach(() => {
    person = newPerson();
  });
  afterEach(() => person.leave());

  test.each<[string, string, string, Invariant[]]>([
    ['a record', `${state}/sign-in/a.json`, '{}', []],
    ['half of one', `${state}/sign-in/a.json`, '{"a":', ['files']],
    ['half of a session', '.aws/sso/cache/a.json', '', ['files']],
    ['what was set aside', `${state}/vault/a.sealed.corrupt-1`, '', ['files']],
    ['a temporary file', `${state}/vault/a.sealed.12345`, '', []],
    ['of another program', '.config/other/a.json', '{', []],
  ])('%s', (_, path, content, expected) => {
    person.write(path, content);
    checkFiles(findings, person);
    expect(broken()).toEqual(expected);
  });

  test('six temporary files are a pile', () => {
    for (const number of [1, 2, 3, 4, 5, 6]) person.write(`.aws/sso/cache/a.json.${number}2345`, '');
    expect(checkFiles(findings, person)).toBe(6);
    expect(broken()).toEqual(['leftovers']);
  });

  test('a file and a folder that others can read', () => {
    const file = person.write(`${state}/key`, '');
    for (const path of [file, dirname(file)]) chmodSync(path, path === file ? 0o600 : 0o700);
    checkModes(findings, person);
    expect(broken()).toEqual([]);
    chmodSync(file, 0o640);
    chmodSync(dirname(file), 0o701);
    checkModes(findings, person);
    expect(broken()).toEqual(['modes', 'modes']);
  });

  test('a process that lives on in it is found', async () => {
    const program = join(person.home, 'program');
    mkdirSync(dirname(program), { recursive: true });
    symlinkSync('/bin/sleep', program);
    const child = Bun.spawn([program, '60'], { env: person.env });
    expect(processesOf(person.home)).toEqual([{ pid: child.pid, command: `${program} 60` }]);
    child.kill('SIGKILL');
    await child.exited;
    expect(processesOf(person.home)).toEqual([]);
  });
});
