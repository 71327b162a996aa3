import type { Settings } from '../../../shared/policy/settings.ts';
import type { PolicyReading } from '../../../shared/policy/source.ts';
import { Problem } from '../../../shared/problem.ts';
import type { Check } from '../examination.ts';
import { type Finding, failure, ok, valueOrProblem, warning } from '../finding.ts';
import type { Scene } from '../scene.ts';
import { credentialSource, whoSignsIn } from './policy-identity.ts';
import { malformed, misspelled, values } from './policy-values.ts';

/** What the company or the person decided, and whether it can be acted on. */
export const policy: Check<Scene> = {
  id: 'policy',
  section: 'Settings',
  what: 'settings',
  async find(scene) {
    const reading = await scene.reading();
    const settings = await valueOrProblem(() => scene.settings());
    const shadowed = shadows(reading, settings);
    const refused = reading.refused.map((problem) => failure('policy.refused', 'managed settings', problem));
    if (settings instanceof Problem) {
      return [...refused, ...(refused.length > 0 ? [] : [failure('policy.place', 'settings', settings)]), ...shadowed];
    }
    return [
      place(settings),
      ...shadowed,
      ...malformed(settings),
      ...misspelled(settings),
      values(settings),
      await credentialSource(scene, settings),
      ...(await whoSignsIn(scene)),
    ];
  },
};

function place({ sources, placesSearched, managed }: Settings): Finding {
  const searched = Object.fromEntries(placesSearched.map((name, index) => [`place ${index + 1}`, name]));
  if (sources.length === 0) {
    return ok('policy.place', 'settings', 'none found: the environment decides', searched);
  }
  const words = `${managed ? 'managed' : "the person's own"}: ${sources.map((source) => source.place).join(', ')}`;
  return ok('policy.place', 'settings', words, searched);
}

/** What only the shadowed place says is missed by everything that needs it. */
const MISSED_BY = ['policy.source', 'policy.identity', 'policy.value', 'aws.profile', 'region', 'helper', 'model'];

const MOST_NAMES = 20;

function shadows({ shadowed }: PolicyReading, settings: Settings | Problem): Finding[] {
  return shadowed.map((source) => {
    const names = Object.keys(source.values);
    const winner = source.place.replace(/^HKCU/, 'HKLM');
    const lost = names.filter((name) => settings instanceof Problem || !isSet(settings, name));
    const words =
      `${source.place} is ignored, because ${winner} has a value` +
      (lost.length > 0 ? `; set in the ignored place alone: ${lost.slice(0, MOST_NAMES).join(', ')}` : '');
    const next = `move what is in HKCU to ${winner}, or empty ${winner}`;
    return warning(
      'policy.shadowed',
      'shadowed settings',
      { words, next },
      { code: 'configuration', explains: lost.length > 0 ? MISSED_BY : [] },
    );
  });
}

function isSet(settings: Settings, name: string): boolean {
  return [...settings.entries().keys()].some((key) => key === name);
}
