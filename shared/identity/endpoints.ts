import type { Env } from '../host.ts';
import type { Endpoints, Service } from '../network/aws-client.ts';
import { isSafeUrl } from '../network/safe-url.ts';
import { Problem } from '../problem.ts';
import { type AwsConfig, type Stanza, stanzaOf, valueIn } from './aws-config.ts';

const SERVICES: Service[] = ['STS', 'SSO', 'SSO_OIDC', 'BEDROCK_RUNTIME', 'BEDROCK', 'IAM'];

/**
 * What a profile says of where the services are: `endpoint_url`, a `services` section, `use_fips_endpoint` and
 * `use_dualstack_endpoint`. https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html
 */
export function endpointsOf(env: Env, config: AwsConfig, profile: string): Endpoints {
  const stanza = stanzaOf(config, profile) ?? new Map();
  const isOn = (key: string) => /^true$/i.test(valueIn(stanza, key) ?? '');
  const ignored =
    /^true$/i.test(env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? '') || isOn('ignore_configured_endpoint_urls');
  return {
    urls: ignored ? {} : urlsIn(config, profile, stanza),
    fips: isOn('use_fips_endpoint'),
    dualStack: isOn('use_dualstack_endpoint'),
  };
}

function urlsIn(config: AwsConfig, profile: string, stanza: Stanza): Endpoints['urls'] {
  const section = sectionOf(config, profile, stanza);
  const urls = SERVICES.map((service) => {
    const block = section?.get(service.toLowerCase());
    const own = block instanceof Map ? block.get('endpoint_url') : undefined;
    return [service, own || valueIn(stanza, 'endpoint_url')] as const;
  });
  const found = urls.filter((entry): entry is [Service, string] => Boolean(entry[1]));
  for (const [, url] of found) refuseUnsafe(url, `${config.files.config}: [profile ${profile}]`);
  return Object.fromEntries(found);
}

function sectionOf({ files, services }: AwsConfig, profile: string, stanza: Stanza): Stanza | undefined {
  const name = valueIn(stanza, 'services');
  const section = name ? services.get(name) : undefined;
  if (!name || section) return section;
  const what = `${files.config}: [profile ${profile}] names services ${name}, but there is no [services ${name}]`;
  throw new Problem('configuration', what, 'add that section, or remove the name');
}

function refuseUnsafe(url: string, place: string): void {
  if (isSafeUrl(url)) return;
  const what = `${place}: its endpoint_url is neither https nor on this machine: no credential goes there`;
  throw new Problem('configuration', what, 'correct endpoint_url there, or in its services section');
}
