import { rendered } from '../../../client/terminal/rendered.ts';

const plain = (block: string, columns = 40) => rendered(block, columns, { colors: false });
const colored = (block: string, columns = 40) => rendered(block, columns, { colors: true });
const text = (block: string, columns = 40) => Bun.stripANSI(colored(block, columns));

test.each<[string, string, string]>([
  ['a heading', '# Title', 'Title\n═════\n'],
  ['emphasis', 'a **bold** `code`', 'a bold code\n'],
  ['a list', '- a\n- b\n  - c', '  • a\n  • b\n      • c\n'],
  ['tasks', '- [x] a\n- [ ] b', '  ☒ a\n  ☐ b\n'],
  ['a table', '|a|b|\n|-|-:|\n|1|2|', '┌─────┬─────┐\n│ a   │   b │\n├─────┼─────┤\n│ 1   │   2 │\n└─────┴─────┘\n'],
  ['a quote', '> said', '│ said\n'],
  ['a link', '[docs](https://x.y)', 'docs (https://x.y)\n'],
  ['an address', 'see https://x.y, www.x.y', 'see https://x.y, www.x.y\n'],
  ['an address of mail', '<a@b.c>', 'a@b.c\n'],
  ['an address beside a link', '[a](http://b) https://x.y', 'a (http://b) https://x.y\n'],
  ['words in brackets that say the same', 'a b.c (b.c)', 'a b.c (b.c)\n'],
  ['letters that would run backwards, in any form', 'a&#x202E;b&#8294;c', 'abc\n'],
  ['a reference, which shows nothing', '[a]: https://x.y', ''],
])('%s', (_name, block, expected) => {
  expect(text(block)).toBe(expected);
});

test.each([
  ['code in one line', `\`\`\`\n${'a'.repeat(40_000)}\n\`\`\``],
  ['code of addresses', `\`\`\`\n${'www.'.repeat(10_000)}\n\`\`\``],
  ['one letter with many marks', `a${'\u0301'.repeat(40_000)}`],
])('%s takes no longer than it is long', (_name, block) => {
  const began = performance.now();
  text(block);
  expect(performance.now() - began).toBeLessThan(1_000);
});

test('paragraphs are as wide as the terminal, and no wider than is easy to read', () => {
  const block = 'word '.repeat(100);
  const widths = [20, 60, 300].map((columns) =>
    Math.max(
      ...text(block, columns)
        .split('\n')
        .map((line) => line.length),
    ),
  );
  expect(widths).toEqual([19, 59, 99]);
});

describe.each([
  ['in colors', text],
  ['without colors', plain],
])('%s', (_name, shown) => {
  const CODE = 'ls | wc\n  | sort\n\n└─\n+-\n| x';

  test('the lines of code are nothing but code, to be copied', () => {
    expect(shown(`\`\`\`sh\n${CODE}\n\`\`\``).split('\n').slice(1, -2).join('\n')).toBe(CODE);
  });

  test('within a list they are indented, and no more', () => {
    const lines = shown('- a\n\n  ```sh\n  ls | wc\n  ```').split('\n');
    expect(lines).toContain('    ls | wc');
  });

  test('a table keeps its lines', () => {
    expect(shown('|a|\n|-|\n|b|').match(/^[|│] b/m)).not.toBeNull();
  });
});

test('without colors nothing is sent that a terminal obeys', () => {
  expect(plain('# T\n\n**b** `c` [l](http://x) ~~d~~\n\n```js\nlet a\n```')).not.toMatch(/(?!\n)\p{Cc}/u);
});

const ENTITIES = ['&#27;', '&#x1b;', '&#155;', '&#x9b;', '&#7;', '&#8;', '&#13;', '&NewLine;'];

test.each([
  ['text', (what: string) => `a${what}[2Jb`],
  ['a heading', (what: string) => `# a${what}[2Jb`],
  ['a link', (what: string) => `[a${what}[2J](http://x${what}[2J "${what}")`],
  ['an image', (what: string) => `![a${what}[2J](x${what})`],
  ['a table', (what: string) => `|a${what}[2J|\n|-|\n|b${what}|`],
  ['code', (what: string) => `\`\`\`x${what}\na${what}[2J\n\`\`\``],
  ['HTML', (what: string) => `<b title="${what}[2J">${what}[2J</b>`],
])('what is spelled out as an entity in %s does nothing either', (_name, block) => {
  const colors = /\p{Cc}\[[\d;]*m/gu;
  for (const what of ENTITIES) {
    expect(colored(block(what)).replace(colors, '')).not.toMatch(/(?!\n)\p{Cc}/u);
  }
});
