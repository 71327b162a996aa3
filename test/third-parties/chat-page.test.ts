import type { Page } from 'playwright-core';
import { signedIn } from '../person.ts';
import { describeWithChromium, onChromium, picture } from './chromium/browser.ts';
import { answers, atChat, converse, ready, send } from './chromium/chat.ts';
import { button } from './chromium/desk.ts';

const INVOKE = 'InvokeModelWithResponseStream';

describeWithChromium('a conversation in Chromium (needs Chromium)', () => {
  const chromium = onChromium();
  const desk = atChat(chromium);

  const questions = (page: Page) => page.locator('.asked .text').allInnerTexts();

  test('turn after turn; the model is told what was said before', async () => {
    const { run, page } = await desk.page();
    for (const [at, answer] of ['One **bold** word.', 'Two.', 'Three.'].entries()) {
      desk.fake.options.answer = answer;
      expect(await converse(page, `Question ${at}\nof two lines`)).toBe(answer.replaceAll('*', ''));
    }
    expect(await questions(page)).toEqual([0, 1, 2].map((at) => `Question ${at}\nof two lines`));
    expect(await page.locator('strong').filter({ hasText: 'bold' }).count()).toBe(1);
    await page.getByText('10 tokens read, 1 written').first().waitFor();
    run.child.kill('SIGTERM');
    await page.getByText('This conversation has ended').waitFor();
    expect(await run.ended).toBe(0);
  });

  test('Esc and the button stop an answer; what came stays, and the conversation goes on', async () => {
    Object.assign(desk.fake.options, { answer: 'word '.repeat(4_000), wordDelayMs: 5 });
    const { page } = await desk.page();
    for (const [at, stop] of [() => page.keyboard.press('Escape'), () => button(page, 'Stop').click()].entries()) {
      await send(page, 'Go on and on');
      await page.locator('.answer').nth(at).getByText('word word word').waitFor();
      await stop();
      const text = (await answers(page, at + 1)).at(-1) ?? '';
      expect(text).toMatch(/^(word ?)+$/);
      expect(text.length).toBeLessThan(10_000);
    }
    expect(await page.locator('.remark').allTextContents()).toEqual(Array(2).fill('You stopped this answer.'));
    await picture(page, 'chat-stopped');
    Object.assign(desk.fake.options, { answer: 'Done.', wordDelayMs: 0 });
    expect(await converse(page, 'And now?')).toBe('Done.');
  });

  test('an answer that did not come is asked for again', async () => {
    desk.fake.faults.set(INVOKE, { status: 500 });
    const { page } = await desk.page();
    expect(await converse(page, 'Hi')).toBe('');
    await page.locator('.fault').waitFor();
    desk.fake.faults.clear();
    await button(page, 'Try again').click();
    await page.getByText(desk.fake.options.answer).waitFor();
    expect([await questions(page), await page.locator('.fault').count()]).toEqual([['Hi'], 0]);
    desk.fake.options.answer = 'Something else.';
    await button(page, 'Try again').click();
    await page.getByText('Something else.').waitFor();
    expect(await answers(page, 1)).toEqual(['Something else.']);
  });

  test('a token that AWS calls expired is renewed, and the answer is shown once', async () => {
    const { page } = await desk.page();
    await converse(page, 'One');
    desk.fake.faults.set(INVOKE, 'expired-token', 1);
    expect(await converse(page, 'Two')).toBe(desk.fake.options.answer);
    expect(await page.getByText(desk.fake.options.answer).count()).toBe(2);
    expect(desk.fake.count(INVOKE)).toBe(3);
  });

  test('a session that has ended is signed in to anew while the page waits', async () => {
    desk.fake.endSessions();
    const { page } = await desk.page();
    await send(page, 'Hi');
    expect(await answers(page, 1)).toEqual([desk.fake.options.answer]);
    expect(desk.person.opened()).toHaveLength(1);
  });

  test('a sign-in that was denied is told, and tried again', async () => {
    desk.fake.endSessions();
    desk.fake.options.decision = 'deny';
    const { page } = await desk.page();
    await converse(page, 'Hi');
    await page.locator('.fault').getByText('The sign-in was not finished.').waitFor();
    await picture(page, 'chat-denied');
    await signedIn(desk.person, desk.fake);
    await button(page, 'Try again').click();
    await page.getByText(desk.fake.options.answer).waitFor();
  });

  test('an answer that breaks off says what was lost, and can be had again', async () => {
    desk.fake.faults.set(INVOKE, 'mid-stream-cut', 1);
    const { page } = await desk.page();
    const part = await converse(page, 'Hi');
    expect(desk.fake.options.answer.startsWith(part)).toBe(true);
    await page
      .locator('.fault')
      .getByText(/^The answer broke off after \d+ characters/)
      .waitFor();
    await button(page, 'Try again').click();
    await page.getByText(desk.fake.options.answer).waitFor();
    expect(await page.locator('.fault').count()).toBe(0);
  });

  test('throttling shows for how long it waits, and the answer comes', async () => {
    desk.fake.faults.set(INVOKE, 'throttle', 2);
    const { page } = await desk.page();
    await send(page, 'Hi');
    await page
      .getByText(/^Claude is busy\. Next try in \d+ s\.$/)
      .first()
      .waitFor();
    expect(await answers(page, 1)).toEqual([desk.fake.options.answer]);
  });

  test('a reload and a second tab show the same conversation, also while it is written', async () => {
    Object.assign(desk.fake.options, { answer: `${'word '.repeat(300)}\n\n## End\n\nof it`, wordDelayMs: 10 });
    const { page } = await desk.page();
    await send(page, 'Hi');
    await page.getByText('word word word').waitFor();
    await page.reload();
    await page.getByText('word word word').waitFor();
    const [second] = await Promise.all([page.waitForEvent('popup'), page.evaluate("void open('/')")]);
    await second.getByText('word word word').waitFor();
    for (const tab of [page, second]) await tab.getByText('of it').waitFor();
    const texts = await Promise.all([page, second].map(async (tab) => (await answers(tab, 1))[0]));
    expect(texts[0]).toBe(`${'word '.repeat(300).trim()}\n\nEnd\n\nof it`);
    expect(texts[1]).toBe(texts[0]);
    await send(second, 'In the second tab');
    await page.locator('.asked').getByText('In the second tab').waitFor();
    await button(page, 'Stop').click();
    await answers(second, 2);
  });

  test('what comes is followed; whoever reads further up is left in peace', async () => {
    Object.assign(desk.fake.options, { answer: 'Some more words to read.\n\n'.repeat(400), wordDelayMs: 2 });
    const { page } = await desk.page();
    const top = async () => Number(await page.evaluate('document.getElementById("log").scrollTop'));
    const distance = 'log.scrollHeight - log.scrollTop - log.clientHeight';
    const fromEnd = async () =>
      Number(await page.evaluate(`(({ log }) => ${distance})({ log: document.getElementById("log") })`));
    await send(page, 'Hi');
    while ((await top()) < 500) await Bun.sleep(20);
    expect(await fromEnd()).toBeLessThan(200);
    await page.locator('#log').hover();
    await page.mouse.wheel(0, -300);
    await button(page, 'Jump to latest').waitFor();
    const there = await top();
    while ((await fromEnd()) < 1_000) await Bun.sleep(20);
    expect(await top()).toBe(there);
    await button(page, 'Jump to latest').click();
    await answers(page, 1);
    expect(await fromEnd()).toBeLessThan(40);
  });

  test('a new conversation has nothing of the old one', async () => {
    const { page } = await desk.page();
    await converse(page, 'One');
    await button(page, 'New conversation').click();
    await page.getByText('What would you like to know?').waitFor();
    expect(await questions(page)).toEqual([]);
    await page.reload();
    await page.getByText('What would you like to know?').waitFor();
  });

  test('the switch by which it is kept is the same in every tab, and after a reload', async () => {
    desk.settings({ secureStorage: 'file' });
    const { page } = await desk.page();
    const keep = (tab: Page) => tab.getByRole('switch', { name: 'Keep this conversation on this computer' });
    await converse(page, 'One');
    const [second] = await Promise.all([page.waitForEvent('popup'), page.evaluate("void open('/')")]);
    await ready(second);
    await keep(page).click();
    await second.locator('#keep:checked').waitFor();
    await picture(second, 'chat-kept');
    await page.reload();
    await page.locator('#keep:checked').waitFor();
    await keep(second).press('Space');
    await page.locator('#keep:not(:checked)').waitFor();
  });

  test('an answer and its code are copied as they were written', async () => {
    desk.fake.options.answer = 'Run *this*:\n\n```sh\necho "<b>"\n```\n';
    const { page } = await desk.page();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await converse(page, 'Hi');
    await page.getByText('sh', { exact: true }).waitFor();
    for (const [name, text] of [
      ['Copy code', 'echo "<b>"\n'],
      ['Copy', desk.fake.options.answer],
    ] as const) {
      await button(page, name).click();
      await page.getByRole('status').getByText('Copied').waitFor();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(text);
    }
  });

  test('without a mouse', async () => {
    const { page } = await desk.page();
    await page.keyboard.type('One');
    await page.keyboard.press('Shift+Enter');
    await page.keyboard.type('line more');
    await page.keyboard.press('Enter');
    await answers(page, 1);
    expect(await questions(page)).toEqual(['One\nline more']);
    for (const name of ['Try again', 'Copy']) {
      await page.keyboard.press('Shift+Tab');
      await button(page, name).and(page.locator(':focus')).waitFor();
    }
    await page.keyboard.press('Shift+Tab');
    await page.locator('#log:focus').waitFor();
    await page.keyboard.press('Shift+Tab');
    await button(page, 'New conversation').and(page.locator(':focus')).waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('What would you like to know?').waitFor();
    await page.locator('#message:focus').waitFor();
    await page.keyboard.press('Shift+Tab');
    await page.locator('#log:focus').waitFor();
  });
});
