import { type StateName, states } from '../../launcher/states.ts';
import { catalogue } from '../../launcher/texts/catalogue.ts';
import { describeWithChromium, onChromium, picture } from './chromium/browser.ts';
import { atDesk } from './chromium/desk.ts';
import { onShownPage } from './chromium/shown.ts';
import { DIRECTLY, walks } from './chromium/walks.ts';
import { otherWaysOut } from './chromium/ways-out.ts';

test('every state has a walk', () => {
  expect([...Object.keys(walks), ...DIRECTLY].sort()).toEqual(Object.keys(states).sort());
});

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

describeWithChromium('states that no launcher can be brought to here (needs Chromium)', () => {
  const chromium = onChromium();
  const on = onShownPage();

  test.each<StateName>([...DIRECTLY])('%s', async (name) => {
    const page = await chromium.window();
    await page.goto(on.page.address());
    on.show(name);
    await page.getByText(catalogue.en.states[name].text).waitFor();
    for (const deed of states[name].buttons)
      await page.getByRole('button', { name: catalogue.en.buttons[deed] }).waitFor();
  });
});
