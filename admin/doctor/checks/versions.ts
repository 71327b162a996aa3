import { arch, release, type as systemName } from 'node:os';
import type { Env } from '../../../shared/host.ts';
import { versionLine } from '../../../shared/version.ts';
import type { Check } from '../examination.ts';
import { type Finding, ok, plain } from '../finding.ts';
import type { Scene } from '../scene.ts';

export const versions: Check<Scene> = {
  id: 'versions',
  section: 'This machine',
  what: 'versions',
  find: async ({ host }) => [system(), environment(host.env)],
};

function system(): Finding {
  const line = versionLine('bedrock-launcher');
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  return ok('versions', 'versions', line, {
    runtime: `Bun ${Bun.version}`,
    system: `${systemName()} ${release()}`,
    architecture: arch(),
    'time zone': timeZone,
  });
}

/** Variables that decide something and hold no secret. */
const SHOWN =
  /^(AWS_(PROFILE|REGION|DEFAULT_REGION|CONFIG_FILE|SHARED_CREDENTIALS_FILE|CA_BUNDLE|ENDPOINT_URL.*|USE_FIPS_ENDPOINT|USE_DUALSTACK_ENDPOINT|EC2_METADATA_DISABLED|IGNORE_CONFIGURED_ENDPOINT_URLS)|NODE_EXTRA_CA_CERTS|BEDROCK_LAUNCHER_(CONFIG|PROFILE)|BROWSER|(HTTPS?|ALL|NO)_PROXY)$/i;
/** Of these it matters that they are there. */
const NAMED = /^(AWS_(ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|BEARER_TOKEN_BEDROCK)|BUN_OPTIONS|BUN_BE_BUN)$/;

function environment(env: Env): Finding {
  const names = Object.keys(env).sort();
  const shown = names.filter((name) => SHOWN.test(name)).map((name) => [name, shownValue(name, env[name] ?? '')]);
  const named = names.filter((name) => NAMED.test(name)).map((name) => [name, '[set]']);
  const details = plain(Object.fromEntries([...shown, ...named]));
  const count = Object.keys(details).length;
  return ok(
    'environment',
    'environment',
    count > 0 ? `${count} variables that matter` : 'nothing that matters',
    details,
  );
}

/** Where a line break was lost, a region is followed by what may be a key. */
function shownValue(name: string, value: string): string {
  const odd = /REGION$/i.test(name) && !/^[\w-]{0,32}$/.test(value);
  return odd || isNoAddress(name, value) ? '[malformed]' : withoutLogin(value);
}

/** What an address of that variable begins with; a proxy may be named without its scheme. */
const ADDRESSES: [RegExp, RegExp][] = [
  [/^AWS_ENDPOINT_URL/i, /^https?:\/\//i],
  [/^(HTTPS?|ALL)_PROXY$/i, /^((https?|socks\w{0,2}):\/\/|(?!.*:\/\/))/i],
];

/** What is no address may be a secret in the wrong place. */
function isNoAddress(name: string, value: string): boolean {
  const [, begin] = ADDRESSES.find(([names]) => names.test(name)) ?? [];
  return begin !== undefined && value !== '' && !begin.test(value);
}

/** A proxy's address may hold a user name and a password, with or without its scheme; another one a key in its query. */
function withoutLogin(value: string): string {
  return value
    .replace(/^([a-z][a-z\d+.-]*:\/\/)?.*@/i, '$1[secret]@')
    .replace(/^([a-z]+:\/\/[^?]*)\?.*/i, '$1?[secret]');
}
