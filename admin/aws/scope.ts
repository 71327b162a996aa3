import { Problem } from '../../shared/problem.ts';
import { arnParts, geographyOf, partitionOf, servesRegion } from '../lint/regions.ts';
import type { PolicyOrder } from './policy.ts';

/** The resources of a policy. */
export interface Scope {
  /** What a call may name. */
  direct: string[];
  /** Foundation models that are reached through a profile alone, in whatever region. */
  behind: string[];
  /** The profiles that they are reached through. */
  profiles: string[];
}

type Order = Pick<PolicyOrder, 'regions' | 'models' | 'accounts'>;

/** Everything of Anthropic that a call may name, in each of the regions. */
const ALL = ['anthropic.*', '*.anthropic.*'];
const EVERYWHERE = '*';

/** Throws a Problem (usage) where the models are not in the regions, or the regions in different parts of AWS. */
export function scopeOf(order: Order): Scope {
  const place = placeOf(order);
  const parts = (order.models.length > 0 ? order.models : ALL).map((model) => resourcesOf(model, place));
  // An application profile has a name that tells nothing; what it may pass calls on to is bound by the models behind it.
  if (order.models.length === 0)
    parts.push(profileOf(arns(place, 'application-inference-profile/*'), 'anthropic.*', place));
  const direct = unique(parts.flatMap((part) => part.direct));
  const behind = unique(parts.flatMap((part) => part.behind)).filter((arn) => !direct.includes(arn));
  return { direct, behind, profiles: behind.length > 0 ? unique(parts.flatMap((part) => part.profiles)) : [] };
}

interface Place {
  partition: string;
  regions: readonly string[];
  accounts: readonly string[];
}

function placeOf({ regions, models, accounts }: Order): Place {
  const named = [...regions.map(partitionNear), ...models.map((model) => arnParts(model)?.partition)];
  const [partition = 'aws', ...others] = new Set(named.filter((one) => one !== undefined));
  if (others.length > 0) {
    const what = `one policy can't be for ${[partition, ...others].join(' and ')}: these parts of AWS share no account`;
    throw new Problem('usage', what, 'make a policy for each of them');
  }
  return {
    partition,
    regions: regions.length > 0 ? regions : [EVERYWHERE],
    accounts: accounts.length > 0 ? accounts : [EVERYWHERE],
  };
}

/** A region that is newer than our table is in the part of AWS that its name says. */
export function partitionNear(region: string): string {
  const known = partitionOf(region);
  if (known) return known;
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return region.startsWith('cn-') ? 'aws-cn' : 'aws';
}

const MODEL = /^[a-z0-9*][\w.:*-]*$/;
const ARN = /^arn:aws[a-z-]*:bedrock:[a-z0-9*-]*:(?:\d{12}|\*)?:([a-z-]+)\/(.+)$/;

function resourcesOf(model: string, place: Place): Scope {
  if (model.startsWith('arn:')) return ofArn(model, place);
  if (!MODEL.test(model)) {
    throw new Problem('usage', `"${model}" is no model ID`, 'name model IDs, inference profiles or ARNs of Bedrock');
  }
  if (model === '*.anthropic.*') return profileOf(arns(place, 'inference-profile/*anthropic.*'), 'anthropic.*', place);
  const geography = geographyOf(model);
  if (geography === undefined) return { direct: modelArns(place, model), behind: [], profiles: [] };
  const regions = place.regions.filter((region) => region === EVERYWHERE || servesRegion(geography, region));
  if (regions.length === 0) throw ofOtherRegion(model, geography, place);
  const profiles = arns({ ...place, regions }, `inference-profile/${model}`);
  return profileOf(profiles, model.slice(geography.length + 1), place);
}

function ofOtherRegion(model: string, geography: string, { regions }: Place): Problem {
  return new Problem(
    'usage',
    `${model} can't be called from ${regions.join(', ')}: profiles of "${geography}" are for other regions`,
    'correct --models or --regions',
  );
}

function ofArn(arn: string, place: Place): Scope {
  const [, kind, name = ''] = ARN.exec(arn) ?? [];
  switch (kind) {
    case undefined:
      throw new Problem('usage', `"${arn}" is no ARN of a model of Bedrock`, 'copy it from the Bedrock console');
    case 'inference-profile': {
      const geography = geographyOf(name);
      return profileOf([arn], geography ? name.slice(geography.length + 1) : name, place);
    }
    case 'application-inference-profile':
      return profileOf([arn], 'anthropic.*', place);
    default:
      return { direct: [arn], behind: [], profiles: [] };
  }
}

/** A profile, and in every region the model that it passes calls on to. */
function profileOf(profiles: string[], model: string, place: Place): Scope {
  return { direct: profiles, behind: modelArns({ ...place, regions: [EVERYWHERE] }, model), profiles };
}

function modelArns({ partition, regions }: Place, model: string): string[] {
  return regions.map((region) => `arn:${partition}:bedrock:${region}::foundation-model/${model}`);
}

function arns({ partition, regions, accounts }: Place, resource: string): string[] {
  return regions.flatMap((region) =>
    accounts.map((account) => `arn:${partition}:bedrock:${region}:${account}:${resource}`),
  );
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)];
}
