import { exitCodes, exitName, describe as inWords, Problem } from '../../shared/problem.ts';

test('exit codes never change their meaning: scripts and MDM read them', () => {
  expect(exitCodes).toEqual({
    done: 0,
    bug: 1,
    usage: 2,
    configuration: 3,
    signInNeeded: 4,
    signInRefused: 5,
    unreachable: 6,
    awsRefused: 7,
    storage: 8,
    timeout: 9,
  });
});

test.each(Object.entries(exitCodes))('%s is the meaning of %d', (name, code) => {
  expect(exitName(code)).toBe(name);
});

test.each([undefined, 10, -1, 127, 137, 0.5, Number.NaN])('%p is the exit code of a bug', (code) => {
  expect(exitName(code)).toBe('bug');
});

test('a problem carries what happened, what to do and why', () => {
  const cause = new Error('inner');
  expect(new Problem('unreachable', 'what', 'hint', cause)).toMatchObject({
    code: 'unreachable',
    message: 'what',
    hint: 'hint',
    name: 'Problem',
    cause,
  });
});

test("what a problem quotes makes no line of its own, and doesn't fill the screen", () => {
  const problem = new Problem('configuration', 'no profile "a\r\nx: error: \u001b[2J"', `hint\n${'x'.repeat(5000)}`);
  expect(problem.message).toBe('no profile "a x: error: [2J"');
  expect([problem.hint.length, problem.hint.includes('\n')]).toEqual([1003, false]);
});

describe('a failure that we did not foresee is put in one line', () => {
  test.each<[string, unknown, string]>([
    ['an error', new TypeError('x is no function'), 'TypeError: x is no function'],
    ['several lines', new Error('one\n  two\r\n\tthree'), 'Error: one two three'],
    ['a word', 'boom', 'boom'],
    ['nothing', undefined, 'undefined'],
    ['null', null, 'null'],
    ['a number', 42, '42'],
  ])('%s', (_name, thrown, expected) => {
    expect(inWords(thrown)).toBe(expected);
  });

  test.each([
    ['a bearer token', `bedrock-api-key-${'YmVk'.repeat(50)}`],
    ['a SSO token', `aoaAAAAA${'x-Y_'.repeat(50)}:${'z'.repeat(60)}`],
    ['a JSON web token', `eyJ${'a'.repeat(40)}.eyJ${'b'.repeat(40)}.${'c'.repeat(43)}`],
    ['a secret access key', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
    ['a signature in a URL', `https://x.example/?X-Amz-Signature=${'0123456789abcdef'.repeat(4)}`],
    ['a percent-encoded token', `token=${'%2Fab'.repeat(20)}`],
  ])('%s is left out', (_name, secret) => {
    const text = inWords(new Error(`could not send "${secret}" there`));
    expect(text).toContain('[long text]');
    for (let at = 0; at + 30 <= secret.length; at += 10) expect(text).not.toContain(secret.slice(at, at + 30));
  });

  test('and is short, however long it was', () => {
    expect(inWords(new Error('word '.repeat(10_000))).length).toBeLessThanOrEqual(300);
  });

  test('and holds nothing that a terminal would obey', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
    expect(inWords(new Error('a\u001b[2Jb\u0007c\u009bd\0'))).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
  });
});
