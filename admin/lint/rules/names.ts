import { keyOf } from '../../../shared/policy/keys.ts';
import { isSince } from '../../../shared/policy/versions.ts';
import { type Flaw, FORMER_NAMES, isFormer, STRANGERS } from '../../spelling.ts';
import type { Found, Rule } from '../finding.ts';
import { type Naming, shownName } from '../naming.ts';
import { aboutNaming, type Subject } from '../subject.ts';

const PROGRAMS = { app: 'Claude Desktop', toolkit: 'this toolkit' } as const;

/** Where each program's keys belong, on macOS, Windows and Linux. */
const HOMES = {
  app: 'com.anthropic.claudefordesktop, SOFTWARE\\Policies\\Claude, or /etc/claude-desktop',
  toolkit: 'io.github.bedrock-launcher, SOFTWARE\\Policies\\BedrockLauncher, or /etc/bedrock-launcher',
} as const;

/** Why a name is not the key that it means. */
const FLAWS: Record<Flaw, string> = {
  case: 'upper and lower case count',
  separators: 'a key has no separators',
  dotted: 'a name with dots is never read',
  prefix: 'the key has a longer name',
  letters: 'no such key exists',
};

const VOIDS = 'on Linux one unknown key can void the whole file';

/** What a wrong name does besides not counting. */
function consequence({ place }: Naming): string {
  return place.system === 'linux' && place.owner === 'app' ? `; ${VOIDS}` : '';
}

function each(subject: Subject, find: (naming: Naming) => [message: string, hint: string] | undefined): Found[] {
  return subject.namings.flatMap((naming) => {
    const found = find(naming);
    return found ? [aboutNaming(naming, ...found, shownName(naming.entry.name))] : [];
  });
}

const OUR_PREFIX = /^inference(Bedrock|Credential|Gateway)/i;

/** A part of a value, written as a key of its own. */
function isPart({ key, entry }: Naming): boolean {
  return !key && /^inference\w*\./i.test(entry.name);
}

/** Whether nobody is known to read a name that ought to be known. */
function isUnknown(naming: Naming): boolean {
  const { key, place, entry } = naming;
  if (key || isPart(naming) || isFormer(entry.name) || STRANGERS.includes(entry.name)) return false;
  // A comment, say, where nothing unknown may stand.
  const isStrange = consequence(naming) !== '' && !/^[A-Za-z]/.test(entry.name);
  return place.owner === 'toolkit' || isStrange || OUR_PREFIX.test(entry.name);
}

export const nameRules: Rule[] = [
  {
    id: 'misspelled-key',
    title: 'A key is misspelled and sets nothing.',
    level: 'error',
    check: (subject) =>
      each(subject, (naming) => {
        const { key, flaw } = naming;
        if (!key || !flaw) return undefined;
        return [`sets nothing: ${FLAWS[flaw]}${consequence(naming)}`, `write ${key}`];
      }),
  },
  {
    id: 'unknown-key',
    title: 'A key looks like one of those that are known, but is none.',
    level: 'warning',
    check: (subject) =>
      each(subject, (naming) => {
        if (!isUnknown(naming)) return undefined;
        const program = PROGRAMS[naming.place.owner ?? 'app'];
        return [
          `${program} has no such key as far as is known${consequence(naming)}`,
          'remove it, or correct its name',
        ];
      }),
  },
  {
    id: 'dotted-key',
    title: 'A part of a value stands in a key of its own, with a dot in its name.',
    level: 'error',
    check: (subject) =>
      each(subject, (naming) =>
        isPart(naming)
          ? [`sets nothing: ${FLAWS.dotted}${consequence(naming)}`, 'write one JSON object into the key before the dot']
          : undefined,
      ),
  },
  {
    id: 'former-key',
    title: 'A key is written by a name that it had before.',
    level: 'warning',
    check: (subject) =>
      each(subject, ({ entry: { name } }) =>
        isFormer(name)
          ? ['is a former name, which newer releases may not read', `write ${FORMER_NAMES[name]}`]
          : undefined,
      ),
  },
  {
    id: 'misplaced-key',
    title: "A key stands in the other program's place and sets nothing.",
    level: 'error',
    check: (subject) =>
      each(subject, (naming) => {
        const { key, misplaced } = naming;
        if (!key || !misplaced) return undefined;
        const { owner } = keyOf(key);
        const hint = `move it to the place of ${PROGRAMS[owner]}: ${HOMES[owner]}`;
        return [`sets nothing here: it is a key of ${PROGRAMS[owner]}${consequence(naming)}`, hint];
      }),
  },
  {
    id: 'repeated-key',
    title: 'A key stands twice in one place.',
    level: 'warning',
    check: (subject) =>
      each(subject, ({ key, repeated }) =>
        key && repeated ? ['stands here again further down, and that one counts', 'remove one of the two'] : undefined,
      ),
  },
  {
    id: 'too-new-key',
    title: 'A key is unknown to the oldest release of the app in use.',
    level: 'warning',
    check: (subject) =>
      each(subject, ({ key }) => {
        const since = key && key !== 'inferenceCredentialKind' ? keyOf(key).since : undefined;
        if (!since || isSince(subject.version, since)) return undefined;
        const message = `is known since ${since}, but the oldest app in use is ${subject.version}`;
        return [message, 'roll out the newer app first, or raise minimumAppVersion'];
      }),
  },
];
