import { Blocks } from '../../../client/markdown/blocks.ts';
import { Painter } from '../../../client/terminal/painter.ts';
import { rendered } from '../../../client/terminal/rendered.ts';
import { Screen } from '../../screen.ts';

const ANSWER = `# A heading

A paragraph with **bold** words, which is long enough to be broken into several rows on every terminal of these.

- one
- two, 日本語日本語日本語日本語日本語日本語日本語日本語日本語日本語
  - three \u{1F600}\u{1F600}\u{1F600} \u2764\uFE0F\u2764\uFE0F and ···×÷§ ééé which some terminals draw wide

\`\`\`sh
ls | wc -l   # a line of code that no terminal of these has room for, so that it is broken
\`\`\`

| a | b |
|---|---|
| 1 | 2 |

The end.`;

/** Paints it on such a screen, in pieces of so many letters. */
function painted(answer: string, screen: Screen, piece: number, resize?: () => { columns: number; rows: number }) {
  const size = resize ?? (() => screen);
  const painter = new Painter({ colors: true, write: (text) => screen.write(text), size });
  const letters = Array.from(answer);
  for (let at = 0; at < letters.length; at += piece) painter.text(letters.slice(at, at + piece).join(''));
  painter.end();
  return screen.lines;
}

/** What is to be seen in the end: each block as it is rendered, with an empty line between two. */
function whole(answer: string, columns: number, drawsWide = false): string[] {
  const blocks = new Blocks();
  const all = [...blocks.push(answer), ...blocks.end()];
  const screen = new Screen(columns, 1_000, drawsWide);
  screen.write(all.map((block) => rendered(block, columns, { colors: true })).join('\n'));
  return screen.lines;
}

describe.each([false, true])('on a terminal that draws some letters wide: %p', (drawsWide) => {
  describe.each([21, 40, 79, 200])('and has %i columns', (columns) => {
    test.each([1, 2, 7, 50, 10_000])(
      'an answer in pieces of %i leaves nothing of what was shown meanwhile',
      (piece) => {
        const screen = new Screen(columns, 24, drawsWide);
        expect(painted(ANSWER, screen, piece)).toEqual(whole(ANSWER, columns, drawsWide));
      },
    );
  });
});

test('a block that fills the screen is rendered', () => {
  const list = Array.from({ length: 10 }, (_, at) => `* item ${at}`).join('\n');
  expect(painted(list, new Screen(40, 10), 3)[0]).toBe('  • item 0');
});

test('a block that has outgrown the screen stays as it was written, and the next one is rendered', () => {
  const list = Array.from({ length: 11 }, (_, at) => `* item ${at}`).join('\n');
  const lines = painted(`before\n\n${list}\n\n**after**`, new Screen(40, 10), 3);
  expect(lines).toEqual(['before', '', ...list.split('\n'), '', 'after']);
});

test('where the terminal has become another one in the middle of a block, nothing is taken back', () => {
  let columns = 40;
  const narrows = () => ({ columns: columns--, rows: 24 });
  const lines = painted('**one** two\n\nthree', new Screen(40, 24), 1, narrows);
  expect(lines.slice(0, 1)).toEqual(['**one** two']);
});

test('what is open is seen as it comes', () => {
  const screen = new Screen();
  const painter = new Painter({ colors: true, write: (text) => screen.write(text), size: () => screen });
  const seen = ['He', 'llo **wor', 'ld**\n', '\n', 'Next'].map((words) => {
    painter.text(words);
    return screen.lines;
  });
  expect(seen).toEqual([
    ['He'],
    ['Hello **wor'],
    ['Hello **world**'],
    ['Hello **world**'],
    ['Hello world', '', 'Next'],
  ]);
});

test('an answer that breaks off is rendered as far as it came', () => {
  const screen = new Screen();
  const painter = new Painter({ colors: true, write: (text) => screen.write(text), size: () => screen });
  painter.text('**one** and **tw');
  painter.end();
  screen.write('error');
  expect(screen.lines).toEqual(['one and **tw', 'error']);
});

test('nothing is nothing', () => {
  expect(painted('\n\n', new Screen(), 1)).toEqual([]);
});
