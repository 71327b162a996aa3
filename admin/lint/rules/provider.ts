import { type KeyName, keyNames, keyOf } from '../../../shared/policy/keys.ts';
import { APP_SSO_KEYS } from '../../../shared/policy/sso-keys.ts';
import { approachOf, namesAny, PROVIDER_KEYS, providerOf, speaksToApp } from '../approach.ts';
import type { Found, Rule } from '../finding.ts';
import type { Subject } from '../subject.ts';

const SERVED = ['bedrock', 'gateway'];
const toolkitKeys = keyNames.filter((name) => keyOf(name).owner === 'toolkit');

/** By partial-sso and provider-missing, in words of their own. */
const TOLD_ELSEWHERE: readonly KeyName[] = ['inferenceProvider', ...APP_SSO_KEYS];

export const providerRules: Rule[] = [
  {
    id: 'provider-missing',
    title: 'No provider is chosen, so the app does not start with these settings.',
    level: 'error',
    check: (subject) => {
      if (!speaksToApp(subject) || subject.names('inferenceProvider')) return [];
      const hint = `set inferenceProvider to ${providerOf(subject)}`;
      return [subject.about('inferenceProvider', 'is missing: without it Claude Desktop ignores all the rest', hint)];
    },
  },
  {
    id: 'provider-not-served',
    title: 'The provider is one that this toolkit has nothing to do with.',
    level: 'warning',
    check: (subject) => {
      const provider = providerOf(subject);
      if (SERVED.includes(provider) || !namesAny(subject, [...toolkitKeys, ...PROVIDER_KEYS.bedrock])) return [];
      const message = `is ${provider}, which this toolkit does not serve; Bedrock keys are ignored`;
      return [subject.about('inferenceProvider', message, 'set it to bedrock, or remove the keys for Bedrock')];
    },
  },
  {
    id: 'required-key',
    title: 'A key is missing that the chosen approach needs.',
    level: 'error',
    check: (subject) => {
      if (!speaksToApp(subject) || !SERVED.includes(providerOf(subject))) return [];
      return missingKeys(subject).map((key) => aboutMissing(subject, key));
    },
  },
  {
    id: 'other-provider-keys',
    title: 'Keys are set that the chosen provider ignores.',
    level: 'warning',
    check: (subject) => {
      const provider = subject.get('inferenceProvider');
      if (provider !== 'bedrock' && provider !== 'gateway') return [];
      const others = PROVIDER_KEYS[provider === 'bedrock' ? 'gateway' : 'bedrock'];
      return others
        .filter((key) => subject.names(key))
        .map((key) =>
          subject.about(key, `is ignored: inferenceProvider is ${provider}`, 'remove it, or change the provider'),
        );
    },
  },
  {
    id: 'gateway-without-key',
    title: 'The gateway has neither a key nor a helper that gives one.',
    level: 'error',
    check: (subject) => {
      if (subject.get('inferenceProvider') !== 'gateway' || signsIn(subject)) return [];
      if (namesAny(subject, ['inferenceGatewayApiKey', 'inferenceCredentialHelper'])) return [];
      const message = 'is missing, and so is a credential helper: the gateway gets no key';
      return [subject.about('inferenceGatewayApiKey', message, 'set it, or inferenceCredentialHelper')];
    },
  },
];

/** Whether the app gets its key by a sign-in of its own. */
function signsIn(subject: Subject): boolean {
  if (subject.namings.some(({ entry }) => entry.name === 'inferenceGatewayOidc')) return true;
  return /^(interactive|workforce|external-idp|oauth)$/.test(subject.get('inferenceCredentialKind') ?? '');
}

const BEDROCK_APPROACHES = ['static', 'vendor-profile', 'interactive', 'helper-script'] as const;

/** Where nobody says how the app gets its credential: what it needs in any case. */
function missingKeys(subject: Subject): KeyName[] {
  const approach = approachOf(subject);
  const all = approach ? [approach] : BEDROCK_APPROACHES;
  const isNeeded = (key: KeyName) => all.every((one) => keyOf(key).use?.[one] === 'required');
  return keyNames.filter((key) => isNeeded(key) && !subject.names(key) && !TOLD_ELSEWHERE.includes(key));
}

function aboutMissing(subject: Subject, key: KeyName): Found {
  const help = keyOf(key).help.replace(/^./, (letter) => letter.toLowerCase());
  const hint = `set it: ${help.replace(/\.$/, '')}`;
  if (key === 'inferenceBedrockRegion' && namesAny(subject, ['inferenceBedrockSsoRegion', 'ssoRegion'])) {
    return subject.about(key, 'is missing: the region of the sign-in is not taken for that of Bedrock', hint);
  }
  return subject.about(key, `is missing, and ${approachOf(subject) ?? 'Bedrock'} needs it`, hint);
}
