import { batchLine, wordsOf } from '../../shared/command-line.ts';
import { posixRows, windowsRows } from '../vectors/command-lines.ts';

test.each(posixRows)('%j on linux and macOS', (text, words) => {
  expect(wordsOf('linux', text)).toEqual(words);
  expect(wordsOf('darwin', text)).toEqual(words);
});

test.each(windowsRows)('%j on Windows', (text, words) => {
  expect(wordsOf('win32', text)).toEqual(words);
});

test('a long line without an end costs no time', () => {
  expect(wordsOf('linux', `${'a'.repeat(500_000)}'${'\\\\'.repeat(200_000)}`)).toBeUndefined();
  expect(wordsOf('win32', `${'\\'.repeat(500_000)}"`)).toBeUndefined();
});

test.each([
  [['C:\\a b\\x.cmd', 'c & d'], '""C:\\a b\\x.cmd" "c & d""'],
  [['x.cmd', '%PATH%'], undefined],
  [['x.cmd', 'a"b'], undefined],
])('%j for cmd.exe', (words, line) => {
  expect(batchLine(words)).toBe(line);
});
