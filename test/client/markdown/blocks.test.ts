import { Blocks } from '../../../client/markdown/blocks.ts';

function blocksOf(pieces: Iterable<string>): string[] {
  const blocks = new Blocks();
  const finished = [...pieces].flatMap((piece) => blocks.push(piece));
  return [...finished, ...blocks.end()];
}

const table: [string, string[]][] = [
  ['paragraphs', ['One\nline more', 'Two', 'Three']],
  ['a heading and what follows it at once', ['# Title\nText', 'Text']],
  ['a fence with blank lines', ['```js\na\n\n\nb\n```', 'Text']],
  ['a fence of tildes, which backticks do not end', ['~~~\n```\n\na\n~~~', 'Text']],
  ['a longer fence, which a shorter one does not end', ['````\n```\n\na\n````', 'Text']],
  ['backticks in a line of text', ['```not a fence``` says\nText', 'Text']],
  ['a fence that never ends', ['Text', '```\na\n\nb\n\n- c']],
  ['a list with blank lines', ['- a\n\n- b\n\n  more of b\n\n      code in b', 'Text']],
  ['a list below a paragraph', ['Text:\n- a\n\n- b', 'Text']],
  ['a numbered list', ['1. a\n\n2. b\n\n10. c', 'Text']],
  ['another list', ['- a', '* b', '1. c', '2) d']],
  ['emphasis and a number, which are no list', ['- a', '*b* c', '3.14 is near', '-5']],
  ['a fence in a list', ['- a\n\n  ```sh\n  b\n\n  c\n  ```\n\n- d', 'Text']],
  ['a fence beside a marker', ['- ```sh\n  b\n\n  c\n  ```', 'Text']],
  ['a fence in a list that ends with the list', ['1. ```\n   b', 'Text', 'Text']],
  ['a fence after a list, less indented', ['1. a\n  ```\nb\n\nc\n  ```', '2. d']],
  ['a fence after a list', ['- a\n```\nb\n\nc\n```', '- d']],
  ['quotes', ['> a\n>\n> b', '> c', 'Text']],
  ['code by indentation stays with its paragraph', ['Text\n\n    a\n\n    ```\n\n    b', 'Text']],
  ['a table', ['| a | b |\n|---|---|\n| c | d |', 'Text']],
  ['a rule', ['Text', '---', '***', 'Text']],
];

describe.each(table)('%s', (_name, expected) => {
  const text = `\n\n${expected.join('\n\n')}\n\n`;

  test('as one piece', () => expect(blocksOf([text])).toEqual(expected));
  test('character by character', () => expect(blocksOf(text)).toEqual(expected));
  test('line by line, with more blank lines between and no end', () =>
    expect(blocksOf(expected.join('\n\n').split(/(?<=\n)/))).toEqual(expected));
  test('with the line ends of Windows', () =>
    expect(blocksOf(text.replaceAll('\n', '\r\n'))).toEqual(expected.map((block) => block.replaceAll('\n', '\r\n'))));
});

test('a block is finished as soon as the next one begins, not when its line has ended', () => {
  const blocks = new Blocks();
  expect(blocks.push('One')).toEqual([]);
  expect(blocks.push('\n\n')).toEqual([]);
  expect(blocks.rest).toBe('One\n\n');
  expect(blocks.push('T')).toEqual(['One']);
  expect(blocks.rest).toBe('T');
});

test('a list waits for what may be its next item', () => {
  const blocks = new Blocks();
  blocks.push('- a\n\n');
  expect(blocks.push('-')).toEqual([]);
  expect(blocks.push(' b\n\n1')).toEqual([]);
  expect(blocks.push('0')).toEqual([]);
  expect(blocks.push(' years')).toEqual(['- a\n\n- b']);
  expect(blocks.end()).toEqual(['10 years']);
  expect(blocks.end()).toEqual([]);
});

test('nothing, or nothing but blank lines, has no block', () => {
  expect([blocksOf([]), blocksOf(['']), blocksOf(['\n \n\t\n'])]).toEqual([[], [], []]);
});

test('what ends in a blank line and the beginning of a marker is two blocks', () => {
  expect(blocksOf(['Text\n\n-'])).toEqual(['Text', '-']);
});
