import type { Page } from 'playwright-core';
import { describeWithChromium, onChromium } from './chromium/browser.ts';
import { answers, atChat, send } from './chromium/chat.ts';
import { button } from './chromium/desk.ts';

const WORDS = 20_000;
/** On a machine that does many other things; a page that is drawn anew with every word stands still for minutes. */
const LONGEST_STANDSTILL_MS = 2_000;

const words = (each: (at: number) => string) => Array.from({ length: WORDS }, (_, at) => each(at)).join('');
const shapes: [string, string][] = [
  [
    'paragraphs, lists and code',
    words((at) => `${['', '*'][at % 2]}word${['', '*'][at % 2]}${at % 40 ? ' ' : '\n\n- '}`),
  ],
  ['one paragraph', words((at) => (at % 7 ? 'word ' : '**bold** '))],
  ['one block of code', `\`\`\`js\n${words((at) => (at % 12 ? 'word(); ' : 'line();\n'))}\n\`\`\`\n`],
  ['one list', words((at) => (at % 12 ? 'word ' : '\n- `item` '))],
  ['one table', `|a|b|\n|-|-|\n${words((at) => ['| word ', 'word ', '| word ', 'word |\n'][at % 4] ?? '')}`],
];

/** For how long at most nothing could be drawn or pressed. */
async function watched(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(`{
    window.longest = 0;
    let last = performance.now();
    const look = (now) => { window.longest = Math.max(window.longest, now - last); last = now; requestAnimationFrame(look); };
    requestAnimationFrame((now) => { last = now; look(now); });
  }`);
  return async () => Number(await page.evaluate('window.longest'));
}

describeWithChromium('an answer of 20,000 words (needs Chromium)', () => {
  const chromium = onChromium();
  const desk = atChat(chromium);

  test.each(shapes)('is shown whole, and never holds the page up: %s', async (_name, answer) => {
    desk.fake.options.answer = answer;
    const { page } = await desk.page();
    page.setDefaultTimeout(55_000);
    const longest = await watched(page);
    await send(page, 'Go on');
    const [shown = ''] = await answers(page, 1);
    expect(shown.match(/word|bold|line|item/g)).toHaveLength(WORDS);
    expect(await longest()).toBeLessThan(LONGEST_STANDSTILL_MS);
  });

  test.each(shapes)('is stopped in its middle: %s', async (_name, answer) => {
    Object.assign(desk.fake.options, { answer, wordDelayMs: 1 });
    const { page } = await desk.page();
    await send(page, 'Go on');
    const shownSoFar = 'document.querySelector(".body")?.textContent.length';
    while (Number(await page.evaluate(shownSoFar)) < 10_000) await Bun.sleep(20);
    await button(page, 'Stop').click();
    const [shown = ''] = await answers(page, 1);
    await page.locator('.remark').getByText('You stopped this answer.').waitFor();
    expect(shown.length).toBeLessThan(answer.length / 2);
  });
});
