import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { posixWords } from '../command-line.ts';
import { refuseStrange } from '../files.ts';
import type { Host } from '../host.ts';
import { pathOf } from '../path.ts';
import { Problem } from '../problem.ts';
import { IniFault, parseIni, type Section, type Value } from './ini.ts';

/** The config and credentials files that the AWS CLI would read for this person. */
export interface AwsFiles {
  config: string;
  credentials: string;
}

export type Stanza = ReadonlyMap<string, Value>;

/** A value as one word or name: a comment after it, which the AWS CLI would take for a part of it, is none. */
export function valueIn(stanza: Stanza, key: string): string | undefined {
  return textIn(stanza, key)?.replace(/\s[#;].*$/, '') || undefined;
}

/** A value as it stands. */
export function textIn(stanza: Stanza, key: string): string | undefined {
  const value = stanza.get(key);
  return typeof value === 'string' ? value : undefined;
}

/** What the two files say. A profile may have a stanza in each. */
export interface AwsConfig {
  files: AwsFiles;
  /** By profile. */
  config: ReadonlyMap<string, Stanza>;
  /** By profile. */
  credentials: ReadonlyMap<string, Stanza>;
  /** By the name of the sso-session. */
  sessions: ReadonlyMap<string, Stanza>;
  /** By the name of the services section. */
  services: ReadonlyMap<string, Stanza>;
}

export function awsFiles(host: Pick<Host, 'platform' | 'env' | 'home'>, awsDir: string | undefined): AwsFiles {
  const path = pathOf(host.platform);
  if (awsDir) return { config: path.join(awsDir, 'config'), credentials: path.join(awsDir, 'credentials') };
  const place = (variable: string, name: string) =>
    expandHome(host, host.env[variable] || path.join(host.home, '.aws', name));
  return {
    config: place('AWS_CONFIG_FILE', 'config'),
    credentials: place('AWS_SHARED_CREDENTIALS_FILE', 'credentials'),
  };
}

export function expandHome(host: Pick<Host, 'platform' | 'home'>, file: string): string {
  return /^~[\\/]/.test(file) ? pathOf(host.platform).join(host.home, file.slice(2)) : file;
}

/** Reads both files as the AWS CLI does; one that is not there is empty. Throws a Problem (configuration). */
export function readAwsConfig(files: AwsFiles): AwsConfig {
  return awsConfigOf(files, textOf(files.config));
}

/** The same, where the config file had this text. */
export function awsConfigOf(files: AwsFiles, text: string): AwsConfig {
  const config = atLine(files.config, () => configSections(text));
  return { files, ...config, credentials: readSections(files.credentials) };
}

/** What the text of a config file says. Throws an IniFault. */
export function configSections(text: string): Pick<AwsConfig, 'config' | 'sessions' | 'services'> {
  const sections = sectionsOf(text);
  return {
    config: named(sections, 'profile'),
    sessions: named(sections, 'sso-session'),
    services: named(sections, 'services'),
  };
}

/** A profile's own settings: those of the credentials file cover those of the config file, key by key. */
export function stanzaOf({ config, credentials }: AwsConfig, profile: string): Stanza | undefined {
  const stanzas = [config.get(profile), credentials.get(profile)].filter((stanza) => stanza !== undefined);
  return stanzas.length > 0 ? new Map(stanzas.flatMap((stanza) => [...stanza])) : undefined;
}

/** The sections `[KIND name]`; of two for one name the later counts. A name with spaces is in quotes. */
function named(sections: Map<string, Section>, kind: 'profile' | 'sso-session' | 'services'): Map<string, Section> {
  const found = new Map<string, Section>();
  for (const [header, section] of sections) {
    if (kind === 'profile' && header === 'default') found.set(header, section);
    if (!header.startsWith(kind)) continue;
    const [, name, ...more] = posixWords(header) ?? [];
    if (name !== undefined && more.length === 0) found.set(name, section);
  }
  return found;
}

/** Some companies have a program write thousands of profiles. */
const LARGEST = 16 * 1024 * 1024;

function readSections(file: string): Map<string, Section> {
  const text = textOf(file);
  return atLine(file, () => sectionsOf(text));
}

/** A byte order mark, as Windows editors set it, is no part of what a text says. */
function sectionsOf(text: string): Map<string, Section> {
  return parseIni(text.replace(/^\uFEFF/, ''));
}

/** Reads what stands in a file. Throws a Problem (configuration) with the place of an IniFault. */
export function atLine<Result>(file: string, read: () => Result): Result {
  try {
    return read();
  } catch (thrown) {
    if (thrown instanceof IniFault)
      throw new Problem('configuration', `${file}: line ${thrown.line} ${thrown.message}`, 'correct that line', thrown);
    throw thrown;
  }
}

/**
 * The text of a file, byte order mark included; empty when there is none: a person needs to know that from a file which
 * can't be read. Throws a Problem (configuration).
 */
export function textOf(file: string): string {
  try {
    refuseStrange(file, LARGEST);
    const bytes = readFileSync(file);
    if (!isUtf8(bytes))
      throw new Problem('configuration', `${file}: is not UTF-8 text`, 'save it in the encoding UTF-8');
    return bytes.toString('utf8');
  } catch (thrown) {
    if (thrown instanceof Problem) throw thrown;
    const code = (thrown as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ENOTDIR') return '';
    const hint = 'check what it is and who may read it';
    throw new Problem('configuration', `${file}: can't be read (${code})`, hint, thrown);
  }
}
