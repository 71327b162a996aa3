import type { Host } from '../../shared/host.ts';
import { isOurHelper } from '../../shared/places.ts';
import { type KeyName, keyNames } from '../../shared/policy/keys.ts';
import { APP_SSO_KEYS, OWN_IDENTITY_KEYS } from '../../shared/policy/sso-keys.ts';
import { Problem } from '../../shared/problem.ts';
import type { Format, Unfit } from '../export/format.ts';
import { formats } from '../export/formats.ts';
import { distinct, findingsInExport } from '../export/result-lint.ts';
import { secretNotes } from '../export/secret-notes.ts';
import type { Finding } from '../lint/finding.ts';
import { blank, type Normalized, normalized } from '../setup/normalized.ts';
import type { Note } from '../setup/note.ts';
import { setupOf, type Values } from '../setup/setup.ts';
import type { Target } from '../setup/system-paths.ts';
import type { Draft } from './draft.ts';
import { isRequired, leftoversOf } from './fields.ts';
import { roleSessionSec } from './purpose.ts';
import { texts } from './texts.ts';

/** What becomes of a draft on the machines of one system, or why it can't be. */
type Outcome = { setup: Normalized } | { why: Unfit };

/** A format, and why the draft can't be written in it now. */
interface Offer {
  format: Format;
  why?: Unfit;
}

/** What is to be said of a draft beside its fields. */
export interface Judged {
  findings: Finding[];
  notes: Note[];
  offers: Offer[];
  /** Loud words for exports that hold a secret. */
  secrets: Note[];
}

export async function judged(host: Pick<Host, 'now'>, draft: Draft): Promise<Judged> {
  const outcomes = outcomesOf(draft);
  const whole = outcomes(draft.purpose.system);
  const offers = formats.map((format) => offerOf(format, outcomes(format.target ?? draft.purpose.system)));
  return {
    findings: await findingsIn(host, draft, whole),
    notes: [...draft.notes, ...('setup' in whole ? whole.setup.notes : [])].map(forPage),
    offers,
    secrets: secretsOf(offers, outcomes, draft),
  };
}

/** The required keys of an approach that have no value. */
export function missingIn({ approach, values }: Draft): KeyName[] {
  return keyNames.filter((name) => approach && values[name] === undefined && isRequired(name, approach));
}

/** The setup as an export of it, or a test, would have it; where it is not whole yet, what is of use of it. */
export function setupFor(draft: Draft, target: Target): { values: Values; setup: Normalized } {
  const outcome = outcomeOf(draft, target);
  if ('setup' in outcome) return { values: { ...outcome.setup.app, ...outcome.setup.toolkit }, setup: outcome.setup };
  const leftovers = draft.approach ? leftoversOf(draft.approach, draft.values) : [];
  const kept = Object.entries(draft.values).filter(([name]) => !leftovers.some((other) => other === name));
  const values: Values = Object.fromEntries(kept);
  return { values, setup: { ...blank(target), ...setupOf(values) } };
}

function outcomesOf(draft: Draft): (target: Target) => Outcome {
  const known = new Map<Target, Outcome>();
  return (target) => {
    const outcome = known.get(target) ?? outcomeOf(draft, target);
    known.set(target, outcome);
    return outcome;
  };
}

function outcomeOf(draft: Draft, target: Target): Outcome {
  try {
    return { setup: normalized(draft.setup, { target, roleSessionSec: roleSessionSec(draft.purpose) }) };
  } catch (thrown) {
    if (thrown instanceof Problem) return { why: { what: thrown.message, next: thrown.hint } };
    throw thrown;
  }
}

function offerOf(format: Format, outcome: Outcome): Offer {
  const why = 'why' in outcome ? outcome.why : format.unfit?.(outcome.setup);
  return why ? { format, why } : { format };
}

async function findingsIn(host: Pick<Host, 'now'>, draft: Draft, outcome: Outcome): Promise<Finding[]> {
  if (!draft.approach && 'why' in outcome) return [];
  const { setup, values } = setupFor(draft, draft.purpose.system);
  return [...distinct(await findingsInExport(host, setup, [])), ...identityGap(setup, values)];
}

/** A device may say by itself who signs in, so the lint says nothing of it; whoever fills in a form should know. */
function identityGap(setup: Normalized, values: Values): Finding[] {
  if (!isOurHelper(String(values.inferenceCredentialHelper ?? '')) || values.inferenceProvider === 'gateway') return [];
  const names: readonly KeyName[] = [...OWN_IDENTITY_KEYS, ...APP_SSO_KEYS, 'inferenceBedrockProfile'];
  if (names.some((name) => values[name] !== undefined)) return [];
  const { whoSignsIn: message, whoSignsInHint: hint } = texts;
  return [{ rule: 'no-identity', level: 'warning', place: setup.target, key: 'identitySource', message, hint }];
}

function secretsOf(offers: readonly Offer[], outcomes: (target: Target) => Outcome, { purpose }: Draft): Note[] {
  const made = offers.flatMap(({ format, why }) => {
    const outcome = outcomes(format.target ?? purpose.system);
    return why || !('setup' in outcome) ? [] : [{ format, setup: outcome.setup, files: [], findings: [] }];
  });
  return secretNotes(made);
}

/** An option of the command line is no advice for whoever sits before a page. */
function forPage({ message, hint }: Note): Note {
  return hint && !/--\w/.test(hint) ? { message, hint } : { message };
}
