import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Person } from '../../person.ts';
import type { Findings } from './findings.ts';

/** What a kill in the middle of a write may leave. */
const FEW = 5;

const OURS = /(^|\/)(bedrock-launcher|\.aws\/sso)(\/|$)/;
const SET_ASIDE = /corrupt|foreign|broken|aside/i;
/** Names that a file has on its way to its place: no file of ours or of the AWS CLI is called so for good. */
const TEMPORARY = /\.(json|sealed|key)\.|\.te?mp|~$|\.\d{4,}$/;

/** Looks at every file of ours below the home folder, when nobody writes any more. Returns what was left behind. */
export function checkHome(findings: Findings, person: Person): string[] {
  const places = readdirSync(person.home, { recursive: true, encoding: 'utf8' }).filter((path) => OURS.test(path));
  const files = places.filter((path) => statSync(join(person.home, path)).isFile());
  const leftovers = files.filter((path) => TEMPORARY.test(basename(path)));
  findings.check('leftovers', leftovers.length <= FEW, () => leftovers.join('\n'));
  for (const path of files) {
    findings.check('files', isWhole(person, path), () => `${path}: ${readFileSync(join(person.home, path), 'utf8')}`);
  }
  for (const path of places) {
    const mode = statSync(join(person.home, path)).mode & 0o777;
    findings.check('modes', (mode & 0o077) === 0, () => `${path} has mode ${mode.toString(8)}`);
  }
  return leftovers;
}

function isWhole(person: Person, path: string): boolean {
  if (SET_ASIDE.test(basename(path))) return false;
  if (!path.endsWith('.json')) return true;
  try {
    return typeof JSON.parse(person.read(path)) === 'object';
  } catch {
    return false;
  }
}
