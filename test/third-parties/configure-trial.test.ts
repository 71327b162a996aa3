import { readdirSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { startFakeGateway } from '../fake-gateway.ts';
import { MODEL, ROLE, workSettings } from '../person.ts';
import { describeWithChromium, onChromium, picture } from './chromium/browser.ts';
import { addModel, atConfigure, choose, exported, fillIn } from './chromium/configure.ts';
import { button } from './chromium/desk.ts';

const HAIKU = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';
const ARN = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abcd1234efgh';

describeWithChromium('tests from the configuration window, on an AWS of their own (needs Chromium)', () => {
  const chromium = onChromium();
  const desk = atConfigure(chromium);

  /** What a run was given is gone. */
  const leftBehind = () => readdirSync(desk.person.home).filter((name) => name.startsWith('bedrock-admin-'));

  async function helperPage(): Promise<Page> {
    const { page } = await desk.page();
    await choose(page, 'Credential helper of this toolkit');
    await fillIn(page, 'inferenceBedrockRegion', 'us-east-1');
    await fillIn(page, 'awsProfile', 'work');
    return page;
  }

  test('models are found, chosen, labelled and put in order; the connection works', async () => {
    const page = await helperPage();
    await button(page, 'Find models').click();
    const offer = page.locator('.offered');
    await offer.locator(`input[value="${MODEL}"]`).check();
    await page.getByLabel('Filter').fill('haiku');
    await offer.locator(`input[value="${HAIKU}"]`).check();
    await page.getByLabel('Filter').fill('');
    await addModel(page, ARN);
    await page.getByLabel(`Label of ${ARN}`).fill('Ours');
    await page.getByLabel(`Label of ${ARN}`).press('Enter');
    await button(page, `Move up: ${ARN}`).click();
    await page.locator('.models:not(.offered) li').nth(1).getByText(ARN).waitFor();
    await button(page, `Move down: ${MODEL}`).click();
    await page.locator('.models:not(.offered) li').first().getByText(ARN).waitFor();
    await button(page, `Remove: ${HAIKU}`).click();
    await offer.locator(`input[value="${HAIKU}"]:not(:checked)`).waitFor();
    await button(page, `Move up: ${MODEL}`).click();
    await page.locator('.models:not(.offered) li').first().getByText(MODEL).waitFor();
    await picture(page, 'configure-models');
    await button(page, 'Test connection').click();
    await page.getByText('It works: a model answers with this configuration.').first().waitFor();
    expect(await page.locator('.steps li > strong').allInnerTexts()).toEqual([
      'OK: Settings',
      'OK: Credential',
      'OK: Models',
      'OK: Call',
    ]);
    await picture(page, 'configure-proved');
    await fillIn(page, 'logLevel', 'debug');
    await page.getByText('Something was changed since this test.').waitFor();
    const { content } = await exported(page, 'json');
    const { inferenceModels } = JSON.parse(content.toString());
    expect(inferenceModels.map((one: string | { name: string }) => (typeof one === 'string' ? one : one.name))).toEqual(
      [MODEL, ARN],
    );
    expect(inferenceModels[1]).toEqual({ name: ARN, labelOverride: 'Ours' });
    expect(leftBehind()).toEqual([]);
  });

  test.each([
    ['Sign-in by Claude itself', 'inferenceBedrockSso'],
    ['Credential helper of this toolkit', 'sso'],
  ])('%s: signs in for real', async (title, prefix) => {
    const { page } = await desk.page();
    await choose(page, title);
    await fillIn(page, 'inferenceBedrockRegion', 'us-east-1');
    for (const [key, value] of Object.entries(ROLE)) await fillIn(page, key.replace('sso', prefix), value);
    await fillIn(page, 'secureStorage', 'file');
    await addModel(page, MODEL);
    await button(page, 'Test connection').click();
    await page.getByText('It works: a model answers with this configuration.').first().waitFor();
    expect(desk.person.opened()).toHaveLength(1);
    expect(leftBehind()).toEqual([]);
  });

  test('a Bedrock API key, a named profile and a gateway are tested too', async () => {
    const config = desk.person.write('work.json', workSettings());
    const { stdout: token } = await desk.person.run('bedrock-credential-helper', [], {
      env: { BEDROCK_LAUNCHER_CONFIG: config },
    });
    const gateway = startFakeGateway(['key-of-the-gateway']);
    const region = { inferenceBedrockRegion: 'us-east-1' };
    const ways: [string, string, Record<string, string>][] = [
      ['Bedrock API key', MODEL, { ...region, inferenceBedrockBearerToken: token.trim() }],
      ['Named AWS profile', MODEL, { ...region, inferenceBedrockProfile: 'work' }],
      [
        'Your own LLM gateway',
        'claude-sonnet-4-5',
        { inferenceGatewayBaseUrl: gateway.url, inferenceGatewayApiKey: 'key-of-the-gateway' },
      ],
    ];
    try {
      for (const [title, model, fill] of ways) {
        const { page } = await desk.page();
        await choose(page, title);
        for (const [key, value] of Object.entries(fill)) await fillIn(page, key, value);
        await button(page, 'Find models').click();
        await page.locator(`.offered input[value="${model}"]`).check();
        await button(page, 'Test connection').click();
        await page.getByText('It works: a model answers with this configuration.').first().waitFor();
        if (title !== 'Named AWS profile') expect(await page.content()).not.toContain(Object.values(fill).at(-1));
        expect(leftBehind()).toEqual([]);
      }
    } finally {
      await gateway.stop();
    }
  });

  test('what does not work says at which step, why, and what to do', async () => {
    const page = await helperPage();
    await addModel(page, 'us.anthropic.claude-nothing-v1:0');
    await button(page, 'Test connection').click();
    await page.getByText('It does not work yet.').first().waitFor();
    await page.locator('.steps .failed').waitFor();
    expect(await page.locator('.steps .failed > strong').textContent()).toBe('Failed: Call');
    await picture(page, 'configure-failed');
    desk.fake.endSessions();
    desk.fake.options.decision = 'deny';
    await button(page, 'Find models').click();
    await page
      .locator('#finding .banner')
      .getByText(/denied|refused|not finished/)
      .waitFor();
    expect(leftBehind()).toEqual([]);
  });

  test('a test that nobody waits for any more is stopped, by the page or by the end of the program', async () => {
    const { page, run } = await desk.page();
    desk.fake.endSessions();
    desk.fake.options.decision = 'ask';
    await choose(page, 'Credential helper of this toolkit');
    await fillIn(page, 'inferenceBedrockRegion', 'us-east-1');
    await fillIn(page, 'awsProfile', 'work');
    await button(page, 'Test connection').click();
    await page.locator('#result .lines li').first().waitFor();
    await picture(page, 'configure-running');
    expect(leftBehind()).toHaveLength(1);
    await button(page, 'Stop').click();
    await page.getByText('stopped', { exact: true }).waitFor();
    expect(leftBehind()).toEqual([]);
    await button(page, 'Find models').click();
    await button(page, 'Stop').waitFor();
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    expect(leftBehind()).toEqual([]);
  });
});
