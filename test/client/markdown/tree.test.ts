import { type Element, type Node, treeOf } from '../../../client/markdown/tree.ts';

/** As a person would write it down: `p(Text em(strong))`. */
function written(node: Node): string {
  if (typeof node === 'string') return node;
  const { tag, children, ...more } = node;
  const said = Object.entries(more).map(([name, value]) => ` ${name}=${value}`);
  const inner = children.map(written).join('');
  return tag === 'block' ? inner : `${tag}${said.join('')}(${inner})`;
}

const table: [string, string, string][] = [
  [
    'words',
    'Some *emphasis* and **more** ~~less~~ `code`',
    'p(Some em(emphasis) and strong(more) del(less) code(code))',
  ],
  ['a heading', '## Two', 'h2(Two)'],
  ['a fence', '```js title\na < b\n```', 'pre language=js(a < b\n)'],
  ['a list', '3. a\n4. b', 'ol start=3(li(a)li(b))'],
  ['tasks', '- [x] a\n- [ ] b', 'ul(li checked=true(a)li checked=false(b))'],
  ['lines', 'a  \nb\nc', 'p(abr()b\nc)'],
  ['a quote and a rule', '> a\n\n---', 'blockquote(p(a))hr()'],
  ['a link', '[a](https://b.example/c "d")', 'p(a href=https://b.example/c(a))'],
  ['a mail address', '[a](mailto:b@c.example)', 'p(a href=mailto:b@c.example(a))'],
  ['an address', 'see https://b.example.', 'p(see a href=https://b.example/(https://b.example).)'],
  ['an image', '![alt](https://b.example/c.png)', 'p(a href=https://b.example/c.png(alt))'],
  [
    'an image without words',
    '![](https://b.example/c.png)',
    'p(a href=https://b.example/c.png(https://b.example/c.png))',
  ],
  ['letters that would run backwards', 'a\u202Eb&#x202E;c `d\u2066`', 'p(abc code(d))'],
  ['entities', '&lt;b&gt; &copy;', 'p(<b> ©)'],
];

test.each(table)('%s', (_name, markdown, expected) => expect(written(treeOf(markdown))).toBe(expected));

test('a table', () => {
  expect(written(treeOf('|a|b|\n|:-|-:|\n|c|d|'))).toBe(
    'table(thead(tr(th align=left(a)th align=right(b)))tbody(tr(td align=left(c)td align=right(d))))',
  );
});

const hostile = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  'a <b onclick="alert(1)">b</b> c',
  '<!-- a -->',
  '<div>\n<iframe src="javascript:alert(1)">\n</div>',
  '<?php a ?>',
];

test.each(hostile)('HTML is text: %s', (markdown) => {
  expect(written(treeOf(markdown))).toBe(`p(${markdown})`);
});

const addresses = [
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java&#115;cript:alert(1)',
  '&#1;javascript:alert(1)',
  '<java\tscript:alert(1)>',
  'data:text/html,a',
  'vbscript:a',
  'file:///etc/passwd',
  'blob:https://a.example/b',
  '/do/stop',
  '//evil.example',
  '#fragment',
  'tel:1',
];

test.each(addresses)('an address that leads nowhere on the web is none: %s', (address) => {
  expect(written(treeOf(`[a](${address}) ![b](${address})`))).toBe('p(a b)');
});

function depthOf(node: Node): number {
  return typeof node === 'string' ? 0 : 1 + Math.max(0, ...node.children.map(depthOf));
}

const bombs: [string, string][] = [
  ['quotes', `${'> '.repeat(100)}a`],
  ['a hundred thousand quotes', `${'> '.repeat(100_000)}a`],
  ['lists', `${'- '.repeat(100)}a`],
  ['emphasis', `${'*a '.repeat(100)}${' a*'.repeat(100)}`],
  ['asterisks', `${'*'.repeat(50_000)}a${'*'.repeat(50_000)}`],
  ['brackets', `${'['.repeat(50_000)}a${'](b)'.repeat(50_000)}`],
];

test.each(bombs)('deep nesting is bounded, and its words stay: %s', (_name, markdown) => {
  const tree: Element = treeOf(markdown);
  expect(depthOf(tree)).toBeLessThan(40);
  expect(written(tree)).toContain('a');
});

test('a table of more cells than anybody reads is shown as it was written', () => {
  const markdown = `${'|a'.repeat(100)}|\n${'|-'.repeat(100)}|\n${'|b\n'.repeat(1_000)}`;
  expect(written(treeOf(markdown))).toBe(`p(${markdown})`);
});
