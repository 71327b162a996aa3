import { type Growth, growthOf } from '../../../client/markdown/growth.ts';
import { type Element, type Node, treeOf } from '../../../client/markdown/tree.ts';

/** What a page does. */
function grown(tree: Element, { path, keep, text = '', nodes = [] }: Growth): Element {
  const copy = structuredClone(tree);
  const place = path.reduce<Element>((element, at) => element.children[at] as Element, copy);
  const kept = place.children.slice(0, keep);
  if (text) kept.push((kept.pop() as string) + text);
  place.children = [...kept, ...nodes];
  return copy;
}

const ANSWER = `# A title with *emphasis*
Some **strong words**, \`code\` and [a link](https://a.example), then
more & more.

1. one
   - inner *a*
   - inner b

     \`\`\`js
     let a = '<b>';
     \`\`\`
2. two

| a | b |
|---|--:|
| c | **d** |
| e | f |

> quoted
> - list
`;

test.each([1, 3, 10, 40, 150])('however a text grows, the page shows what a new reading would show: by %s', (step) => {
  let shown: Element = { tag: 'block', children: [] };
  for (let length = 0; length < ANSWER.length + step; length += step) {
    const next = treeOf(ANSWER.slice(0, length));
    const growth = growthOf(shown, next);
    if (growth) shown = grown(shown, growth);
    expect(shown).toEqual(next);
  }
});

const said = (before: string, after: string) => growthOf(treeOf(before), treeOf(after));

test('more words are all that is said', () => {
  expect(said('Some *words', 'Some *words and')).toEqual({ path: [0], keep: 1, text: ' and' });
  expect(said('- a\n- b', '- a\n- bc')).toEqual({ path: [0, 1], keep: 1, text: 'c' });
  expect(said('```\na\n', '```\na\nb\n')).toEqual({ path: [0], keep: 1, text: 'b\n' });
});

test('more elements are all that is said', () => {
  const item: Node = { tag: 'li', children: ['b'] };
  expect(said('- a', '- a\n- b')).toEqual({ path: [0], keep: 1, nodes: [item] });
  expect(said('a', 'a *b*')).toEqual({ path: [0], keep: 1, text: ' ', nodes: [{ tag: 'em', children: ['b'] }] });
});

test('what becomes something else is replaced', () => {
  expect(said('a\nb', 'a\nb\n-')).toEqual({ path: [], keep: 0, nodes: [{ tag: 'h2', children: ['a\nb'] }] });
  expect(said('a **b', 'a **b**')).toMatchObject({ path: [0], keep: 0 });
  expect(said('a\nb', 'a')).toEqual({ path: [0], keep: 0, nodes: ['a'] });
  expect(said('- a\n- b', '- a')).toEqual({ path: [0], keep: 1 });
});

test('nothing new is nothing to say', () => expect(said('a *b*', 'a *b*')).toBeUndefined());
