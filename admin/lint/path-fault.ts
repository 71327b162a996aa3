import { type KeyName, keyNames, keyOf } from '../../shared/policy/keys.ts';
import { absolutePath } from '../../shared/policy/rules.ts';
import type { System } from './place.ts';

export type PathFault = 'arguments' | 'quoted' | 'unexpanded' | 'relative' | 'foreign' | 'program' | 'folder' | 'file';

export const HELPER: KeyName = 'inferenceCredentialHelper';

/** The keys whose value is a path, or may be one. */
export const PATH_KEYS: readonly KeyName[] = keyNames.filter(
  (name) => keyOf(name).rule === absolutePath || name === 'client',
);

const CLIENT_WORDS = ['auto', 'claude-desktop', 'bundled'];
/** An option, a word after a program's extension, or a word after a program in a folder whose programs have no spaces. */
const ARGUMENTS = /\s--?[A-Za-z]|\.(exe|cmd|bat|ps1|sh|py)["']?\s+\S|^["']?\/(usr\/)?(local\/)?s?bin\/\S+\s+\S/i;
const UNEXPANDED = /^["']?~|%[^%\\/]+%|\$\w|\$\{|\$\(/;
const WINDOWS = /^([A-Za-z]:[\\/]|\\\\)/;

/** The first thing wrong with a path, in the order of what a person would see first. */
export function pathFault(key: KeyName, path: string, system: System | undefined): PathFault | undefined {
  if (path.trim() === '' || (key === 'client' && CLIENT_WORDS.includes(path))) return undefined;
  if (key === HELPER && ARGUMENTS.test(path)) return 'arguments';
  if (/^["']/.test(path)) return 'quoted';
  if (UNEXPANDED.test(path)) return 'unexpanded';
  const windows = WINDOWS.test(path);
  // A word that is near one of those that the client key takes is told with those.
  if (!windows && !path.startsWith('/')) return key === 'client' && !/[\\/]/.test(path) ? undefined : 'relative';
  if (system && windows !== (system === 'win32')) return 'foreign';
  const isProgram = key !== 'awsDir' && key !== 'inferenceBedrockAwsDir';
  if (isProgram && /[\\/]$/.test(path)) return 'folder';
  if (!isProgram && /[\\/]\.aws[\\/](config|credentials)$/.test(path)) return 'file';
  return key === HELPER && /(^|[\\/])bedrock-(launcher|client|admin)(\.exe)?$/i.test(path) ? 'program' : undefined;
}
