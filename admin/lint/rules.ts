import type { Finding, Rule } from './finding.ts';
import { addressRules } from './rules/addresses.ts';
import { commandRules } from './rules/commands.ts';
import { identityRules } from './rules/identity.ts';
import { lifetimeRules } from './rules/lifetime.ts';
import { modelRules } from './rules/models.ts';
import { nameRules } from './rules/names.ts';
import { pathRules } from './rules/paths.ts';
import { placeRules } from './rules/places.ts';
import { providerRules } from './rules/provider.ts';
import { regionRules } from './rules/regions.ts';
import { sourceRules } from './rules/sources.ts';
import { tokenRules } from './rules/tokens.ts';
import { valueRules } from './rules/values.ts';
import type { Subject } from './subject.ts';

/** The one table of rules. */
export const rules: readonly Rule[] = [
  ...placeRules,
  ...nameRules,
  ...valueRules,
  ...providerRules,
  ...sourceRules,
  ...identityRules,
  ...modelRules,
  ...regionRules,
  ...addressRules,
  ...pathRules,
  ...commandRules,
  ...lifetimeRules,
  ...tokenRules,
];

/** What all rules find, the general ones giving way to the particular ones. */
export function findingsIn(subject: Subject): Finding[] {
  const found = rules.flatMap((rule) =>
    rule.check(subject).map((one): Finding => ({ rule: rule.id, level: rule.level, ...one })),
  );
  const yielding = new Set(rules.filter(({ yields }) => yields).map(({ id }) => id));
  const firm = new Set(found.filter(({ rule }) => !yielding.has(rule)).map(spotOf));
  const told = found.filter((one) => !yielding.has(one.rule) || !firm.has(spotOf(one)));
  return told.sort((one, other) => (one.line ?? Infinity) - (other.line ?? Infinity) || 0);
}

/** A misspelled key has its right name in one finding, and its own in the other. */
function spotOf({ place, key, line }: Finding): string {
  return JSON.stringify([place, key, line]);
}
