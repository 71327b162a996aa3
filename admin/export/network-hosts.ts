import { BedrockRuntimeClient } from '@aws-sdk/client-bedrock-runtime';
import { SSOClient } from '@aws-sdk/client-sso';
import { SSOOIDCClient } from '@aws-sdk/client-sso-oidc';
import { STSClient } from '@aws-sdk/client-sts';
import type { Config } from '../../shared/policy/config.ts';
import { effectiveConfig } from '../../shared/policy/config.ts';
import type { IdentitySetting } from '../../shared/policy/identity-setting.ts';
import { Problem } from '../../shared/problem.ts';
import { type AwsAddresses, awsAddress } from '../aws-address.ts';
import { partitionOf, portalPartition } from '../lint/regions.ts';
import type { Normalized } from '../setup/normalized.ts';
import { settingsIn } from '../setup/setup.ts';

/** A host that machines must reach; `*` stands for any number of labels. */
export interface NetworkHost {
  host: string;
  port: number;
  /** Of AWS; undefined for hosts of others. */
  partition: string | undefined;
  user: string;
  purpose: string;
}

/** All hosts of a setup, in the order of the flow. */
export function networkHosts(setup: Normalized): NetworkHost[] {
  const config = effectiveConfig(settingsIn(setup), {});
  const identity = identityIn(config);
  const all = [...proxyHosts(config), ...(identity ? signInHosts(identity) : []), ...modelHosts(setup, config)];
  const stsRegion = identity && (config.region ?? ssoRegionOf(identity));
  if (stsRegion) all.push(service(STS, stsRegion, 'launcher, doctor', 'who is signed in (STS)'));
  return [...new Map(all.map((one) => [`${one.host}:${one.port}`, one])).values()];
}

/** Undefined: nobody signs in to AWS, or nothing says who. */
function identityIn(config: Config): IdentitySetting | undefined {
  try {
    return config.credential().from === 'identity' || config.provider === 'gateway' ? config.identity() : undefined;
  } catch (thrown) {
    if (thrown instanceof Problem) return undefined;
    throw thrown;
  }
}

type ClientOf = (region: string) => AwsAddresses;

const OIDC: ClientOf = (region) => new SSOOIDCClient({ region });
const PORTAL: ClientOf = (region) => new SSOClient({ region });
const STS: ClientOf = (region) => new STSClient({ region });
const BEDROCK: ClientOf = (region) => new BedrockRuntimeClient({ region });

function service(client: ClientOf, region: string, user: string, purpose: string): NetworkHost {
  return { ...hostOf(awsAddress(client(region), region)), partition: partitionOf(region), user, purpose };
}

function hostOf(url: URL): Pick<NetworkHost, 'host' | 'port'> {
  return { host: url.hostname, port: Number(url.port) || (url.protocol === 'http:' ? 80 : 443) };
}

/** Where a profile is all that is known, any region may be its own. */
function ssoRegionOf(identity: IdentitySetting): string | undefined {
  return (identity.source === 'sso' ? identity : identity.described?.())?.region;
}

const SIGN_IN = 'sign-in and renewal (IAM Identity Center)';
const ROLE = 'credentials of the role (access portal)';

function signInHosts(identity: IdentitySetting): NetworkHost[] {
  const role = identity.source === 'sso' ? identity : identity.described?.();
  if (!role) return unknownPortal();
  const { startUrl, region } = role;
  const partition = portalPartition(startUrl) ?? partitionOf(region);
  const page = { ...hostOf(new URL(startUrl)), partition, user: 'browser', purpose: 'sign-in page (access portal)' };
  return [
    page,
    ...(partition === 'aws' ? pageParts(region) : []),
    service(OIDC, region, 'launcher, helper, app', SIGN_IN),
    service(PORTAL, region, 'launcher, helper, app', ROLE),
  ];
}

/**
 * What the sign-in page loads, in the commercial partition:
 * https://docs.aws.amazon.com/singlesignon/latest/userguide/allow-list-domains.html
 */
function pageParts(region: string): NetworkHost[] {
  const hosts = [
    `${region}.signin.aws`,
    `${region}.signin.aws.amazon.com`,
    'signin.aws.amazon.com',
    `*.sso.${region}.amazonaws.com`,
    '*.sso.amazonaws.com',
    `*.sso-portal.${region}.amazonaws.com`,
    `${region}.prod.pr.panorama.console.api.aws`,
    '*.awsstatic.com',
    '*.console.aws.a2z.com',
    '*.aws.dev',
    '*.cloudfront.net',
    'opfcaptcha-prod.s3.amazonaws.com',
  ];
  return hosts.map((host) => ({
    host,
    port: 443,
    partition: 'aws',
    user: 'browser',
    purpose: 'parts of the sign-in page',
  }));
}

function unknownPortal(): NetworkHost[] {
  const about = { port: 443, partition: 'aws' };
  const unknown = 'the settings do not say which portal the profile signs in to';
  return [
    { ...about, host: '*.awsapps.com', user: 'browser', purpose: `sign-in page; ${unknown}` },
    { ...about, host: 'oidc.*.amazonaws.com', user: 'launcher, helper, app', purpose: `${SIGN_IN}; ${unknown}` },
    { ...about, host: 'portal.sso.*.amazonaws.com', user: 'launcher, helper, app', purpose: `${ROLE}; ${unknown}` },
  ];
}

function modelHosts({ app, choice }: Normalized, config: Config): NetworkHost[] {
  if (choice.provider === 'gateway') {
    const url = new URL(String(app.inferenceGatewayBaseUrl));
    return [{ ...hostOf(url), partition: undefined, user: 'app, client', purpose: 'models (your gateway)' }];
  }
  const { region, baseUrl } = config;
  if (!region) return [];
  const runtime = service(BEDROCK, region, 'app, client', 'models (Amazon Bedrock)');
  // The model list is asked of the service beside the one that answers.
  const list = { ...runtime, host: runtime.host.replace('bedrock-runtime', 'bedrock'), purpose: 'list of models' };
  const own = baseUrl && { ...runtime, ...hostOf(new URL(baseUrl)), purpose: 'models (inferenceBedrockBaseUrl)' };
  return [own || runtime, list];
}

/** The host alone: there may be a password in the address. */
function proxyHosts({ proxyUrl, proxyPacUrl }: Config): NetworkHost[] {
  const about = { partition: undefined, user: 'launcher, helper, client' };
  const proxy = proxyUrl
    ? [{ ...about, ...hostOf(new URL(proxyUrl)), purpose: 'proxy: all that follows goes through it' }]
    : [];
  const isRemote = proxyPacUrl && /^https?:/i.test(proxyPacUrl);
  const pac = isRemote ? [{ ...about, ...hostOf(new URL(proxyPacUrl)), purpose: 'proxy auto-configuration' }] : [];
  return [...proxy, ...pac];
}
