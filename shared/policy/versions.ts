/**
 * Releases of Claude Desktop that changed how it reads its configuration. Which one is in use is never guessed: the key
 * minimumAppVersion says it.
 */
export const releases = {
  /** inferenceCredentialKind exists. The order of sources that is used without it is taken to have changed with it. */
  credentialKind: '1.8555.0',
  /** HKLM and HKCU are no longer merged. */
  unmergedRegistry: '1.19367.0',
  /** Addresses with a user name or password in them are refused. */
  noCredentialsInUrls: '1.32352.0',
  /** Sign-in with an identity provider exists, and comes first. */
  identityProvider: '2.7032.0',
} as const;

/** Nothing of what we know changed after it. */
export const NEWEST_KNOWN = releases.identityProvider;

/** Whether a version is that one or a later one. */
export function isSince(version: string, since: string): boolean {
  return Bun.semver.order(version, since) >= 0;
}
