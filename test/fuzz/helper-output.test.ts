import fc from 'fast-check';
import { readHelperOutput } from '../../shared/token/helper-output.ts';
import { fieldsOf, mutated, oddText, outcomeOf, PLANTED, property } from './run.ts';

const PATH = '/opt/helper';

/** What no helper may set: it would be another call than ours. */
const CALLS_OWN = ['host', 'authorization', 'connection', 'content-length', 'content-type', 'transfer-encoding'];

const word = fc.string({ unit: fc.constantFrom(...'abcXYZ019+/=._-~!{}"'), minLength: 1 });
const space = fc.string({ unit: fc.constantFrom(' ', '\n', '\r', '\t'), maxLength: 3 });
const headerName = fc.oneof(
  fc.constantFrom('X-Team', 'x-a_b.c', ...CALLS_OWN, 'Host', 'X-Amz-Date', 'AUTHORIZATION', 'x-amz-security-token'),
  fc.constantFrom('Content-Type ', 'Host:', 'X-Team\r\nHost', '__proto__', 'constructor', ''),
  oddText,
);
const headers = fc.dictionary(headerName, fc.oneof(word, oddText, fc.constantFrom('', 'a b')), { maxKeys: 2 });
const whole = fc
  .record(
    { token: fc.oneof({ weight: 3, arbitrary: word }, oddText), headers, expiresAt: fc.string() },
    { requiredKeys: ['token'] },
  )
  .map((value) => JSON.stringify(value));
/** JSON can say what an object literal can't: a name twice, and __proto__ as a name of its own. */
const spelled = fc
  .tuple(
    word.filter((text) => !text.includes('"')),
    headerName,
    word.filter((text) => !text.includes('"')),
  )
  .map(([token, name, value]) => `{"token":"${token}","headers":{${JSON.stringify(name)}:"${value}"}}`);
const printed = fc.oneof(
  fc.tuple(space, word, space).map((parts) => parts.join('')),
  fc.tuple(space, whole, space).map((parts) => parts.join('')),
  spelled,
  mutated(whole),
  mutated(word),
  oddText,
);

property(
  'whatever a helper prints is its token, or a Problem',
  ['token', 'document', 'refused'],
  [printed],
  async (stdout) => {
    const outcome = await outcomeOf(() => readHelperOutput(PATH, stdout));
    if (outcome instanceof Error) {
      expect(outcome).toMatchObject({ code: 'configuration', message: expect.stringContaining(`${PATH}: `) });
      return 'refused';
    }
    const { token, headers: given } = outcome.value;
    // What goes into a header: one word of ASCII that can be seen.
    expect([...token.reveal()].every((letter) => letter > ' ' && letter < '\u007f')).toBe(true);
    expect(token.reveal()).not.toBe('');
    if (token.reveal() === stdout.trim()) {
      expect(stdout.trim().startsWith('{')).toBe(false);
      expect(given).toEqual({});
      return 'token';
    }
    const said = JSON.parse(stdout);
    expect(Object.keys(said).filter((name) => name !== 'token' && name !== 'headers')).toEqual([]);
    expect(token.reveal()).toBe(said.token);
    expect(given).toEqual(fieldsOf(said.headers));
    for (const [name, value] of Object.entries(given)) {
      expect(CALLS_OWN).not.toContain(name.toLowerCase());
      expect(name.toLowerCase().startsWith('x-amz-')).toBe(false);
      // The runtime's own judgement of what a header is.
      expect([...new Headers({ [name]: value })]).toHaveLength(1);
      expect(/[^ -~]/.test(name + value)).toBe(false);
    }
    return 'document';
  },
);

property('a word is that word, however it is wrapped', ['token'], [space, word, space], (before, text, after) => {
  // A document, a token in quotes and NAME=value are no token, though they are one word.
  fc.pre(!/^\{|^".*"$|^[A-Z][A-Z0-9]*_[A-Z0-9_]*=/.test(text));
  expect(readHelperOutput(PATH, before + text + after).token.reveal()).toBe(text);
  return 'token';
});

property(
  'two words are never a token',
  ['refused'],
  [word, fc.constantFrom(' ', '\n', '\t', '\0'), word],
  async (one, gap, other) => {
    const outcome = await outcomeOf(() => readHelperOutput(PATH, `${one}${gap}${other}`));
    expect(outcome).toBeInstanceOf(Error);
    return 'refused';
  },
);

property(
  'a secret is never repeated',
  ['refused'],
  [
    fc.oneof(
      mutated(fc.constantFrom(`${PLANTED} `, `{"token":"${PLANTED}"`)),
      oddText.map((text) => `${PLANTED} ${text} x`),
    ),
  ],
  async (stdout) => {
    fc.pre(/\S\s+\S/.test(stdout) || stdout.startsWith('{'));
    await outcomeOf(() => readHelperOutput(PATH, stdout));
    return 'refused';
  },
);
