import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { clientSettings, type Network } from '../network/aws-client.ts';
import type { Config } from '../policy/config.ts';
import type { HelperAnswer } from '../token/helper-output.ts';

/** What the settings say of the requests to a model. */
export type RequestSettings = Pick<Config, 'baseUrl' | 'serviceTier' | 'customHeaders'> & { network: Network };

/** A client that calls models with a helper's token and headers. */
export function runtimeClient(
  { network, baseUrl, serviceTier, customHeaders }: RequestSettings,
  region: string,
  credential: HelperAnswer,
): BedrockRuntimeClient {
  const client = new BedrockRuntimeClient({
    ...clientSettings(network, 'BEDROCK_RUNTIME', region),
    ...(baseUrl ? { endpoint: baseUrl } : {}),
    token: { token: credential.token.reveal() },
    authSchemePreference: ['httpBearerAuth'],
  });
  const tier = serviceTier ? { 'X-Amzn-Bedrock-Service-Tier': serviceTier } : {};
  addHeaders(client, { ...tier, ...customHeaders, ...credential.headers });
  return client;
}

function addHeaders(client: BedrockRuntimeClient, headers: Record<string, string>): void {
  client.middlewareStack.add(
    (next) => (args) => {
      const request = args.request as { headers: Record<string, string> };
      Object.assign(request.headers, headers);
      return next(args);
    },
    { step: 'build', name: 'ourHeaders' },
  );
}
