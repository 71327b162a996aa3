import { MODEL } from '../person.ts';
import { describeWithChromium, onChromium, picture } from './chromium/browser.ts';
import { atChat, converse, HAIKU, ready } from './chromium/chat.ts';
import { button } from './chromium/desk.ts';

const INVOKE = 'InvokeModelWithResponseStream';

describeWithChromium('the models of a conversation (needs Chromium)', () => {
  const chromium = onChromium();
  const desk = atChat(chromium);

  const models = () => desk.fake.calls.filter(({ operation }) => operation === INVOKE).map(({ model }) => model);

  test('the model is chosen by the label that the company gave it', async () => {
    const { page } = await desk.page();
    const picker = page.getByLabel('Model');
    expect(await picker.locator('option').allTextContents()).toEqual(['Sonnet of ours', HAIKU]);
    expect(await picker.getAttribute('title')).toBe(MODEL);
    await page.getByText(`Sonnet of ours · ${MODEL}`).waitFor();
    await converse(page, 'One');
    await picker.selectOption({ label: HAIKU });
    await converse(page, 'Two');
    expect(models()).toEqual([MODEL, HAIKU]);
    expect(await page.getByRole('heading', { name: /^Claude / }).allTextContents()).toEqual([
      'Claude Sonnet of ours',
      `Claude ${HAIKU}`,
    ]);
    await page.reload();
    await ready(page);
    expect(await picker.inputValue()).toBe(HAIKU);
  });

  test('where the settings name none, those that can be called are offered', async () => {
    desk.settings({ inferenceModels: [] });
    const { page } = await desk.page();
    const offered = await page.getByLabel('Model').locator('option').allTextContents();
    expect(offered.toSorted()).toEqual(desk.fake.options.models.toSorted());
    expect(await converse(page, 'Hi')).toBe(desk.fake.options.answer);
  });

  test('models that can not be listed are looked for again', async () => {
    desk.settings({ inferenceModels: [] });
    desk.fake.faults.set('ListInferenceProfiles', { status: 403 });
    const run = await desk.start();
    const page = await chromium.window();
    page.setDefaultTimeout(9_000);
    await page.goto(run.address);
    await page.getByRole('alert').getByText('Bedrock ListInferenceProfiles').waitFor();
    await picture(page, 'chat-no-models');
    desk.fake.faults.clear();
    await button(page, 'Try again').click();
    await ready(page);
    expect(await page.getByRole('alert').isVisible()).toBe(false);
  });
});
