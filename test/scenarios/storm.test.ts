import { MODEL, type Outcome, signedIn, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';

const MANY = 20;

const stage = onStage({ decision: 'approve' });

function all(start: () => Promise<Outcome>): Promise<Outcome[]> {
  return Promise.all(Array.from({ length: MANY }, start));
}

async function withEndedSession(): Promise<void> {
  await signedIn(stage.person, stage.fake);
  stage.fake.endSessions();
}

test(`${MANY} launchers at once on an ended session open one page and make one sign-in`, async () => {
  await withEndedSession();
  const outcomes = await all(() => stage.person.run('bedrock-launcher', ['--no-open']));
  expect(outcomes.map(({ exitCode }) => exitCode)).toEqual(Array(MANY).fill(0));
  expect(stage.person.opened()).toHaveLength(1);
  expect(stage.fake.count('Authorize')).toBe(1);
  expect(stage.fake.count('CreateToken', { status: 200 })).toBe(1);
});

test(`${MANY} launchers at once, and the person denies: one page, and all of them say so`, async () => {
  stage.fake.options.decision = 'deny';
  await withEndedSession();
  const outcomes = await all(() => stage.person.run('bedrock-launcher', ['--no-open']));
  expect(outcomes.map(({ exitCode }) => exitCode)).toEqual(Array(MANY).fill(5));
  expect(outcomes.every(({ stderr }) => stderr.includes('error: the sign-in was denied in the browser'))).toBe(true);
  expect(stage.person.opened()).toHaveLength(1);
});

test(`${MANY} helpers at once on an ended session in the background open nothing and exit 4`, async () => {
  await withEndedSession();
  const outcomes = await all(() =>
    stage.person.run('bedrock-credential-helper', [], { env: { CLAUDE_HELPER_CONTEXT: 'background' } }),
  );
  expect(outcomes.map(({ exitCode, stdout }) => [exitCode, stdout])).toEqual(Array(MANY).fill([4, '']));
  expect(stage.person.opened()).toEqual([]);
  expect(stage.fake.count('RegisterClient')).toBe(0);
});

test(`${MANY} interactive helpers at once: one page, and all get a token`, async () => {
  await withEndedSession();
  const outcomes = await all(() =>
    stage.person.run('bedrock-credential-helper', [], { env: { CLAUDE_HELPER_CONTEXT: 'interactive' } }),
  );
  expect(outcomes.map(({ exitCode }) => exitCode)).toEqual(Array(MANY).fill(0));
  expect(outcomes.every(({ stdout }) => stdout.startsWith('bedrock-api-key-'))).toBe(true);
  expect(stage.person.opened()).toHaveLength(1);
});

test(`${MANY} helpers at once on an ended access token refresh it once`, async () => {
  stage.fake.options.accessTokenSeconds = 0;
  await signedIn(stage.person, stage.fake);
  stage.fake.options.accessTokenSeconds = 3600;
  const outcomes = await all(() => stage.person.run('bedrock-credential-helper'));
  expect(outcomes.map(({ exitCode }) => exitCode)).toEqual(Array(MANY).fill(0));
  expect(stage.fake.count('CreateToken', { grantType: 'refresh_token' })).toBe(1);
});

const CROWD = 100;

test(`${CROWD} helpers at once on an ended access token: one refresh, one GetRoleCredentials, and all get a token`, async () => {
  stage.person.write('settings.json', { ...workSettings(), secureStorage: 'file' });
  stage.fake.options.accessTokenSeconds = 0;
  await signedIn(stage.person, stage.fake);
  stage.fake.options.accessTokenSeconds = 3600;
  const helping = Array.from({ length: CROWD }, () => stage.person.run('bedrock-credential-helper'));
  const outcomes = await Promise.all(helping);
  expect(outcomes.map(({ exitCode }) => exitCode)).toEqual(Array(CROWD).fill(0));
  const tokens = [...new Set(outcomes.map(({ stdout }) => stdout))];
  expect(await Promise.all(tokens.map(statusOf))).toEqual(tokens.map(() => 200));
  expect(stage.fake.count('CreateToken')).toBe(1);
  expect(stage.fake.count('GetRoleCredentials')).toBe(1);
});

/** What Bedrock answers to whoever comes with that token. */
async function statusOf(token: string): Promise<number> {
  const messages = [{ role: 'user', content: 'hello' }];
  const { status } = await fetch(`${stage.fake.url}/model/${MODEL}/invoke`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}` },
    body: JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 1, messages }),
  });
  return status;
}

test('after a refusal an interactive helper opens no other page; a double-click does', async () => {
  stage.fake.options.decision = 'deny';
  await withEndedSession();
  const ask = () =>
    stage.person.run('bedrock-credential-helper', [], { env: { CLAUDE_HELPER_CONTEXT: 'interactive' } });
  expect((await ask()).exitCode).toBe(5);
  expect((await ask()).exitCode).toBe(5);
  expect(stage.person.opened()).toHaveLength(1);
  stage.fake.options.decision = 'approve';
  expect((await stage.person.run('bedrock-launcher', ['--no-open'])).exitCode).toBe(0);
  expect(stage.person.opened()).toHaveLength(2);
});

test('a helper whose budget ends leaves the sign-in alive, and the next call finds its result', async () => {
  stage.fake.options.decision = 'ask';
  await withEndedSession();
  stage.person.write('settings.json', {
    ...JSON.parse(stage.person.read('settings.json')),
    inferenceCredentialHelperTimeoutSec: 2,
    signInFlow: 'device-code',
  });
  const ask = () =>
    stage.person.run('bedrock-credential-helper', [], { env: { CLAUDE_HELPER_CONTEXT: 'interactive' } });
  expect(await ask()).toMatchObject({ exitCode: 9, stdout: '' });
  while (!signInRecord().invitation) await Bun.sleep(20);
  await allowOnThePage();
  while (!signInRecord().endedAt) await Bun.sleep(20);
  expect((await ask()).exitCode).toBe(0);
  expect(stage.person.opened()).toHaveLength(1);
});

function signInRecord(): { invitation?: { address: string }; endedAt?: number } {
  const [record = '{}'] = Object.values(stage.person.files('.local/state/bedrock-launcher/sign-in'));
  return JSON.parse(record);
}

/** Presses Allow, as the form of the authorize page does. */
async function allowOnThePage(): Promise<void> {
  const { address = '' } = signInRecord().invitation ?? {};
  const page = await (await fetch(address)).text();
  const action = new URL(/<form[^>]*action="([^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? '', address);
  const request = /name="request" value="([^"]*)"/.exec(page)?.[1] ?? '';
  await fetch(action, { method: 'POST', body: new URLSearchParams({ request, decision: 'allow' }) });
}
