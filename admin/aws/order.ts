import type { Host } from '../../shared/host.ts';
import { type Config, effectiveConfig } from '../../shared/policy/config.ts';
import { checkValue, type KeyName } from '../../shared/policy/keys.ts';
import { readPolicy, settingsOf } from '../../shared/policy/read-settings.ts';
import { Problem } from '../../shared/problem.ts';
import type { Arguments } from '../../shared/program.ts';
import { type BedrockApproach, discovers, type PolicyOrder } from './policy.ts';

type Values = Arguments['values'];

const APPROACHES: readonly BedrockApproach[] = ['helper-script', 'static', 'vendor-profile', 'interactive'];

/** What the command line asks for. Throws a Problem (usage), or (configuration) for the settings that it names. */
export async function orderIn(host: Host, values: Values): Promise<PolicyOrder> {
  const known = values['configured'] ? orderOf(await configOf(host)) : undefined;
  const approach = approachIn(values) ?? known?.approach ?? 'helper-script';
  return {
    approach,
    regions: listIn(values, 'regions', 'inferenceBedrockRegion') ?? known?.regions ?? [],
    models: listIn(values, 'models') ?? known?.models ?? [],
    accounts: listIn(values, 'account', 'ssoAccountId') ?? [],
    discovery: discoveryIn(values) ?? discovers(approach),
  };
}

async function configOf(host: Host): Promise<Config> {
  return effectiveConfig(settingsOf(host, await readPolicy(host)), host.env);
}

/** What the settings need. Throws a Problem (configuration) where they don't go to Bedrock with anybody's rights. */
export function orderOf(config: Pick<Config, 'credential' | 'region' | 'models'>): PolicyOrder {
  const approach = approachOf(config);
  return {
    approach,
    regions: config.region ? [config.region] : [],
    models: config.models.map((model) => (typeof model === 'string' ? model : model.name)),
    accounts: [],
    discovery: discovers(approach),
  };
}

function approachOf(config: Pick<Config, 'credential'>): BedrockApproach {
  const credential = config.credential();
  switch (credential.from) {
    case 'settings':
      return 'static';
    case 'identity':
      // In-app sign-in and a named profile need the same.
      return credential.signs ? 'interactive' : 'helper-script';
    case 'gateway':
      throw notBedrock('inferenceProvider is gateway: the gateway calls the models, not your people');
    case 'app':
      throw notBedrock('with this inferenceCredentialKind the app signs in by itself, in a way that is none of ours');
  }
}

function notBedrock(what: string): Problem {
  return new Problem('configuration', what, 'say --approach instead, or correct the settings');
}

function approachIn({ approach }: Values): BedrockApproach | undefined {
  if (approach === undefined) return undefined;
  const found = APPROACHES.find((name) => name === approach);
  if (found) return found;
  throw new Problem('usage', `--approach must be one of ${APPROACHES.join(', ')}`, "see 'bedrock-admin --help'");
}

/** Values between commas, each after the rule of a key of the settings. */
function listIn(values: Values, option: string, rule?: KeyName): string[] | undefined {
  const given = values[option];
  if (typeof given !== 'string') return undefined;
  const items = given.split(/[\s,]+/).filter(Boolean);
  if (items.length === 0) throw new Problem('usage', `--${option} needs a value`, "see 'bedrock-admin --help'");
  for (const item of items) {
    const checked = rule ? checkValue(rule, item) : { value: item };
    if ('rule' in checked) throw new Problem('usage', `--${option} ${item}: ${checked.rule}`, 'correct it');
  }
  return [...new Set(items)];
}

function discoveryIn({ discovery, 'no-discovery': without }: Values): boolean | undefined {
  if (discovery && without) {
    throw new Problem('usage', '--discovery and --no-discovery exclude each other', 'choose one of them');
  }
  return discovery || without ? discovery === true : undefined;
}
