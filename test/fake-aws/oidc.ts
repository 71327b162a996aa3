import { type Aws, type Exchange, jsonBody, type Operation, textOf, textsOf } from './exchange.ts';
import { createToken } from './grants.ts';
import { Refusal } from './refusal.ts';
import { DEVICE_GRANT, mayUse } from './registrations.ts';

/** AWS SSO OIDC: https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/ */
export const oidcOperations: readonly Operation[] = [
  { name: 'RegisterClient', service: 'oidc', method: 'POST', path: /^\/client\/register$/, handle: registerClient },
  {
    name: 'StartDeviceAuthorization',
    service: 'oidc',
    method: 'POST',
    path: /^\/device_authorization$/,
    handle: startDeviceAuthorization,
  },
  { name: 'CreateToken', service: 'oidc', method: 'POST', path: /^\/token$/, handle: createToken },
];

const GRANT_TYPES = ['authorization_code', 'refresh_token', DEVICE_GRANT];

function registerClient(exchange: Exchange, { options, registrations }: Aws): Response {
  const body = jsonBody(exchange);
  const name = textOf(body['clientName']);
  if (!name) throw new Refusal(400, 'InvalidRequestException', 'clientName is required');
  if (body['clientType'] !== 'public') throw new Refusal(400, 'InvalidClientMetadataException', 'Invalid client type');
  const issuerUrl = textOf(body['issuerUrl']);
  if (issuerUrl) checkStartUrl(issuerUrl, options.startUrl);

  const grantTypes = readGrantTypes(body['grantTypes']);
  const redirectUris = readRedirectUris(body['redirectUris']);
  const registration = { name, scopes: textsOf(body['scopes']) ?? [], grantTypes, redirectUris };
  const client = registrations.register(registration, exchange.now, options.registrationSeconds);
  return Response.json({
    authorizationEndpoint: null,
    clientId: client.clientId,
    clientIdIssuedAt: Math.floor(client.issuedAt / 1000),
    clientSecret: client.clientSecret,
    clientSecretExpiresAt: Math.floor(client.expiresAt / 1000),
    tokenEndpoint: null,
  });
}

function readGrantTypes(value: unknown): string[] | undefined {
  const grantTypes = textsOf(value);
  if (grantTypes?.some((type) => !GRANT_TYPES.includes(type))) {
    throw new Refusal(400, 'UnsupportedGrantTypeException', 'Unsupported grant type');
  }
  return grantTypes;
}

function readRedirectUris(value: unknown): string[] {
  const uris = textsOf(value) ?? [];
  if (!uris.every(isLoopback)) throw new Refusal(400, 'InvalidRedirectUriException', 'Invalid redirect URI');
  return uris;
}

function isLoopback(uri: string): boolean {
  const url = URL.parse(uri);
  return url?.protocol === 'http:' && ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname);
}

function startDeviceAuthorization(exchange: Exchange, { url, options, registrations, signIns }: Aws): Response {
  const body = jsonBody(exchange);
  const client = registrations.authenticate(textOf(body['clientId']), textOf(body['clientSecret']), exchange.now);
  if (!mayUse(client, DEVICE_GRANT)) {
    throw new Refusal(400, 'UnauthorizedClientException', 'Client is not allowed to use this grant');
  }
  checkStartUrl(textOf(body['startUrl']), options.startUrl);
  const signIn = signIns.askDevice(client, exchange.now + options.deviceCodeSeconds * 1000);
  return Response.json({
    deviceCode: signIn.deviceCode,
    expiresIn: options.deviceCodeSeconds,
    interval: options.deviceIntervalSeconds,
    userCode: signIn.userCode,
    verificationUri: `${url}/device`,
    verificationUriComplete: `${url}/device?user_code=${signIn.userCode}`,
  });
}

function checkStartUrl(given: string | undefined, expected: string): void {
  const bare = (address: string) => address.replace(/\/?(#\/?)?$/, '');
  if (given && bare(given) === bare(expected)) return;
  throw new Refusal(400, 'InvalidRequestException', 'Invalid start url provided', 'not the start URL of this portal');
}
