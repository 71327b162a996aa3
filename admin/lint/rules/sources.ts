import {
  firstSource,
  namedSource,
  orders,
  type SourceName,
  sourceKeys,
  sourcesSet,
} from '../../../shared/policy/credential-source.ts';
import { isSince, releases } from '../../../shared/policy/versions.ts';
import { hasToolkitIdentity, helperIsOurs, keysOf, providerOf, speaksToApp } from '../approach.ts';
import type { Rule } from '../finding.ts';
import type { Subject } from '../subject.ts';

const KIND = 'inferenceCredentialKind';

/** What a kind is called in the releases in use, where that differs. */
function retired(kind: string, version: string): string | undefined {
  const renamed = isSince(version, releases.identityProvider);
  if (kind === 'oauth') return 'oauth is deprecated';
  if (kind === 'workforce' && renamed) return `workforce is called external-idp since ${releases.identityProvider}`;
  if (kind === 'external-idp' && !renamed)
    return `external-idp is called workforce before ${releases.identityProvider}`;
  return undefined;
}

function asksBedrock(subject: Subject): boolean {
  return speaksToApp(subject) && providerOf(subject) === 'bedrock';
}

/** A person's own settings file, which serves our client too: the app reads only its own place. */
function isOwnFile(subject: Subject): boolean {
  return subject.reading.places.every(({ owner }) => owner !== 'app');
}

export const sourceRules: Rule[] = [
  {
    id: 'no-source',
    title: 'Nothing gives the app a credential.',
    level: 'error',
    check: (subject) => {
      if (!asksBedrock(subject) || subject.names(KIND) || namesASource(subject)) return [];
      if (isOwnFile(subject) && hasToolkitIdentity(subject)) return [];
      const message = 'nothing gives the app a credential: no helper, profile, in-app sign-in or bearer token';
      return [subject.about('inferenceCredentialHelper', message, 'set it to the path of bedrock-credential-helper')];
    },
  },
  {
    id: 'several-sources',
    title: 'Several credential sources are set, and nothing says which one counts.',
    level: 'warning',
    check: (subject) => {
      const set = sourcesSet(subject.settings);
      if (!asksBedrock(subject) || subject.names(KIND) || set.length < 2) return [];
      const message = `is missing, and several sources are set (${set.map(keysOf).join('; ')}): ${picks(set)}`;
      return [subject.about(KIND, message, `set ${KIND} to the one that is meant, and remove the others`)];
    },
  },
  {
    id: 'unused-source',
    title: 'A credential source is set that the chosen kind leaves unused.',
    level: 'warning',
    check: (subject) =>
      unusedSources(subject).map((source) => {
        const [key] = sourceKeys[source].filter((name) => subject.names(name));
        const message = `is not used: ${KIND} is ${subject.get(KIND)}`;
        return subject.about(key ?? KIND, message, `remove it, ${otherwise(subject, source)}or choose another kind`);
      }),
  },
  {
    id: 'kind-ignored',
    title: 'The oldest release of the app in use ignores the chosen kind.',
    level: 'warning',
    check: (subject) => {
      const kind = subject.get(KIND);
      if (!kind || isSince(subject.version, releases.credentialKind)) return [];
      const first = firstSource(subject.version, sourcesSet(subject.settings));
      const message = `is ignored by releases before ${releases.credentialKind}, which take ${first ?? 'nothing'}`;
      return [subject.about(KIND, message, 'leave only the one source set, or roll out a newer app first')];
    },
  },
  {
    id: 'deprecated-kind',
    title: 'The kind of credential has another name in the releases in use.',
    level: 'warning',
    check: (subject) => {
      const fault = retired(subject.get(KIND) ?? '', subject.version);
      const hint = 'write external-idp from 2.7032.0 on, workforce before it';
      return fault ? [subject.about(KIND, fault, hint)] : [];
    },
  },
];

/** What a role beside a profile may be meant for. */
function otherwise(subject: Subject, source: SourceName): string {
  const describes = source === 'interactive' && namedSource(subject.settings) === 'vendor-profile';
  return describes ? 'write it as our sso* keys for the launcher to set the profile up with it, ' : '';
}

function namesASource(subject: Subject): boolean {
  return Object.values(sourceKeys).some((names) => names.some((name) => subject.names(name)));
}

/** What each order would take. */
function picks(set: readonly SourceName[]): string {
  const [oldest, ...newer] = orders.map(({ since }) => ({ since, first: firstSource(since, set) }));
  const changes = newer.map(({ since, first }) => `since ${since} ${first}`);
  return [`the oldest releases take ${oldest?.first}`, ...changes].join(', ');
}

/** Our own helper signs in by a profile or a role of the app's keys, so they are of use beside it. */
function unusedSources(subject: Subject): SourceName[] {
  const kind = namedSource(subject.settings);
  if (!kind || !asksBedrock(subject)) return [];
  const served: SourceName[] =
    kind === 'helper-script' && helperIsOurs(subject) ? [kind, 'vendor-profile', 'interactive'] : [kind];
  return sourcesSet(subject.settings).filter((source) => !served.includes(source));
}
