import type { KeyName } from '../../../shared/policy/keys.ts';
import { APP_SSO_KEYS, ssoKeys, TOOLKIT_SSO_KEYS } from '../../../shared/policy/sso-keys.ts';
import { namesAny, providerOf } from '../approach.ts';
import type { Found, Rule } from '../finding.ts';
import type { Subject } from '../subject.ts';

const SOURCE = 'identitySource';
const PROFILE_KEYS = ['awsProfile', 'inferenceBedrockProfile'] as const;

/** What a key should hold is a name; these are what people take for it. */
function misnamed(keys: readonly KeyName[], pattern: RegExp, message: string, hint: string): Rule['check'] {
  return (subject) =>
    keys.filter((key) => pattern.test(subject.text(key))).map((key) => subject.about(key, message, hint));
}

export const identityRules: Rule[] = [
  {
    id: 'profile-heading',
    title: 'A profile is named by its heading in the AWS config file.',
    level: 'error',
    check: misnamed(
      PROFILE_KEYS,
      /^\s*(\[|profile\s)/,
      'is the heading of the AWS config file, not the name of the profile',
      'write the name alone, without "profile" and brackets',
    ),
  },
  {
    id: 'reserved-role',
    title: 'A permission set is named by the IAM role that AWS makes of it.',
    level: 'error',
    check: misnamed(
      ['inferenceBedrockSsoRoleName', 'ssoRoleName'],
      /^(arn:|AWSReservedSSO_)/,
      'is the IAM role that AWS made of a permission set',
      'write the name of the permission set, without AWSReservedSSO_ and the letters at its end',
    ),
  },
  {
    id: 'partial-sso',
    title: "Some of the app's four Sso keys are missing.",
    level: 'error',
    check: (subject) => {
      if (providerOf(subject) !== 'bedrock') return [];
      const missing = APP_SSO_KEYS.filter((name) => !subject.names(name));
      const wanted = missing.length < APP_SSO_KEYS.length || subject.get('inferenceCredentialKind') === 'interactive';
      return wanted && missing.length > 0 ? [aboutPart(subject, APP_SSO_KEYS, missing)] : [];
    },
  },
  {
    id: 'partial-toolkit-sso',
    title: "Some of the toolkit's four sso* keys are missing, and no key of the app stands in.",
    level: 'error',
    check: (subject) => {
      const missing = TOOLKIT_SSO_KEYS.filter((own) => !subject.names(own) && !subject.names(ssoKeys[own]));
      return namesAny(subject, TOOLKIT_SSO_KEYS) && missing.length > 0
        ? [aboutPart(subject, TOOLKIT_SSO_KEYS, missing)]
        : [];
    },
  },
  {
    id: 'contradicting-identity',
    title: 'The identity that identitySource names is not the one that the keys give.',
    level: 'error',
    check: (subject) => {
      const chosen = subject.get(SOURCE);
      const given = { profile: namesAny(subject, PROFILE_KEYS), sso: namesAny(subject, allSsoKeys) };
      if (!chosen || given[chosen]) return [];
      if (!given.profile && !given.sso && chosen === 'profile') return [];
      const needed = chosen === 'sso' ? 'the four sso* keys' : 'awsProfile';
      return [
        subject.about(SOURCE, `is ${chosen}, but ${needed} can't be found`, `set ${needed}, or change ${SOURCE}`),
      ];
    },
  },
];

const allSsoKeys: KeyName[] = [...TOOLKIT_SSO_KEYS, ...APP_SSO_KEYS];

/** Told where the part stands that is there. */
function aboutPart(subject: Subject, all: readonly KeyName[], missing: readonly KeyName[]): Found {
  const there = all.find((name) => subject.names(name)) ?? 'inferenceCredentialKind';
  const message = `sign-in needs four keys together, missing: ${missing.join(', ')}`;
  return subject.about(there, message, 'set what is missing, or remove the others');
}
