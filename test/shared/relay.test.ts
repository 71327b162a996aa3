import { relay } from '../../shared/relay.ts';

function heard(pieces: string[]): { told: string[]; all: string } {
  const told: string[] = [];
  const voice = relay((line) => told.push(line));
  pieces.forEach(voice.hear);
  return { told, all: voice.end() };
}

test.each<[string, string[], string[]]>([
  ['lines', ['a\nb\n'], ['a', 'b']],
  ['a line that comes in pieces', ['a', 'b', '\nc'], ['ab', 'c']],
  ['no empty lines', ['a\r\n\r\n \n\nb\n'], ['a', 'b']],
  ['no colours and titles', ['\u001b[31mred\u001b[0m \u001b]0;title\u0007x\n'], ['red x']],
  ['nothing that moves the cursor', ['\u001b[2J\u001b[Hx\u001bc\b\by\u009b2Kz\n'], ['x yz']],
  ['nothing that writes over a line', ['well\rerror: none\n'], ['well error: none']],
  ['nothing that turns the direction', ['a\u202eb\n'], ['a b']],
  ['the letters of all alphabets', ['Grüße 你好\n'], ['Grüße 你好']],
])('tells %s', (_what, pieces, told) => {
  expect(heard(pieces)).toEqual({ told, all: told.join('\n') });
});

test('tells each line as soon as it has ended', () => {
  const told: string[] = [];
  const voice = relay((line) => told.push(line));
  voice.hear('open https://a\nwait');
  expect(told).toEqual(['open https://a']);
});

test('of a flood it tells the beginning and the end', () => {
  const lines = Array.from({ length: 1_000 }, (_, at) => `line ${at}`);
  const { told } = heard([lines.join('\n')]);
  expect(told).toEqual([...lines.slice(0, 50), '[945 more lines]', ...lines.slice(-5)]);
});

test('of long lines it tells less', () => {
  const { told } = heard(Array.from({ length: 100 }, () => `${'x'.repeat(3_000)}\n`));
  expect(told.join('').length).toBeLessThan(20_000);
  expect(told[0]).toBe(`${'x'.repeat(2_000)}...`);
  expect(told).toContain('[92 more lines]');
});

test('a line without an end is cut, and what comes after it is told', () => {
  const { told } = heard([...Array.from({ length: 10_000 }, () => 'x'.repeat(1_000)), '\nend']);
  expect(told).toEqual([`${'x'.repeat(2_000)}...`, 'end']);
});
