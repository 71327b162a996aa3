import { describeWithChromium, onChromium, picture } from './chromium/browser.ts';
import { atDesk } from './chromium/desk.ts';
import { walks } from './chromium/walks.ts';
import { otherWaysOut } from './chromium/ways-out.ts';

describeWithChromium('a person in Chromium (needs Chromium)', () => {
  const chromium = onChromium();
  const desk = atDesk(chromium);

  test.each(Object.entries(walks))('%s', async (name, { into, on, exitCode }) => {
    const { run, page } = await into(desk);
    await picture(page, `walk-${name}`);
    await on(desk, page, run);
    expect((await run.ended).exitCode).toBe(exitCode);
  });

  test.each(otherWaysOut)('%s', async (_name, { into, on, exitCode }) => {
    const { run, page } = await into(desk);
    await on(desk, page, run);
    expect((await run.ended).exitCode).toBe(exitCode);
  });
});
