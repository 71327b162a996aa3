import { BedrockClient } from '@aws-sdk/client-bedrock';
import { clientSettings } from '../network/aws-client.ts';
import { type Authorization, addHeaders, authorizing, type RequestSettings } from './runtime.ts';

/** A client that lists models, authorized like the calls to them. */
export function listingClient(
  { network, customHeaders }: RequestSettings,
  region: string,
  authorization: Authorization,
): BedrockClient {
  const client = new BedrockClient({ ...clientSettings(network, 'BEDROCK', region), ...authorizing(authorization) });
  addHeaders(client.middlewareStack, { ...customHeaders, ...('token' in authorization ? authorization.headers : {}) });
  return client;
}
