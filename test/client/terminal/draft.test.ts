import { Draft } from '../../../client/terminal/draft.ts';

/** Lines that come together stand together. */
function messages(bursts: string[][]): (string | undefined)[] {
  const draft = new Draft();
  return bursts.map((lines) => {
    for (const line of lines) draft.add(line);
    return draft.settle(false);
  });
}

test.each<[string, string[][], (string | undefined)[]]>([
  ['a line is a message', [['one'], ['two']], ['one', 'two']],
  [
    'a line that ends with a backslash goes on',
    [['one \\'], ['two\\'], ['three']],
    [undefined, undefined, 'one \ntwo\nthree'],
  ],
  ['lines that come together are one message', [['one', '', 'two']], ['one\n\ntwo']],
  ['and their backslashes are their own', [['curl \\', '  -v \\']], ['curl \\\n  -v \\']],
  ['an empty line ends what goes on', [['one\\'], ['']], [undefined, 'one\n']],
])('%s', (_name, bursts, expected) => {
  expect(messages(bursts)).toEqual(expected);
});

test('more is to come where it is said so', () => {
  const draft = new Draft();
  draft.add('one');
  draft.add('two');
  expect(draft.settle(true)).toBeUndefined();
  draft.add('three');
  expect([draft.isEmpty, draft.settle(false), draft.isEmpty]).toEqual([false, 'one\ntwo\nthree', true]);
});
