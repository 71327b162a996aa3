import { handOut } from '../../../admin/export/hand-out.ts';
import { normalized } from '../../../admin/setup/normalized.ts';
import { setupOf, type Values } from '../../../admin/setup/setup.ts';
import { keyNames } from '../../../shared/policy/keys.ts';

const region = { inferenceBedrockRegion: 'us-east-1' };
const role = {
  ssoStartUrl: 'https://x.awsapps.com/start',
  ssoRegion: 'us-east-1',
  ssoAccountId: '111122223333',
  ssoRoleName: 'R',
};

async function page(values: Values, organization?: string): Promise<string> {
  const [file] = await handOut.files(normalized(setupOf(values), { target: 'linux' }), { hive: 'HKLM', organization });
  return String(file?.content);
}

test.each<[string, Values, RegExp, RegExp]>([
  ['the launcher signs in', { ...region, ...role }, /\*\*x\.awsapps\.com\*\*/, /notification/],
  ['and tells of the end', { ...region, ...role, renewInBackground: true }, /notification/, /__none__/],
  ['the portal is not known', { ...region, awsProfile: 'x' }, /address that you know/, /awsapps/],
  [
    'nobody signs in',
    { ...region, inferenceBedrockBearerToken: 'k-of-all' },
    /Open \*\*Claude\*\*/,
    /k-of-all|sign-in page/,
  ],
])('%s', async (_name, values, has, hasNot) => {
  const text = await page(values);
  expect(text).toMatch(has);
  expect(text).not.toMatch(hasNot);
  // In the words of the people who read it, on one page.
  for (const name of keyNames.filter((one) => one !== 'client')) expect(text).not.toContain(name);
  expect(text.split('\n').length).toBeLessThan(45);
});

test('the company stands in the title as it is', async () => {
  expect(await page({ ...region, ...role }, 'A*B & [Co]')).toMatch(/^# Claude at A\\\*B & \\\[Co\\\]$/m);
});
