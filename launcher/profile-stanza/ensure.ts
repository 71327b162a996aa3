import { deadline } from '../../shared/deadline.ts';
import type { Host } from '../../shared/host.ts';
import {
  type AwsConfig,
  type AwsFiles,
  atLine,
  awsConfigOf,
  awsFiles,
  readAwsConfig,
  stanzaOf,
  textOf,
} from '../../shared/identity/aws-config.ts';
import { signsInTo } from '../../shared/identity/described-profile.ts';
import type { Wanted } from '../../shared/identity/described-stanza.ts';
import type { ProfileSetting } from '../../shared/policy/identity-setting.ts';
import { Problem } from '../../shared/problem.ts';
import { type LockHost, withLock } from '../../shared/vault/lock.ts';
import { BlockFault } from './block.ts';
import { type Edit, withStanza } from './edit.ts';
import { keepBackup, replaceConfig } from './replace.ts';

type StanzaHost = LockHost & Pick<Host, 'say' | 'log'>;

/** Others hold the lock for as long as a disk takes to write a file. */
const PATIENCE_S = 20;

/**
 * Sees to it that the profile which the settings describe is in the AWS config file. A section that the person wrote is
 * never touched. Whatever prevents it is a warning where a profile of that name is there to go on with, else a Problem.
 */
export async function ensureProfile(host: StanzaHost, setting: ProfileSetting): Promise<void> {
  const files = awsFiles(host, setting.awsDir);
  try {
    const described = setting.described?.();
    if (described) await ensure(host, files, { ...described, profile: setting.profile });
  } catch (thrown) {
    if (!(thrown instanceof Problem) || !isThere(files, setting.profile)) throw thrown;
    host.log.warn('profile not as described', { profile: setting.profile, message: thrown.message });
    host.say(`warning: ${thrown.message}`);
    host.say(`hint: ${thrown.hint}`);
  }
}

/** Look; where there is something to write: lock, look again, write. */
async function ensure(host: StanzaHost, files: AwsFiles, wanted: Wanted): Promise<void> {
  let found = look(host, files, wanted);
  if (isToWrite(found)) {
    const act = async () => {
      found = look(host, files, wanted);
      if (isToWrite(found)) found = await write(host, files, wanted, found);
    };
    await withLock(host, 'aws-config', deadline(PATIENCE_S * 1000, busy(files)), act);
  }
  if (found.fault) throw found.fault;
}

/** What is in the config file, what is to be there, and what is wrong even then. */
interface Found extends Edit {
  before: string;
  fault: Problem | undefined;
}

function isToWrite({ before, text }: Found): boolean {
  return text !== before;
}

/** Throws a Problem where nothing can be written. */
function look({ platform }: StanzaHost, files: AwsFiles, wanted: Wanted): Found {
  const before = textOf(files.config);
  const { kind, text } = edited(files, before, wanted, platform === 'win32' ? '\r\n' : '\n');
  const after = awsConfigOf(files, text);
  if (signsInTo(after, wanted.profile, wanted)) return { kind, before, text, fault: undefined };
  if (kind === 'own') return { kind, before, text, fault: ownSection(files, wanted.profile) };
  throw covered(after, wanted.profile);
}

function edited(files: AwsFiles, before: string, wanted: Wanted, newline: string): Edit {
  try {
    return atLine(files.config, () => withStanza(before, wanted, newline));
  } catch (thrown) {
    if (!(thrown instanceof BlockFault)) throw thrown;
    // Nothing needs to be written, so nothing needs to be mended.
    if (signsInTo(awsConfigOf(files, before), wanted.profile, wanted)) return { kind: 'own', text: before };
    throw damaged(files, thrown);
  }
}

async function write(host: StanzaHost, files: AwsFiles, wanted: Wanted, first: Found): Promise<Found> {
  let found = first;
  let backup = await keepBackup(files.config, found.before);
  // The AWS CLI and editors know nothing of our lock.
  while (textOf(files.config) !== found.before) {
    found = look(host, files, wanted);
    backup = await keepBackup(files.config, found.before);
  }
  await replaceConfig(files.config, found.text);
  const done = found.kind === 'ours' ? 'has what the settings say of' : 'no longer has what bedrock-launcher wrote of';
  host.say(`${files.config} ${done} the profile ${wanted.profile}${backup ? ` (as it was before: ${backup})` : ''}`);
  host.log.info('profile written', { profile: wanted.profile, file: files.config });
  return found;
}

function isThere(files: AwsFiles, profile: string): boolean {
  try {
    return stanzaOf(readAwsConfig(files), profile) !== undefined;
  } catch (thrown) {
    if (thrown instanceof Problem) return false;
    throw thrown;
  }
}

function ownSection({ config }: AwsFiles, profile: string): Problem {
  return new Problem(
    'configuration',
    `${config}: [profile ${profile}] is not what the settings describe; it is left as it is, and used`,
    'remove or rename that section, then start bedrock-launcher again: it writes the described one',
  );
}

/** Keys of that name in the credentials file, or a section [DEFAULT], would make another profile of it. */
function covered({ files: { config, credentials }, credentials: sections }: AwsConfig, profile: string): Problem {
  const [section, file] = sections.has(profile) ? [profile, credentials] : ['DEFAULT', config];
  return new Problem(
    'configuration',
    `[${section}] of ${file} says something else of the profile ${profile} than the settings do`,
    `remove the section [${section}] from ${file}, or name it otherwise`,
  );
}

function damaged({ config }: AwsFiles, { line, message }: BlockFault): Problem {
  return new Problem(
    'configuration',
    `${config}: line ${line} ${message}; nothing is changed there`,
    'put that line right, or remove all lines that begin with "# >>> bedrock-launcher" or "# <<< bedrock-launcher"',
  );
}

function busy({ config }: AwsFiles): Problem {
  return new Problem('timeout', `${config}: another bedrock-launcher is writing it`, 'try again in a moment');
}
