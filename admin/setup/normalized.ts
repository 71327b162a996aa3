import { keyNames, keyOf } from '../../shared/policy/keys.ts';
import { Problem } from '../../shared/problem.ts';
import { type Choice, choiceIn, isRequired } from './approach.ts';
import { withLifetime } from './helper-lifetime.ts';
import type { Note } from './note.ts';
import { withOneSource } from './one-source.ts';
import { type Setup, setupOf, type Values, valuesOf } from './setup.ts';
import { type Target, withPathsOf } from './system-paths.ts';

/** For which machines a setup is written down. */
export interface Purpose {
  target: Target;
  /** How long a session of the role lasts, in seconds, where the administrator says it. */
  roleSessionSec?: number | undefined;
}

/** A setup that stands on its own: it says the provider and the kind, and has what that needs and no other source. */
export interface Normalized extends Setup {
  choice: Choice;
  target: Target;
  notes: Note[];
}

/** The setup as machines of one system are to have it. Throws a Problem (configuration) that names what is missing. */
export function normalized(setup: Setup, { target, roleSessionSec }: Purpose): Normalized {
  const given = valuesOf(setup);
  const choice = choiceIn(given);
  const chosen = { ...given, inferenceProvider: choice.provider, inferenceCredentialKind: choice.kind };
  const one = withOneSource(chosen, choice);
  const placed = withPathsOf(target, one.values, choice);
  const lasting = withLifetime(placed.values, choice, roleSessionSec);
  refuseMissing(lasting.values, choice);
  const notes = [...one.notes, ...placed.notes, ...lasting.notes];
  return { ...setupOf(lasting.values), choice, target, notes };
}

/** What a template is written from where nobody has set anything. */
export function blank(target: Target): Normalized {
  return { ...setupOf({}), choice: choiceIn({}), target, notes: [] };
}

function refuseMissing(values: Values, choice: Choice): void {
  const missing = keyNames.filter((name) => values[name] === undefined && isRequired(name, choice));
  const [first] = missing;
  if (!first) return;
  const option = keyOf(first).secret ? `--secret-from ${first}=FILE` : `--set ${first}=VALUE`;
  throw new Problem(
    'configuration',
    `inferenceProvider ${choice.provider} with inferenceCredentialKind ${choice.kind} needs ${missing.join(', ')}`,
    `set what is missing, such as ${option}`,
  );
}
