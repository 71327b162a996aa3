import { describeWithChromium, onChromium } from './chromium/browser.ts';
import { atDesk, button, heading } from './chromium/desk.ts';

describeWithChromium('the report on the page (needs Chromium)', () => {
  const desk = atDesk(onChromium());

  test('is made, read and copied', async () => {
    desk.settings({ awsProfile: 'gone' });
    const run = desk.doubleClick();
    const page = await desk.page();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await button(page, 'Copy report').click();
    await page.getByText('Copied', { exact: true }).waitFor();
    const copied = await page.evaluate('navigator.clipboard.readText()');
    expect(copied).toMatch(/^FAILED: no profile "gone" in [\s\S]*?\n {2}do this: correct the name/);
    await page.getByText('Report for your help desk', { exact: true }).click();
    await page.getByText('not checked, because this failed').waitFor();
    await page.close();
    expect((await run.ended).exitCode).toBe(3);
  });

  test('is about the profile that was asked for, whose name begins like an option', async () => {
    desk.doubleClick(['--profile=-gone']);
    const page = await desk.page();
    await page.locator('#report').waitFor();
    expect(await page.locator('#report-text').textContent()).toMatch(/^FAILED: no profile "-gone" in /);
  });

  test('is selected where nothing may be copied, and goes when the fault has gone', async () => {
    desk.settings({ awsProfile: 'gone' });
    desk.doubleClick();
    const page = await desk.page();
    await page.addInitScript('');
    await page.evaluate('navigator.clipboard.writeText = () => Promise.reject(new Error("no"))');
    await button(page, 'Copy report').click();
    await page.getByText('Selected: copy it with the keyboard').waitFor();
    expect(await page.evaluate('String(getSelection())')).toMatch(/^FAILED: no profile "gone"/);
    desk.settings({});
    await button(page, 'Try again').click();
    await heading(page, 'Sign in to AWS');
    await page.locator('#report').waitFor({ state: 'hidden' });
    expect(await page.locator('#said').textContent()).toBe('');
  });
});
