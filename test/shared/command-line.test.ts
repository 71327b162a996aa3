import { batchLine, startable, wordsOf } from '../../shared/command-line.ts';
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

test.each([
  ['win32', ['C:\\aws.CMD', '--profile', 'a&b'], ['cmd.exe', '/d', '/s', '/c', '""C:\\aws.CMD" "--profile" "a&b""']],
  ['win32', ['x.bat'], ['cmd.exe', '/d', '/s', '/c', '""x.bat""']],
  ['win32', ['C:\\aws.exe', '%A%'], ['C:\\aws.exe', '%A%']],
  ['linux', ['aws.cmd', '"'], ['aws.cmd', '"']],
] as const)('on %s %j is started as %j', (platform, [program, ...args], words) => {
  const start = startable(platform, [program, ...args]);
  expect(start).toEqual({ words, verbatim: words[0] === 'cmd.exe' });
});

test('what cmd.exe would change is not started', () => {
  expect(startable('win32', ['aws.cmd', '%A%'])).toBeUndefined();
});
