import type { Page } from 'playwright-core';
import { MODEL } from '../person.ts';
import { barriers, describeWithChromium, onChromium, picture } from './chromium/browser.ts';
import { addModel, atConfigure, choose, field, fillIn } from './chromium/configure.ts';
import { button } from './chromium/desk.ts';

describeWithChromium('how the configuration window looks (needs Chromium)', () => {
  const chromium = onChromium();
  const desk = atConfigure(chromium);

  /** Whether anything is wider than the window, so that a person would have to scroll sideways. */
  const overflow = (page: Page) =>
    page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');

  test.each([
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['phone', { viewport: { width: 390, height: 844 } }],
    ['phone-dark', { viewport: { width: 320, height: 568 }, colorScheme: 'dark' }],
  ] as const)('%s: nobody meets a barrier, and nothing is cut off', async (look, options) => {
    const { run, page } = await desk.page(['setup.json'], options);
    const found: Record<string, unknown> = {};
    const lookAt = async (name: string) => {
      await picture(page, `configure-${name}-${look}`);
      found[name] = [await barriers(page), await overflow(page)];
    };
    await lookAt('empty');
    await choose(page, 'Bedrock API key');
    await fillIn(page, 'inferenceBedrockRegion', 'us-east-1');
    await fillIn(page, 'inferenceBedrockBearerToken', 'key-of-everyone');
    await lookAt('secret');
    await choose(page, 'Credential helper of this toolkit');
    await fillIn(page, 'awsProfile', 'work');
    await field(page, 'inferenceCredentialHelper').fill('~/bin/helper');
    await page.locator('#field-inferenceCredentialHelper-error').getByText('must be an absolute path').waitFor();
    await addModel(page, 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0');
    await page.locator('.finding').first().waitFor();
    await lookAt('wrong');
    await field(page, 'inferenceCredentialHelper').fill('');
    await button(page, 'Find models').click();
    await page.locator(`.offered input[value="${MODEL}"]`).check();
    await button(page, 'Test connection').click();
    await page.locator('.steps').waitFor();
    await lookAt('tested');
    run.child.kill('SIGTERM');
    await page.getByText('The program has ended').waitFor();
    await lookAt('ended');
    expect(found).toEqual(Object.fromEntries(Object.keys(found).map((name) => [name, [[], 0]])));
  });

  test('all of it can be done by keyboard alone', async () => {
    const { page } = await desk.page();
    const { keyboard } = page;
    /** As a person does: Tab until it is there. */
    const tabTo = async (wanted: string) => {
      for (let steps = 0; steps < 90; steps++) {
        if (await page.locator(wanted).and(page.locator(':focus')).count()) return;
        await keyboard.press('Tab');
      }
      throw new Error(`no way to ${wanted}`);
    };
    await tabTo('[name=approach][value=helper-script]');
    await keyboard.press('ArrowDown');
    await page.locator('[value=interactive]:checked').waitFor();
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowDown');
    await page.locator('#field-inferenceBedrockBearerToken').waitFor();
    await tabTo('#field-inferenceBedrockRegion');
    await keyboard.type('us-east-1');
    await tabTo('#field-inferenceBedrockBearerToken');
    await keyboard.type('key-of-everyone');
    await keyboard.press('Enter');
    await page.locator('#field-inferenceBedrockBearerToken-replace:focus').waitFor();
    await keyboard.press('Enter');
    await page.locator('#field-inferenceBedrockBearerToken:focus').waitFor();
    await keyboard.type('another-key');
    await keyboard.press('Enter');
    await page.locator('#field-inferenceBedrockBearerToken-replace:focus').waitFor();
    await tabTo('#model-by-hand');
    for (const id of [MODEL, 'global.anthropic.claude-haiku-4-5-20251001-v1:0']) {
      await keyboard.type(id);
      await keyboard.press('Enter');
      await page.locator('.models code').getByText(id).waitFor();
      await page.locator('#model-by-hand').and(page.locator(':focus')).waitFor();
    }
    await keyboard.press('Shift+Tab');
    await keyboard.press('Shift+Tab');
    await keyboard.press('Shift+Tab');
    await keyboard.press('Enter');
    await page.locator('.models li').first().getByText('haiku').waitFor();
    // Whoever moves one on may want to move it once more.
    expect(await page.evaluate('document.activeElement.id')).toMatch(/^up-global/);
    await tabTo('#format');
    await keyboard.type('json: ');
    const coming = page.waitForEvent('download');
    await tabTo('#go');
    await keyboard.press('Enter');
    expect((await coming).suggestedFilename()).toBe('settings.json');
  });
});
