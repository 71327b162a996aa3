import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { SSOClient } from '@aws-sdk/client-sso';
import { SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import { STSClient } from '@aws-sdk/client-sts';
import { clientSettings, type Network, type Service } from '../../shared/network/aws-client.ts';
import { type AwsAddresses, awsAddress } from '../aws-address.ts';
import type { Scene } from './scene.ts';

/** An address that somebody of ours calls. */
export interface Endpoint {
  id: 'oidc' | 'portal' | 'sts' | 'bedrock' | 'gateway';
  /** As a person would name it. */
  name: string;
  service: string;
  /** Throws a Problem (configuration) for an address that no credential may go to. */
  url(): URL;
  /** The region in its name, and what sets it; undefined where somebody named the address itself. */
  region?: string;
  setting?: string;
  /** A request that changes nothing and needs no credential: AWS refuses it, in its own way. */
  ask: { method: string; path: string; body?: string; type?: string };
}

type ClientOf = (settings: ReturnType<typeof clientSettings>) => AwsAddresses;

interface Known extends Pick<Endpoint, 'name' | 'ask'> {
  service: Service;
  client: ClientOf;
}

const SIGN_IN = { method: 'POST', path: '/token', body: '{}', type: 'application/json' };
const WHO = 'Action=GetCallerIdentity&Version=2011-06-15';
const IDENTITY = { method: 'POST', path: '/', body: WHO, type: 'application/x-www-form-urlencoded' };

const KNOWN: Record<'oidc' | 'portal' | 'sts' | 'bedrock', Known> = {
  oidc: {
    name: 'sign-in service',
    service: 'SSO_OIDC',
    client: (settings) => new SSOOIDCClient(settings),
    ask: SIGN_IN,
  },
  portal: {
    name: 'access portal',
    service: 'SSO',
    client: (settings) => new SSOClient(settings),
    ask: { method: 'GET', path: '/assignment/accounts' },
  },
  sts: { name: 'STS', service: 'STS', client: (settings) => new STSClient(settings), ask: IDENTITY },
  bedrock: {
    name: 'Bedrock',
    service: 'BEDROCK_RUNTIME',
    client: (settings) => new BedrockRuntimeClient(settings),
    ask: { method: 'GET', path: '/ping' },
  },
};

/** The endpoints in use, in the order of the flow. */
export async function endpointsOf(scene: Scene): Promise<Endpoint[]> {
  const config = await scene.config();
  const credential = config.credential();
  if (credential.from === 'gateway') return [gateway(credential.baseUrl)];
  const network = await scene.network();
  const identity = (await scene.subject())?.identity;
  const portal = identity?.session?.portal.region;
  const region = config.region ?? identity?.region;
  const bedrock = region ? [known('bedrock', network, region, 'inferenceBedrockRegion', config.baseUrl)] : [];
  if (!identity) return bedrock;
  const session = portal
    ? [known('oidc', network, portal, 'the SSO region'), known('portal', network, portal, 'the SSO region')]
    : [];
  return [...session, known('sts', network, stsRegion(region, portal), 'the region'), ...bedrock];
}

/** As the launcher's probe has it. */
export function stsRegion(region: string | undefined, portal: string | undefined): string {
  return region ?? portal ?? 'us-east-1';
}

function known(id: keyof typeof KNOWN, network: Network, region: string, setting: string, baseUrl?: string): Endpoint {
  const { client, ...about } = KNOWN[id];
  const { env, endpoints } = network;
  const named =
    baseUrl || env[`AWS_ENDPOINT_URL_${about.service}`] || env['AWS_ENDPOINT_URL'] || endpoints?.urls[about.service];
  const url = () => {
    // It checks what the environment and the profile say, whoever wins.
    const settings = clientSettings(network, about.service, region);
    const { useFipsEndpoint: fips, useDualstackEndpoint: dualStack } = settings;
    return new URL(baseUrl ?? settings.endpoint ?? awsAddress(client(settings), region, { fips, dualStack }));
  };
  return { id, ...about, url, ...(named ? {} : { region, setting }) };
}

function gateway(baseUrl: string): Endpoint {
  return {
    id: 'gateway',
    name: 'gateway',
    service: 'GATEWAY',
    url: () => new URL(baseUrl),
    ask: { method: 'GET', path: '/v1/models' },
  };
}
