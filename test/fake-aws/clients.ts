import { createHash, randomBytes } from 'node:crypto';
import { BedrockClient } from '@aws-sdk/client-bedrock';
import { BedrockRuntimeClient, InvokeModelWithResponseStreamCommand } from '@aws-sdk/client-bedrock-runtime';
import { IAMClient } from '@aws-sdk/client-iam';
import { GetRoleCredentialsCommand, SSOClient } from '@aws-sdk/client-sso';
import { SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import { STSClient } from '@aws-sdk/client-sts';
import { FetchHttpHandler } from '@smithy/fetch-http-handler';
import type { FakeAws } from './server.ts';

/** Real AWS clients pointed at the fake, for its own tests. They try once, so that a test sees what was answered. */
function configOf(fake: FakeAws) {
  return { endpoint: fake.url, region: 'us-east-1', maxAttempts: 1, requestHandler: new FetchHttpHandler() };
}

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string;
}

export const oidcOf = (fake: FakeAws) => new SSOOIDCClient(configOf(fake));
export const portalOf = (fake: FakeAws) => new SSOClient(configOf(fake));
export const stsOf = (fake: FakeAws, credentials: Credentials) => new STSClient({ ...configOf(fake), credentials });
export const iamOf = (fake: FakeAws, credentials: Credentials) => new IAMClient({ ...configOf(fake), credentials });
export const listsOf = (fake: FakeAws, credentials: Credentials) =>
  new BedrockClient({ ...configOf(fake), credentials, authSchemePreference: ['aws.auth#sigv4'] });

export function bedrockOf(fake: FakeAws, auth: { token: string } | Credentials): BedrockRuntimeClient {
  const chosen =
    'token' in auth
      ? { token: { token: auth.token }, authSchemePreference: ['httpBearerAuth'] }
      : { credentials: auth };
  return new BedrockRuntimeClient({ ...configOf(fake), ...chosen });
}

/** Of the first role, by way of a new session. */
export async function roleCredentials(fake: FakeAws): Promise<Required<Credentials>> {
  const { accountId, roleName } = fake.options.roles[0] ?? {};
  const { accessToken } = await fake.issueSession();
  const answer = await portalOf(fake).send(new GetRoleCredentialsCommand({ accessToken, accountId, roleName }));
  const { accessKeyId = '', secretAccessKey = '', sessionToken = '' } = answer.roleCredentials ?? {};
  return { accessKeyId, secretAccessKey, sessionToken };
}

export const MODEL = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';

export const PROMPT = {
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 100,
  messages: [{ role: 'user', content: 'Hello?' }],
};

/** The streamed text; throws what the client throws. */
export async function ask(client: BedrockRuntimeClient, prompt: object = PROMPT, modelId = MODEL): Promise<string> {
  const body = JSON.stringify(prompt);
  const answer = await client.send(new InvokeModelWithResponseStreamCommand({ modelId, body }));
  let text = '';
  for await (const event of answer.body ?? []) {
    text += JSON.parse(new TextDecoder().decode(event.chunk?.bytes)).delta?.text ?? '';
  }
  return text;
}

/** What the client threw. Read without `instanceof`: Jest gives tests an Error class of their own. */
export async function refusalOf(call: Promise<unknown>): Promise<{ name: string; message: string; status: number }> {
  try {
    await call;
  } catch (error) {
    const { name, message, $metadata } = Object(error);
    return { name, message, status: $metadata?.httpStatusCode ?? 0 };
  }
  throw new Error('the call was not refused');
}

export function pkcePair(): { verifier: string; challenge: string } {
  const verifier = randomBytes(32).toString('base64url');
  return { verifier, challenge: createHash('sha256').update(verifier).digest('base64url') };
}
