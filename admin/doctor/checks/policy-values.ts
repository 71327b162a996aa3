import { type KeyName, keyOf } from '../../../shared/policy/keys.ts';
import type { Entry, Settings } from '../../../shared/policy/settings.ts';
import { meaningOf } from '../../spelling.ts';
import { type Finding, failure, ok, plain, warning } from '../finding.ts';

/** Every key that is set, with its value and its place; what the table calls a secret is not shown. */
export function values(settings: Settings): Finding {
  const entries = [...settings.entries()].sort(([one], [other]) => (one < other ? -1 : 1));
  const several = new Set(entries.map(([, { place }]) => place)).size > 1;
  const details = entries.map(([name, entry]) => [name, `${shown(name, entry)}${several ? ` (${entry.place})` : ''}`]);
  return ok('policy.values', 'values', `${entries.length} keys are set`, plain(Object.fromEntries(details)));
}

function shown(name: KeyName, { value, fault }: Entry): string {
  if (fault) return '[malformed]';
  if (keyOf(name).secret) return '[secret]';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

export function malformed(settings: Settings): Finding[] {
  const faults = [...settings.entries().values()].map(({ fault }) => fault).filter((fault) => fault !== undefined);
  return faults.map((fault) => failure('policy.value', 'malformed value', fault));
}

/** A name that is nearly one of ours: the app and we pass it over in silence. */
export function misspelled({ sources }: Settings): Finding[] {
  return sources.flatMap(({ place, values }) =>
    Object.keys(values).flatMap((name) => {
      const { key, flaw } = meaningOf(name) ?? {};
      return key && flaw ? [misspelling(place, name, key)] : [];
    }),
  );
}

function misspelling(place: string, name: string, meant: string): Finding {
  return warning(
    'policy.misspelled',
    'misspelled key',
    {
      words: `${place}: no key is named ${name.slice(0, 80)}, so it is ignored`,
      next: `name it ${meant}, or remove it`,
    },
    { code: 'configuration', explains: ['policy.source', 'policy.identity', 'aws.profile', 'model'] },
  );
}
