import { powershellText } from '../../../admin/export/powershell-text.ts';

test.each([
  ['', "''"],
  ['a b', "'a b'"],
  ['it\'s $x `n "q"', "'it''s $x `n \"q\"'"],
  ['’', "('' + [char]0x2019)"],
  ['ßx', "('' + [char]0x00df + 'x')"],
  ['x😀', "('x' + [char]0xd83d + [char]0xde00)"],
])('%s is written %s', (text, expected) => {
  expect(powershellText(text)).toBe(expected);
});
