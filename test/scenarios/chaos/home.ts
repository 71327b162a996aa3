import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Person } from '../../person.ts';
import type { Findings } from './findings.ts';

/** What a kill in the middle of a write may leave, in all. */
const FEW = 5;

const OURS = /(^|\/)(bedrock-launcher|\.aws\/sso)(\/|$)/;
const SET_ASIDE = /corrupt|foreign|broken|aside/i;
/** Names that a file has on its way to its place: no file of ours or of the AWS CLI is called so for good. */
const TEMPORARY = /\.(json|sealed|key)\.|\.te?mp|~$|\.\d{4,}$/;

/** Every path of ours below the home folder, and of the AWS CLI's cache. */
function placesIn({ home }: Person): string[] {
  return readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((path) => OURS.test(path));
}

/** Looks at every file when nobody writes any more. Returns how many temporary ones were left behind. */
export function checkFiles(findings: Findings, person: Person): number {
  const files = placesIn(person).filter((path) => statOf(person, path)?.isFile());
  const leftovers = files.filter((path) => TEMPORARY.test(basename(path)) && !SET_ASIDE.test(basename(path)));
  findings.check('leftovers', leftovers.length <= FEW, () => leftovers.join('\n'));
  for (const path of files.filter((file) => !leftovers.includes(file))) {
    findings.check('files', isWhole(person, path), () => `${path}: ${readFileSync(join(person.home, path), 'utf8')}`);
  }
  return leftovers.length;
}

export function checkModes(findings: Findings, person: Person): void {
  for (const path of placesIn(person)) {
    const mode = (statOf(person, path)?.mode ?? 0) & 0o777;
    findings.check('modes', (mode & 0o077) === 0, () => `${path} has mode ${mode.toString(8)}`);
  }
}

/** Undefined when it has gone meanwhile: somebody may still be at work. */
function statOf({ home }: Person, path: string) {
  return statSync(join(home, path), { throwIfNoEntry: false });
}

function isWhole(person: Person, path: string): boolean {
  if (SET_ASIDE.test(basename(path))) return false;
  if (!path.endsWith('.json')) return true;
  try {
    return typeof JSON.parse(person.read(path)) === 'object';
  } catch {
    return !statOf(person, path);
  }
}
