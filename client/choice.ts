import { prefixOf } from '../shared/bedrock/model-id.ts';
import type { Config } from '../shared/policy/config.ts';
import { oneLine, Problem } from '../shared/problem.ts';
import type { Offered } from './source/source.ts';

/** A model that a person can choose. */
export interface Choice {
  id: string;
  /** How the company calls it, or AWS does. */
  label: string;
}

/** Those of the settings; the first is the default. */
export function configuredModels({ models }: Pick<Config, 'models'>): Choice[] {
  return models.map((model) =>
    typeof model === 'string'
      ? { id: model, label: model }
      : { id: model.name, label: oneLine(model.labelOverride ?? '') || model.name },
  );
}

/**
 * The model that is meant: by its ID or its label, else the first of the settings, else the best that the source offers.
 * Throws a Problem.
 */
export async function chosenModel(
  config: Pick<Config, 'models'>,
  source: { name: string; list(signal: AbortSignal): Promise<Offered[]> },
  wished: string | undefined,
  signal: AbortSignal,
): Promise<Choice> {
  const configured = configuredModels(config);
  if (wished?.trim() === '')
    throw new Problem('usage', '--model needs an ID', 'name a model ID, inference profile or ARN');
  if (wished !== undefined) return named(configured, wished);
  const [first] = configured;
  if (first) return first;
  const best = bestOf(await source.list(signal));
  if (best) return { id: best.id, label: best.name };
  throw new Problem(
    'configuration',
    `no model is configured, and ${source.name} offers none`,
    'set inferenceModels, or say --model ID',
  );
}

function named(configured: readonly Choice[], wished: string): Choice {
  const same = (one: string) => one.toLowerCase() === wished.toLowerCase();
  return configured.find(({ id, label }) => same(id) || same(label)) ?? { id: wished, label: wished };
}

/** For everyday work, the better one first. */
const FAMILIES = ['sonnet', 'opus', 'haiku'];

/** Where the settings name none: of those that can be called the newest of the best family, as near as there is one. */
export function bestOf(offered: readonly Offered[]): Offered | undefined {
  const usable = offered.filter(({ unusable }) => !unusable);
  return usable.toSorted((one, other) => compare(rank(other), rank(one)))[0];
}

/** Family, release date, then how near: the region's own profile, the global one, the bare model. */
function rank({ id }: Offered): [number, number, number] {
  const family = FAMILIES.findIndex((name) => id.includes(name));
  const date = Number(/\b(20\d{6})\b/.exec(id.replace(/-v\d.*$/, ''))?.[1] ?? 0);
  const prefix = prefixOf(id);
  return [-(family < 0 ? FAMILIES.length : family), date, prefix === undefined ? 0 : prefix === 'global' ? 1 : 2];
}

function compare(one: readonly number[], other: readonly number[]): number {
  const at = one.findIndex((value, index) => value !== other[index]);
  return at < 0 ? 0 : (one[at] ?? 0) - (other[at] ?? 0);
}
