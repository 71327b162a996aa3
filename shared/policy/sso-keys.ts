import type { KeyName } from './keys.ts';

/** Each toolkit key that spells out a role, beside the app's key that serves where it is unset. */
export const ssoKeys = {
  ssoStartUrl: 'inferenceBedrockSsoStartUrl',
  ssoRegion: 'inferenceBedrockSsoRegion',
  ssoAccountId: 'inferenceBedrockSsoAccountId',
  ssoRoleName: 'inferenceBedrockSsoRoleName',
} as const satisfies Partial<Record<KeyName, KeyName>>;

export const TOOLKIT_SSO_KEYS = Object.keys(ssoKeys) as (keyof typeof ssoKeys)[];
/** The same keys of the app, in the same order. */
export const APP_SSO_KEYS = Object.values(ssoKeys);

/** With any of these our own keys say who signs in. */
export const OWN_IDENTITY_KEYS: readonly KeyName[] = ['identitySource', 'awsProfile', ...TOOLKIT_SSO_KEYS];
