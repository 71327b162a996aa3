import { Problem } from '../../../shared/problem.ts';
import { onPage } from './visitor.ts';

const on = onPage();
const invitation = { address: 'https://aws.example', userCode: 'ABCD-EFGH', expiresAt: Date.now() + 600_000 };

async function followed(headers = {}) {
  const { key } = await on.entered();
  const following = await on.follow(key, headers);
  return { key, following };
}

test('the state is told at once, and again as soon as it changes', async () => {
  const { following } = await followed();
  expect(await following.next()).toMatchObject({ tone: 'busy', title: 'One moment', last: false, buttons: [] });
  on.page.show({ name: 'sign-in-needed', invitation }, ['sign-in', 'other-way']);
  expect(await following.next()).toEqual({
    tone: 'ask',
    title: 'Sign in to AWS',
    text: 'On the AWS page, check that it shows this code, then allow the access.',
    buttons: [
      { deed: 'sign-in', label: 'Sign in', main: true },
      { deed: 'other-way', label: 'Sign in without a code instead', main: false },
    ],
    address: 'https://aws.example',
    userCode: 'ABCD-EFGH',
    secondsLeft: expect.any(Number),
    stays: true,
    last: false,
  });
});

test('it is told to all tabs, and not before it changes', async () => {
  const { key, following } = await followed();
  const other = await on.follow(key);
  for (const tab of [following, other]) await tab.next();
  const told = Promise.all([following.next(), other.next()]);
  expect(await Promise.race([told, Bun.sleep(50).then(() => 'still waiting')])).toBe('still waiting');
  on.page.show({ name: 'opened' });
  for (const view of await told) expect(view).toMatchObject({ title: 'Claude is open', last: true });
});

test.each([
  ['de-CH, en;q=0.8', 'Einen Moment'],
  ['ja', 'お待ちください'],
  ['xx, fr;q=0.1', 'Un instant'],
])('each tab is told in its own language: %s', async (accepted, title) => {
  const { key, following } = await followed();
  const other = await on.follow(key, { 'accept-language': accepted });
  expect([(await following.next())?.title, (await other.next())?.title]).toEqual(['One moment', title]);
});

test('it is text: markup in a message stays a message', async () => {
  const { key, following } = await followed();
  await following.next();
  const problem = new Problem('storage', '<script>alert(1)</script>', '"&');
  on.page.show({ name: 'storage-broken', problem }, ['retry', 'copy-report']);
  expect(await following.next()).toMatchObject({ what: '<script>alert(1)</script>.', hint: '"&.' });
  const { headers } = await on.get('/report', { 'x-page-key': key });
  expect(headers.get('content-type')).toBe('text/plain; charset=utf-8');
});

test.each([
  ['the network is slow', 'The network is slow.'],
  ['inferenceBedrockAwsCliPath names nothing', 'inferenceBedrockAwsCliPath names nothing.'],
  ['aws sso login failed', 'aws sso login failed.'],
  ['/etc/hosts: no', '/etc/hosts: no.'],
  ['', ''],
])('%j begins as a sentence, but a name stays what it is', async (message, what) => {
  const { following } = await followed();
  await following.next();
  on.page.show({ name: 'offline', problem: new Problem('unreachable', message, message) });
  expect(await following.next()).toMatchObject({ what, hint: what });
});

test('what is wrong without a button to press is the end of it', async () => {
  const { following } = await followed();
  await following.next();
  on.page.show({ name: 'denied', problem: new Problem('signInRefused', 'no', 'hint') });
  const { text, last, what } = (await following.next()) ?? {};
  expect([last, what]).toEqual([true, undefined]);
  expect(text).toMatch(/^Double-click the Bedrock Launcher icon/);
});

test('the report is made by whoever was asked to, for whoever has the key', async () => {
  const { key } = await on.entered();
  on.page.reportBy(async () => 'FAILED: <b>all</b>');
  const response = await on.get('/report', { 'x-page-key': key });
  expect(await response.text()).toBe('FAILED: <b>all</b>');
});

test('a report that can not be made ends as an answer', async () => {
  const { key } = await on.entered();
  on.page.reportBy(() => Promise.reject(new Error('a secret of the doctor')));
  const response = await on.get('/report', { 'x-page-key': key });
  expect([response.status, await response.text()]).toEqual([500, 'internal error']);
});

test('the page stays until the browser has seen the last state, and then its end', async () => {
  const { following } = await followed();
  await following.next();
  on.page.show({ name: 'ready' });
  await on.page.close();
  expect(await following.next()).toMatchObject({ last: true });
  expect(await following.next()).toBeUndefined();
});
