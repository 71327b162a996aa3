import { openContent } from '../../admin/configure/opened.ts';
import { MODEL } from '../person.ts';
import { describeWithChromium, onChromium, picture } from './chromium/browser.ts';
import { addModel, atConfigure, choose, exported, field, fillIn } from './chromium/configure.ts';

const REGION = { inferenceBedrockRegion: 'us-east-1' };
const PORTAL = 'https://example.awsapps.com/start';

/** Each approach: what it is called, what is filled in, and what comes out. */
const walks = [
  {
    title: 'Bedrock API key',
    fill: { ...REGION, inferenceBedrockBearerToken: 'bedrock-api-key-of-everyone' },
    kind: 'static',
    formats: ['mobileconfig', 'json'],
  },
  {
    title: 'Named AWS profile',
    fill: { ...REGION, inferenceBedrockProfile: 'work' },
    kind: 'vendor-profile',
    models: true,
    formats: ['json', 'mobileconfig'],
  },
  {
    title: 'Sign-in by Claude itself',
    fill: {
      ...REGION,
      inferenceBedrockSsoStartUrl: PORTAL,
      inferenceBedrockSsoRegion: 'us-east-1',
      inferenceBedrockSsoAccountId: '111122223333',
      inferenceBedrockSsoRoleName: 'BedrockUser',
    },
    kind: 'interactive',
    models: true,
    formats: ['reg', 'json'],
  },
  {
    title: 'Credential helper of this toolkit',
    fill: {
      ...REGION,
      ssoStartUrl: PORTAL,
      ssoRegion: 'us-east-1',
      ssoAccountId: '111122223333',
      ssoRoleName: 'BedrockUser',
      renewInBackground: 'true',
    },
    kind: 'helper-script',
    models: true,
    formats: ['mobileconfig', 'reg'],
  },
  {
    title: 'Your own LLM gateway',
    fill: { inferenceGatewayBaseUrl: 'https://gateway.example.com', inferenceGatewayApiKey: 'key-of-the-gateway' },
    kind: 'static',
    models: true,
    formats: ['json', 'reg'],
  },
];

describeWithChromium('the configuration window in Chromium (needs Chromium)', () => {
  const chromium = onChromium();
  const desk = atConfigure(chromium);

  test.each(walks)('$title, from empty to exported files', async ({ title, fill, kind, models, formats }) => {
    const { page } = await desk.page();
    const complaints: string[] = [];
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await choose(page, title);
    for (const [key, value] of Object.entries(fill)) await fillIn(page, key, value);
    if (models) await addModel(page, MODEL);
    await page.locator('#go:enabled').waitFor();
    await picture(page, `configure-${kind}-${title.split(' ')[1]}`);
    for (const format of formats) {
      const { name, content } = await exported(page, format);
      const { values } = await openContent(name, content);
      const typed = Object.entries(fill).map(([key, value]) => [key, value === 'true' ? true : value]);
      expect(values).toMatchObject({
        ...Object.fromEntries(typed),
        inferenceCredentialKind: kind,
        ...(models && { inferenceModels: [MODEL] }),
      });
    }
    expect([await page.locator('.finding.error').allInnerTexts(), complaints]).toEqual([[], []]);
  });

  test('what is typed is checked as it is typed, and nothing is exported before it is right', async () => {
    const { page } = await desk.page();
    await choose(page, 'Bedrock API key');
    const region = field(page, 'inferenceBedrockRegion');
    await region.pressSequentially('us east');
    const error = page.locator('#field-inferenceBedrockRegion-error');
    await error.getByText('must be an AWS region').waitFor();
    expect(await region.getAttribute('aria-invalid')).toBe('true');
    expect(await region.getAttribute('aria-describedby')).toContain('field-inferenceBedrockRegion-error');
    expect(await region.inputValue()).toBe('us east');
    await page.getByText('Fields to correct: 1.').waitFor();
    await picture(page, 'configure-wrong');
    await region.fill('eu-central-1');
    await error.waitFor({ state: 'hidden' });
    expect(await page.locator('#go').isDisabled()).toBe(true);
    await page.getByText('Still missing: Bedrock API key').waitFor();
    await page.reload();
    await expectValue();
    async function expectValue() {
      await field(page, 'inferenceBedrockRegion').waitFor();
      expect(await field(page, 'inferenceBedrockRegion').inputValue()).toBe('eu-central-1');
    }
  });
});
