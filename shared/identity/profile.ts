import { readFileSync } from 'node:fs';
import { loadSharedConfigFiles } from '@smithy/shared-ini-file-loader';
import { refuseStrange } from '../files.ts';
import type { Host } from '../host.ts';
import { pathOf } from '../places.ts';
import { checkedRegion } from '../policy/config.ts';
import { Problem } from '../problem.ts';

type ProfileHost = Pick<Host, 'platform' | 'env' | 'home'>;
type Stanza = Record<string, string | undefined>;

/** What a profile with IAM Identity Center says. `sessionName` is missing in a legacy profile, which has no sso-session. */
export interface SsoProfile {
  kind: 'sso';
  sessionName: string | undefined;
  startUrl: string;
  ssoRegion: string;
  scopes: string[];
  accountId: string;
  roleName: string;
  region: string | undefined;
}

/** Any other kind of profile: the AWS SDK's own providers resolve it. */
export interface OtherProfile {
  kind: 'other';
  region: string | undefined;
  /** The profile with IAM Identity Center at the beginning of its chain of `source_profile`. */
  source: SsoProfile | undefined;
}

/** The config and credentials files that the AWS CLI would read for this person. */
export interface AwsFiles {
  config: string;
  credentials: string;
}

export function awsFiles(host: ProfileHost, awsDir: string | undefined): AwsFiles {
  const path = pathOf(host.platform);
  if (awsDir) return { config: path.join(awsDir, 'config'), credentials: path.join(awsDir, 'credentials') };
  const place = (variable: string, name: string) =>
    expandHome(host, host.env[variable] || path.join(host.home, '.aws', name));
  return {
    config: place('AWS_CONFIG_FILE', 'config'),
    credentials: place('AWS_SHARED_CREDENTIALS_FILE', 'credentials'),
  };
}

function expandHome(host: ProfileHost, file: string): string {
  return /^~[\\/]/.test(file) ? pathOf(host.platform).join(host.home, file.slice(2)) : file;
}

/**
 * Reads a named profile with the SDK's loader. As in the SDK, static keys in either file come before the profile's
 * other sources, and the credentials file covers the config file.
 */
export async function readProfile(name: string, files: AwsFiles): Promise<SsoProfile | OtherProfile> {
  for (const file of [files.config, files.credentials]) refuseUnreadable(file);
  const { configFile, credentialsFile } = await loadSharedConfigFiles({
    configFilepath: files.config,
    filepath: files.credentials,
    ignoreCache: true,
  });
  const stanza = ownStanza(configFile, credentialsFile, name);
  if (!stanza) throw notFound(name, files, Object.keys({ ...configFile, ...credentialsFile }));
  if (isSso(stanza)) return readSso(name, files.config, stanza, configFile);
  const region = regionIn(stanza, `${files.config}: [profile ${name}] region`);
  return { kind: 'other', region, source: sourceOf(stanza, files, configFile, credentialsFile, [name]) };
}

/** Follows source_profile, as long as it leads on; the SDK says what is wrong with a chain that leads nowhere. */
function sourceOf(
  { source_profile: next, role_arn: role }: Stanza,
  files: AwsFiles,
  config: Record<string, Stanza>,
  credentials: Record<string, Stanza>,
  seen: string[],
): SsoProfile | undefined {
  if (!role || !next || seen.includes(next)) return undefined;
  const stanza = ownStanza(config, credentials, next);
  if (!stanza) return undefined;
  if (isSso(stanza)) return readSso(next, files.config, stanza, config);
  return sourceOf(stanza, files, config, credentials, [...seen, next]);
}

function ownStanza(
  config: Record<string, Stanza>,
  credentials: Record<string, Stanza>,
  name: string,
): Stanza | undefined {
  const named = [config, credentials].filter((file) => Object.hasOwn(file, name)).map((file) => file[name]);
  return named.length > 0 ? Object.assign({}, ...named) : undefined;
}

/** Static keys and a role to assume come before IAM Identity Center, as in the SDK. */
function isSso(stanza: Stanza): boolean {
  const named = stanza['sso_session'] || stanza['sso_start_url'];
  return Boolean(named) && !stanza['role_arn'] && !stanza['aws_access_key_id'];
}

