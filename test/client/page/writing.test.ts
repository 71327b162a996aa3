import { type Stroke, Writing } from '../../../client/page/writing.ts';

/** All that is told of a text which comes word by word, with time in between. */
async function told(text: string, wordsAtOnce: number): Promise<{ strokes: Stroke[]; writing: Writing }> {
  const strokes: Stroke[] = [];
  const writing = new Writing((stroke) => strokes.push(stroke));
  for (const [at, word] of text.split(/(?<=\s)/).entries()) {
    writing.push(word);
    if (at % wordsAtOnce === 0) await Bun.sleep(1);
  }
  writing.end();
  return { strokes, writing };
}

test('each block is finished once, in order, and nothing is open at the end', async () => {
  const { strokes, writing } = await told('# One\n\nTwo\n\n- three\n- four\n', 1);
  expect(strokes.filter((stroke) => 'next' in stroke)).toHaveLength(3);
  expect(writing.finished.map(({ children }) => children)).toMatchObject([
    [{ tag: 'h1', children: ['One'] }],
    [{ tag: 'p', children: ['Two'] }],
    [{ tag: 'ul', children: [{ children: ['three'] }, { children: ['four'] }] }],
  ]);
  expect(writing.open.children).toEqual([]);
});

test.each([
  ['paragraphs', 'Some more words.\n\n'.repeat(2_000)],
  ['one paragraph', 'Some more words. '.repeat(2_000)],
  ['one block of code', `\`\`\`\n${'some(more, words);\n'.repeat(2_000)}`],
  ['one list', '- some more words\n'.repeat(2_000)],
  ['one table', `|a|b|\n|-|-|\n${'| some more | words |\n'.repeat(2_000)}`],
])('what was told is not told again, however long the block: %s', async (_name, text) => {
  const { strokes } = await told(text, 10);
  const said = JSON.stringify(strokes).match(/\bmore/g)?.length ?? 0;
  expect(said).toBeGreaterThanOrEqual(2_000);
  expect(said).toBeLessThan(3_000);
});
