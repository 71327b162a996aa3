import { statSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { openContent } from '../../admin/configure/opened.ts';
import { MODEL } from '../person.ts';
import { describeWithChromium, onChromium, picture } from './chromium/browser.ts';
import { addModel, atConfigure, choose, exported, field, fillIn } from './chromium/configure.ts';
import { button } from './chromium/desk.ts';

const SECRET = 'password-of-the-proxy';

/** Of every kind: texts, numbers, switches, lists with more than an ID, and a secret. */
const VALUES = {
  inferenceProvider: 'bedrock',
  inferenceCredentialKind: 'helper-script',
  inferenceBedrockRegion: 'eu-central-1',
  inferenceModels: [
    { name: 'eu.anthropic.claude-sonnet-4-5-20250929-v1:0', labelOverride: 'Sonnet „von uns“', supports1m: true },
    'arn:aws:bedrock:eu-central-1:111122223333:application-inference-profile/abcd1234efgh',
  ],
  inferenceCredentialHelper: '/opt/company/bedrock-credential-helper',
  inferenceCredentialHelperTtlSec: 2_700,
  awsProfile: 'work "of" ours\\here',
  proxyUrl: `http://ana:${SECRET}@proxy.example.com:8080`,
  renewInBackground: true,
};

const upload = (page: Page, name: string, content: Buffer) =>
  page.locator('#open').setInputFiles({ name, mimeType: 'application/octet-stream', buffer: content });
const shownFrom = (page: Page, text: string) => page.locator('#from').getByText(text).waitFor();

describeWithChromium('files in the configuration window (needs Chromium)', () => {
  const chromium = onChromium();
  const desk = atConfigure(chromium);

  test.each([
    ['json', {}],
    ['mobileconfig', {}],
    // Of Windows: the path of a Unix is none there.
    ['reg', { inferenceCredentialHelper: 'D:\\Company\\bedrock-credential-helper.exe' }],
  ])('an export in %s, opened again, gives the same values back', async (format, more) => {
    const values = { ...VALUES, ...more };
    const { page } = await desk.page();
    await upload(page, 'all.json', Buffer.from(JSON.stringify(values)));
    await shownFrom(page, 'Opened: all.json');
    expect(await field(page, 'awsProfile').inputValue()).toBe(VALUES.awsProfile);
    expect(await page.getByRole('radio', { name: 'Credential helper of this toolkit' }).isChecked()).toBe(true);
    if (format === 'reg') await page.locator('#system').selectOption('win32');
    const first = await exported(page, format);
    await choose(page, 'Bedrock API key');
    await upload(page, first.name, first.content);
    await shownFrom(page, `Opened: ${first.name}`);
    const { values: again } = await openContent(first.name, (await exported(page, format)).content);
    expect(again).toEqual(values);
    await page.getByText('Exports with a secret in them').first().waitFor();
    expect(await page.content()).not.toContain(SECRET);
  });

  test('what no export can be made of is not opened, and what is there stays', async () => {
    const { page } = await desk.page();
    await choose(page, 'Bedrock API key');
    await fillIn(page, 'inferenceBedrockRegion', 'us-east-1');
    for (const [name, content, said] of [
      ['broken.json', '{"inferenceProvider":', 'Broken.json: not valid JSON.'],
      ['wrong.json', '{"inferenceBedrockRegion":"us east"}', 'must be an AWS region'],
      ['slip.json', '{"inferenceBedrockregion":"us-east-1"}', 'no key has that name'],
      ['other.txt', 'hello', 'neither JSON nor a registry file nor a property list'],
    ] as const) {
      await upload(page, name, Buffer.from(content));
      await page.locator('#notice').getByText(new RegExp(said, 'i')).waitFor();
    }
    await picture(page, 'configure-broken-file');
    expect(await field(page, 'inferenceBedrockRegion').inputValue()).toBe('us-east-1');
  });

  test('Save, and nothing else, writes the file of the command line', async () => {
    const { page, run } = await desk.page(['new.json']);
    await choose(page, 'Named AWS profile');
    await fillIn(page, 'inferenceBedrockRegion', 'us-east-1');
    await fillIn(page, 'inferenceBedrockProfile', 'work');
    await addModel(page, MODEL);
    expect(desk.person.exists('new.json')).toBe(false);
    await button(page, 'Save').click();
    await page.locator('#save:disabled').waitFor();
    expect(JSON.parse(desk.person.read('new.json'))).toEqual({
      inferenceProvider: 'bedrock',
      inferenceCredentialKind: 'vendor-profile',
      inferenceBedrockRegion: 'us-east-1',
      inferenceBedrockProfile: 'work',
      inferenceModels: [MODEL],
    });
    expect(statSync(`${desk.person.home}/new.json`).mode & 0o777).toBe(0o644);
    await fillIn(page, 'proxyUrl', 'http://ana:secret@proxy.example.com:8080');
    await button(page, 'Save').click();
    await page.locator('#save:disabled').waitFor();
    expect(statSync(`${desk.person.home}/new.json`).mode & 0o777).toBe(0o600);
    await field(page, 'inferenceBedrockRegion').fill('nowhere');
    await page.getByText('must be an AWS region').waitFor();
    await button(page, 'Save').click();
    await page.locator('#notice').getByText('To be corrected first: inferenceBedrockRegion').waitFor();
    expect(desk.person.read('new.json')).toContain('"us-east-1"');
    run.child.kill('SIGINT');
    await page.getByText('The program has ended').waitFor();
    expect(await run.ended).toBe(0);
  });

  test.each(['reg', 'mobileconfig'])(
    'a .%s of the command line is opened, and saved in its own form',
    async (format) => {
      const { page } = await desk.page([`setup.${format}`]);
      await choose(page, 'Bedrock API key');
      await fillIn(page, 'inferenceBedrockRegion', 'us-east-1');
      await fillIn(page, 'inferenceBedrockBearerToken', 'key-of-everyone');
      await button(page, 'Save').click();
      await page.locator('#save:disabled').waitFor();
      const { page: second } = await desk.page([`setup.${format}`]);
      await shownFrom(second, `Opened: setup.${format}`);
      expect(await field(second, 'inferenceBedrockRegion').inputValue()).toBe('us-east-1');
      await second.locator('#part-access').getByText('A value is set. It is not shown.').waitFor();
      await field(second, 'logLevel').selectOption('debug');
      await second.locator('#save:enabled').click();
      await second.locator('#save:disabled').waitFor();
      const content = Buffer.from(await Bun.file(`${desk.person.home}/setup.${format}`).arrayBuffer());
      expect((await openContent(`setup.${format}`, content)).values).toMatchObject({
        inferenceBedrockBearerToken: 'key-of-everyone',
        logLevel: 'debug',
      });
    },
  );

  test('what counts on this machine is opened', async () => {
    desk.person.env['BEDROCK_LAUNCHER_CONFIG'] = desk.person.write('own.json', { ...VALUES, awsProfile: 'own' });
    const { page } = await desk.page();
    await button(page, 'Open what counts here').click();
    await shownFrom(page, 'own.json');
    expect(await field(page, 'awsProfile').inputValue()).toBe('own');
    expect(await page.locator('.models code').first().textContent()).toBe(VALUES.inferenceModels[0]?.['name' as never]);
  });

  test('an approach whose keys nobody here knows is said to be one', async () => {
    const { page } = await desk.page();
    const content = { inferenceProvider: 'bedrock', inferenceCredentialKind: 'external-idp' };
    await upload(page, 'other.json', Buffer.from(JSON.stringify(content)));
    await page.getByText('not known here (bedrock, external-idp)').waitFor();
    await choose(page, 'Bedrock API key');
    await page.locator('#other-kind').waitFor({ state: 'hidden' });
  });

  test('what another approach needs is left, said, and taken away', async () => {
    const { page } = await desk.page();
    await choose(page, 'Bedrock API key');
    await fillIn(page, 'inferenceBedrockBearerToken', 'key-of-everyone');
    await choose(page, 'Credential helper of this toolkit');
    await page.getByText('Of no use to this approach, and not exported as it stands: Bedrock API key.').waitFor();
    await button(page, 'Remove these').click();
    await page.locator('#leftovers').waitFor({ state: 'hidden' });
    await choose(page, 'Bedrock API key');
    await page.getByText('Still missing: AWS region of Bedrock, Bedrock API key').waitFor();
  });
});