function readSso(profile: string, file: string, stanza: Stanza, config: Record<string, Stanza>): SsoProfile {
  const sessionName = stanza['sso_session'];
  const session = sessionName ? sessionStanza(sessionName, profile, file, config) : stanza;
  const need = (from: Stanza, key: string, section: string): string => {
    const value = from[key];
    if (value) return value;
    throw new Problem('configuration', `${file}: [${section}] lacks ${key}`, `add "${key} = ..." to that section`);
  };
  const profileSection = `profile ${profile}`;
  const sessionSection = sessionName ? `sso-session ${sessionName}` : profileSection;
  return {
    kind: 'sso',
    sessionName,
    startUrl: need(session, 'sso_start_url', sessionSection),
    ssoRegion: checkedRegion(need(session, 'sso_region', sessionSection), `${file}: [${sessionSection}] sso_region`),
    scopes: sessionName ? scopesOf(session) : [],
    accountId: need(stanza, 'sso_account_id', profileSection),
    roleName: need(stanza, 'sso_role_name', profileSection),
    region: regionIn(stanza, `${file}: [${profileSection}] region`),
  };
}

function regionIn(stanza: Stanza, place: string): string | undefined {
  const region = stanza['region'];
  return region ? checkedRegion(region, place) : undefined;
}

function sessionStanza(name: string, profile: string, file: string, config: Record<string, Stanza>): Stanza {
  const section = `sso-session.${name}`;
  const stanza = Object.hasOwn(config, section) ? config[section] : undefined;
  if (stanza) return stanza;
  throw new Problem(
    'configuration',
    `${file}: [profile ${profile}] names sso_session ${name}, but there is no [sso-session ${name}]`,
    `add that section with sso_start_url and sso_region`,
  );
}

/** The AWS CLI's default; without a scope the service gives no refresh token. */
function scopesOf(session: Stanza): string[] {
  const scopes = (session['sso_registration_scopes'] ?? '').split(',').map((scope) => scope.trim());
  return scopes.some(Boolean) ? scopes.filter(Boolean) : ['sso:account:access'];
}

/** The loader takes an unreadable file for an empty one; a person needs to know the difference. */
function refuseUnreadable(file: string): void {
  try {
    refuseStrange(file);
    const text = readFileSync(file, 'utf8');
    refuseUnparsable(file, text);
    refuseBuiltIn(file, text);
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code;
    if (thrown instanceof Problem) throw thrown;
    if (code === 'ENOENT') return;
    throw new Problem(
      'configuration',
      `${file}: can't be read (${code})`,
      'check what it is and who may read it',
      thrown,
    );
  }
}

/** A blank or continued line, a comment, a section, or a name with a value: what the AWS CLI's own parser accepts. */
const CONFIG_LINE = /^\uFEFF?\s*$|^\s+\S|^[#;]|^\uFEFF?\[[^\]]+\]|^[^=:\s][^=:]*[=:]/;

/** The loader skips lines that it does not understand; the AWS CLI stops at them, and so do we. */
function refuseUnparsable(file: string, text: string): void {
  const fault = text.split(/\r?\n/).findIndex((line) => !CONFIG_LINE.test(line));
  if (fault < 0) return;
  throw new Problem(
    'configuration',
    `${file}: line ${fault + 1} is neither a [section] nor name = value`,
    'correct that line',
  );
}

const SECTION = /^\s*\[(profile\s+)?(\w+)\]/gm;

/**
 * The SDK's loader keeps sections in a plain object: the keys of a section `toString` would become those of the function
 * that all objects share, and with a section `__proto__` it takes the whole file for empty.
 */
function refuseBuiltIn(file: string, text: string): void {
  for (const [, prefix, name = ''] of text.matchAll(SECTION)) {
    if (name === '__proto__' || (!prefix && Object.hasOwn(Object.prototype, name)))
      throw new Problem('configuration', `${file}: no section can be called ${name}`, 'rename that section');
  }
}

function notFound(name: string, files: AwsFiles, sections: string[]): Problem {
  const profiles = sections.filter((section) => !/^(sso-session|services)\./.test(section));
  const known = profiles.length > 0 ? `profiles there: ${profiles.slice(0, 10).join(', ')}` : 'there are no profiles';
  return new Problem(
    'configuration',
    `no profile "${name}" in ${files.config} or ${files.credentials} (${known})`,
    `correct the name, or create it with: aws configure sso --profile ${name}`,
  );
}
