import { basename, dirname } from 'node:path';
import { checkValue, type KeyName } from '../../../shared/policy/keys.ts';
import { readSettingsText } from '../../../shared/policy/settings-file.ts';
import { ssoKeys, TOOLKIT_SSO_KEYS } from '../../../shared/policy/sso-keys.ts';
import { redacted } from '../../doctor/redaction.ts';

/** The four values, and perhaps awsProfile. */
export type Values = Partial<Record<KeyName, string>>;

/** A settings file as it is to be, and what changed in it, for people. */
export interface Filled {
  text: string;
  changes: string[];
}

/**
 * Fills values into the text of a settings file; every other key keeps its value and its place. `text` is undefined where
 * there is no file yet. Throws a Problem (configuration) for a text that holds no settings.
 */
export function filled(file: string, text: string | undefined, values: Values): Filled {
  const settings = text === undefined ? {} : readSettingsText(file, text);
  const before = { ...settings };
  const wanted = Object.entries(forFile(file, settings, values));
  for (const [name, value] of wanted) settings[name] = value;
  const changes = wanted
    .filter(([name, value]) => before[name] !== value)
    .map(([name, value]) => told(name, value, before));
  return { text: `${JSON.stringify(settings, null, indentOf(text))}\n`, changes };
}

/**
 * Where the app's own keys say the same, they are kept alike. The app's own managed file gets those alone: one key that it
 * does not know can void all of that file.
 */
function forFile(file: string, settings: Record<string, unknown>, values: Values): Record<string, string> {
  const isOfApp = isAppFile(file);
  const found: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    const own = TOOLKIT_SSO_KEYS.find((key) => key === name);
    const app = own ? ssoKeys[own] : 'inferenceBedrockProfile';
    if (!isOfApp) found[name] = value;
    if (isOfApp || (own && Object.hasOwn(settings, app))) found[app] = value;
  }
  return found;
}

/** By its place on Linux; elsewhere the app has no file of this form. */
function isAppFile(file: string): boolean {
  return basename(file) === 'managed-settings.json' && basename(dirname(file)) === 'claude-desktop';
}

function told(name: string, value: string, before: Record<string, unknown>): string {
  if (!Object.hasOwn(before, name)) return `${name}: ${value}`;
  const old = before[name];
  // What breaks its rule may be anything, a secret in the wrong place too.
  const isGood = 'value' in checkValue(name as KeyName, old);
  return `${name}: ${value} (was ${isGood ? redacted(String(old)) : 'something else'})`;
}

function indentOf(text: string | undefined): string {
  return /^\{\r?\n([ \t]+)"/.exec(text?.trimStart() ?? '')?.[1] ?? '  ';
}
