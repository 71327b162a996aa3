import { type Aws, type Exchange, formBody, type Operation } from './exchange.ts';
import type { FakeAwsOptions } from './options.ts';
import { decisionPage, page, userCodePage } from './page.ts';
import { expired, Refusal } from './refusal.ts';
import { type Client, mayUse } from './registrations.ts';
import type { CodeSignIn, DeviceSignIn } from './sign-ins.ts';

/** The pages that a person sees: the authorize page, the device page, and what Allow and Deny post to. */
export const authorizeOperations: readonly Operation[] = [
  { name: 'Authorize', service: 'page', method: 'GET', path: /^\/authorize$/, handle: authorize },
  { name: 'VerifyDevice', service: 'page', method: 'GET', path: /^\/device$/, handle: verifyDevice },
  { name: 'Decide', service: 'page', method: 'POST', path: /^\/decision$/, handle: decide },
];

function authorize(exchange: Exchange, aws: Aws): Response {
  const { options, registrations, signIns } = aws;
  const query = exchange.url.searchParams;
  const client = registrations.find(query.get('client_id') ?? '');
  if (!client || client.expiresAt <= exchange.now) throw new Refusal(400, 'InvalidClientException', 'Invalid client');
  const redirectUri = query.get('redirect_uri') ?? '';
  // Nothing may be sent to an address that the client did not register, not even an error.
  if (!isRegistered(client, redirectUri)) throw new Refusal(400, 'InvalidRequestException', 'Invalid redirect URI');
  const state = query.get('state') ?? '';
  const error = authorizeError(client, query);
  if (error) return redirect(redirectUri, { error, error_description: `${error} at the authorize page`, state });

  const { id, signIn } = signIns.askCode({
    client,
    redirectUri,
    state,
    challenge: query.get('code_challenge') ?? '',
    expiresAt: exchange.now + options.deviceCodeSeconds * 1000,
  });
  if (options.decision === 'ask') return decisionPage('Allow access?', `${client.name} wants to access your data.`, id);
  return settle(signIn, answerOf(options.decision), exchange, aws);
}

/** An error code of RFC 6749, section 4.1.2.1, or undefined. */
function authorizeError(client: Client, query: URLSearchParams): string | undefined {
  const scopes = (query.get('scopes') ?? '').split(/[\s,]+/).filter(Boolean);
  if (query.get('response_type') !== 'code') return 'unsupported_response_type';
  if (!mayUse(client, 'authorization_code')) return 'unauthorized_client';
  if (!query.get('state')) return 'invalid_request';
  if (query.get('code_challenge_method') !== 'S256') return 'invalid_request';
  if (!/^[\w-]{43}$/.test(query.get('code_challenge') ?? '')) return 'invalid_request';
  if (!scopes.every((scope) => client.scopes.includes(scope))) return 'invalid_scope';
  return undefined;
}

/** RFC 8252, section 7.3: the port of a loopback redirect is free. */
function isRegistered(client: Client, redirectUri: string): boolean {
  const given = URL.parse(redirectUri);
  if (!given) return false;
  given.port = '';
  return client.redirectUris.some((uri) => withoutPort(uri) === given.href);
}

function withoutPort(uri: string): string {
  const url = new URL(uri);
  url.port = '';
  return url.href;
}

function verifyDevice(exchange: Exchange, aws: Aws): Response {
  const userCode = exchange.url.searchParams.get('user_code');
  if (!userCode) return userCodePage();
  const signIn = aws.signIns.asked(userCode);
  if (signIn?.kind !== 'device') throw new Refusal(400, 'Invalid code', 'There is no such code');
  if (signIn.expiresAt <= exchange.now) throw expired.page;
  const { decision } = aws.options;
  if (decision !== 'ask') return settle(signIn, answerOf(decision), exchange, aws);
  return decisionPage(
    'Authorization requested',
    `Confirm that the code ${signIn.userCode} is shown on your device. ${signIn.client.name} wants to access your data.`,
    signIn.userCode,
  );
}

function decide(exchange: Exchange, aws: Aws): Response {
  const form = formBody(exchange);
  const signIn = aws.signIns.asked(form.get('request') ?? '');
  const decision = form.get('decision');
  if (!signIn || (decision !== 'allow' && decision !== 'deny'))
    throw new Refusal(400, 'Invalid request', 'Nothing asked');
  if (signIn.decision || signIn.expiresAt <= exchange.now) throw expired.page;
  return settle(signIn, decision, exchange, aws);
}

function settle(
  signIn: CodeSignIn | DeviceSignIn,
  decision: 'allow' | 'deny',
  exchange: Exchange,
  { options, signIns }: Aws,
): Response {
  signIn.decision ??= decision;
  if (signIn.kind === 'code') {
    if (signIn.decision === 'deny')
      return redirect(signIn.redirectUri, { error: 'access_denied', state: signIn.state });
    const code = signIns.issueCode(signIn, exchange.now + options.authorizationCodeSeconds * 1000);
    return redirect(signIn.redirectUri, { code, state: signIn.state });
  }
  return signIn.decision === 'allow'
    ? page('Request approved', '<p>You can close this window.</p>')
    : page('Request denied', '<p>You can close this window.</p>');
}

function answerOf(decision: Exclude<FakeAwsOptions['decision'], 'ask'>): 'allow' | 'deny' {
  return decision === 'approve' ? 'allow' : 'deny';
}

function redirect(redirectUri: string, parameters: Record<string, string>): Response {
  const url = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return new Response(null, { status: 302, headers: { location: url.href, 'cache-control': 'no-store' } });
}
