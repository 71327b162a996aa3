import { chmodSync } from 'node:fs';
import { type FakeGateway, GATEWAY_ANSWER, startFakeGateway } from '../fake-gateway.ts';
import { MODEL, programFile, signedIn } from '../person.ts';
import { onStage } from '../stage.ts';

/** The same matrix as in test/shared/policy/approaches.test.ts, acted on by the compiled programs. */
const stage = onStage({ decision: 'approve' });

const OLDER = '1.6000.0';
const MIDDLE = '1.20000.0';
const NEWEST = '2.8000.0';

const bedrock = { inferenceProvider: 'bedrock', inferenceBedrockRegion: 'us-east-1', inferenceModels: [MODEL] };
const profile = { inferenceBedrockProfile: 'work' };
const sso = {
  inferenceBedrockSsoStartUrl: 'https://example.awsapps.com/start',
  inferenceBedrockSsoRegion: 'us-east-1',
  inferenceBedrockSsoAccountId: '111122223333',
  inferenceBedrockSsoRoleName: 'BedrockUser',
};
const gateway = { inferenceProvider: 'gateway', inferenceGatewayBaseUrl: '', inferenceGatewayApiKey: 'company-key' };

let fakeGateway: FakeGateway;
beforeAll(() => {
  fakeGateway = startFakeGateway(['company-key']);
  gateway.inferenceGatewayBaseUrl = fakeGateway.url;
});
afterAll(() => fakeGateway.stop());
const helper = {
  inferenceCredentialKind: 'helper-script',
  inferenceCredentialHelper: programFile('bedrock-credential-helper'),
};
const kind = (inferenceCredentialKind: string) => ({ inferenceCredentialKind });

/** What a person sees of each. */
interface Acts {
  helper: 'token of settings' | 'minted' | 3 | 4;
  launcher: 'API key' | 'profile' | 'sign-in' | 'gateway' | 'app' | 3;
  client: 'token of settings' | 'minted' | 'gateway' | 3;
}
const TOKEN: Acts = { helper: 'token of settings', launcher: 'API key', client: 'token of settings' };
const PROFILE: Acts = { helper: 'minted', launcher: 'profile', client: 'minted' };
const SIGN_IN: Acts = { helper: 4, launcher: 'sign-in', client: 'minted' };
const GATEWAY: Acts = { helper: 3, launcher: 'gateway', client: 'gateway' };
const APP: Acts = { helper: 3, launcher: 'app', client: 3 };
const BROKEN: Acts = { helper: 3, launcher: 3, client: 3 };

type Bearer = { bearer?: boolean };
const matrix: [name: string, values: object & Bearer, older: Acts, middle: Acts, newest: Acts][] = [
  ['a bearer token', { bearer: true, ...kind('static') }, TOKEN, TOKEN, TOKEN],
  ['a named profile', { ...profile, ...kind('vendor-profile') }, PROFILE, PROFILE, PROFILE],
  ['in-app sign-in', { ...sso, ...kind('interactive') }, SIGN_IN, SIGN_IN, SIGN_IN],
  ['our helper on a profile', { ...profile, ...helper }, PROFILE, PROFILE, PROFILE],
  ['our helper, wherever it is', { ...profile, ...kind('helper-script') }, PROFILE, PROFILE, PROFILE],
  ['a gateway', gateway, GATEWAY, GATEWAY, GATEWAY],
  ['bearer and profile, no kind', { bearer: true, ...profile }, TOKEN, PROFILE, PROFILE],
  ['bearer and in-app, no kind', { bearer: true, ...sso }, TOKEN, SIGN_IN, SIGN_IN],
  ['profile and in-app, no kind', { ...profile, ...sso }, PROFILE, SIGN_IN, SIGN_IN],
  ['bearer and profile, kind static', { bearer: true, ...profile, ...kind('static') }, TOKEN, TOKEN, TOKEN],
  ['kind static without a token', { ...profile, ...kind('static') }, PROFILE, BROKEN, BROKEN],
  ['sign-in with an identity provider', { ...profile, ...kind('external-idp') }, PROFILE, APP, APP],
];
const cells = matrix.flatMap(([name, values, ...acts]) =>
  [OLDER, MIDDLE, NEWEST].map((version, at) => [name, version, values, acts[at] ?? BROKEN] as const),
);

/** A token that AWS takes, made by somebody else. */
async function bearerToken(): Promise<string> {
  stage.person.write('settings.json', { ...bedrock, awsProfile: 'work' });
  const { stdout } = await stage.person.run('bedrock-credential-helper', [], {
    env: { CLAUDE_HELPER_CONTEXT: 'background' },
  });
  return stdout;
}

function clientApp(): string {
  const file = stage.person.write('app', `#!/bin/sh\ntouch "${stage.person.home}/app-opened"\n`);
  chmodSync(file, 0o755);
  return file;
}

const roleCalls = () => stage.fake.count('GetRoleCredentials');

test.each(cells)('%s, app %s', async (_name, minimumAppVersion, { bearer, ...values }: object & Bearer, acts) => {
  await signedIn(stage.person, stage.fake);
  const token = await bearerToken();
  const own = { ...bedrock, ...(bearer ? { inferenceBedrockBearerToken: token } : {}), ...values };
  stage.person.write('settings.json', { ...own, minimumAppVersion, secureStorage: 'file', client: clientApp() });

  const before = roleCalls();
  const helped = await stage.person.run('bedrock-credential-helper', [], {
    env: { CLAUDE_HELPER_CONTEXT: 'background' },
  });
  if (acts.helper === 'token of settings') expect([helped.stdout, roleCalls()]).toEqual([token, before]);
  else if (acts.helper === 'minted') expect([helped.exitCode, roleCalls() > before]).toEqual([0, true]);
  else expect([helped.exitCode, helped.stdout]).toEqual([acts.helper, '']);

  const launched = await stage.person.run('bedrock-launcher');
  const said = {
    'API key': /hold a Bedrock API key/,
    gateway: /the gateway has/,
    app: /the app asks for the sign-in itself/,
  };
  const expected = said[acts.launcher as keyof typeof said] ?? /signed in as arn:aws:sts/;
  if (acts.launcher === 3) expect(launched.exitCode).toBe(3);
  else expect(launched).toMatchObject({ exitCode: 0, stderr: expect.stringMatching(expected) });
  const pages = stage.person.opened().length;
  expect(pages).toBe(acts.launcher === 'sign-in' || acts.launcher === 3 ? 1 : 0);

  const beforeAsking = roleCalls();
  const asked = await stage.person.run('bedrock-client', ['ask', 'hi']);
  if (acts.client === 3) expect([asked.exitCode, asked.stdout]).toEqual([3, '']);
  else if (acts.client === 'gateway') expect(asked).toMatchObject({ exitCode: 0, stdout: GATEWAY_ANSWER });
  else expect(asked).toMatchObject({ exitCode: 0, stdout: stage.fake.options.answer });
  if (acts.client === 'token of settings') expect(roleCalls()).toBe(beforeAsking);
});
