import type { Host } from '../shared/host.ts';
import { type Identity, resolveIdentity } from '../shared/identity/identity.ts';
import type { Want } from '../shared/identity/kept-role.ts';
import { type Config, effectiveConfig } from '../shared/policy/config.ts';
import { readSettings } from '../shared/policy/read-settings.ts';
import type { Settings } from '../shared/policy/settings.ts';
import { type Wishes, wishesIn } from '../shared/policy/wishes.ts';
import { Problem } from '../shared/problem.ts';
import type { Arguments } from '../shared/program.ts';
import { wantFor } from '../shared/token/lifetime.ts';
import type { ShellName } from './format-names.ts';
import { type Format, formatNamed, shellNamed, type WriteContext } from './formats.ts';
import { answerName } from './kept-answer.ts';

/** What one call of the helper is to answer. */
export interface Question {
  host: Host;
  config: Config;
  identity: Identity;
  profile: string | undefined;
  format: Format;
  context: WriteContext;
  want: Want;
  /** The name of the kept answer, and the files that decide about it besides the identity's. */
  name: string;
  settingsFiles: readonly string[];
  /** What the registry said, as a hash, where there is one. */
  registry: string | undefined;
}

/** What the command line and the settings say, before anybody is looked for. */
export interface Call {
  config: Config;
  settings: Settings;
  wishes: Wishes;
  format: Format;
  shell: ShellName;
}

/** Throws a Problem for wrong arguments and for settings that can't be read. */
export async function readCall(host: Host, { values }: Arguments): Promise<Call> {
  const format = formatNamed(values['format'] ?? 'token');
  const shell = shellNamed(values['shell'], host.platform);
  if (values['shell'] !== undefined && values['format'] !== 'env') throw shellWithoutEnv();
  const wishes = { ...wishesIn(values), fallbackProfile: format.needsSettings ? undefined : 'default' };
  const settings = await readSettings(host);
  const config = effectiveConfig(settings, host.env, wishes);
  host.log.admit(() => config.logLevel);
  return { config, settings, wishes, format, shell };
}

/** Throws a Problem for settings that don't say who is meant. */
export async function questionOf(host: Host, call: Call, args: readonly string[]): Promise<Question> {
  const { config, settings, wishes, format, shell } = call;
  const identity = await resolveIdentity(host, config);
  // Between turns the app asks because what it has no longer does: what is kept may be dead.
  const want = wantFor(host, config.helper.ttlSec, host.env['CLAUDE_HELPER_CONTEXT'] === 'mid-session-refresh');
  const leastMs = format.leastMs ?? want.leastMs;
  return {
    host,
    config,
    identity,
    profile: wishes.profile,
    format,
    context: { host, ...neededBy(format, config, identity), shell, leastMs },
    want: { ...want, leastMs },
    name: answerName(args, host.env),
    settingsFiles: settings.files,
    registry: settings.registry,
  };
}

/** Read before anybody is asked, but only where it is needed: AWS credentials have no headers and no region. */
function neededBy(format: Format, config: Config, identity: Identity): Pick<WriteContext, 'headers' | 'region'> {
  return {
    headers: format.hasHeaders ? config.customHeaders : {},
    region: format.needsSettings ? (config.region ?? identity.region) : undefined,
  };
}

function shellWithoutEnv(): Problem {
  return new Problem('usage', '--shell goes with --format env', 'say --format env --shell NAME');
}
