import { Harmless } from '../../../client/terminal/harmless.ts';

function shown(pieces: readonly string[]): string {
  const harmless = new Harmless();
  return pieces.map((piece) => harmless.push(piece)).join('') + harmless.end();
}

const ROWS: [string, string, string][] = [
  ['text of any alphabet', 'é 日本 \u{1F600} [31m\n\n', 'é 日本 \u{1F600} [31m\n\n'],
  ['families and other joined pictures', '\u{1F468}\u200D\u{1F469}', '\u{1F468}\u200D\u{1F469}'],
  ['colors', 'a\u001b[31mred\u001b[0mb', 'aredb'],
  ['a wiped screen', 'a\u001b[2J\u001b[Hb', 'ab'],
  ['the title of the window', 'a\u001b]0;root@bank\u0007b', 'ab'],
  ['a link that says something else', '\u001b]8;;http://evil\u001b\\bank\u001b]8;;\u001b\\', 'bank'],
  ['the clipboard', 'a\u001b]52;c;cm0gLXJm\u0007b', 'ab'],
  ['a sequence of one byte', 'a\u009b31mb', 'ab'],
  ['a reset', 'a\u001bcb', 'ab'],
  ['a sequence without an end', 'a\u001b]0;title\nnext', 'a\nnext'],
  ['a sequence that the answer ends in', 'a\u001b[3', 'a'],
  ['bells, backspaces, nulls', 'a\u0007\b\0b\u007f', 'ab'],
  ['the beginning of the line again', 'rm -rf /\rls\r\n', 'rm -rf /ls\n'],
  ['letters that run backwards', 'a\u202Eb\u2066c', 'abc'],
  ['tabs', '\tx', '    x'],
];

test.each(ROWS)('%s', (_name, text, expected) => {
  expect(shown([text])).toBe(expected);
});

test.each(ROWS)('%s, letter by letter', (_name, text, expected) => {
  expect(shown(Array.from(text))).toBe(expected);
});

test('nothing is held back of text that is none', () => {
  const harmless = new Harmless();
  expect(['a', ' b', '\n', 'c'].map((piece) => harmless.push(piece))).toEqual(['a', ' b', '\n', 'c']);
});

test('a sequence that never ends does not hold back the answer', () => {
  const harmless = new Harmless();
  expect(harmless.push(`\u001b[${'1'.repeat(300)}`)).not.toContain('\u001b');
  expect(harmless.push('text')).toBe('text');
});
