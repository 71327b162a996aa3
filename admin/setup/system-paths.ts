import type { Host } from '../../shared/host.ts';
import { installedProgram, systemOf } from '../../shared/installed.ts';
import { isOurHelper } from '../../shared/places.ts';
import { Problem } from '../../shared/problem.ts';
import { HELPER, PATH_KEYS } from '../lint/path-fault.ts';
import type { Choice } from './approach.ts';
import type { Note } from './note.ts';
import { namesIn, type Values } from './setup.ts';

export type Target = Host['platform'];

/** How people call the systems. */
const SYSTEMS: Record<Target, string> = { darwin: 'macOS', win32: 'Windows', linux: 'Linux' };

/** The values with the paths of one system: the helper where its packages put it, and no path of another system. */
export function withPathsOf(target: Target, values: Values, choice: Choice): { values: Values; notes: Note[] } {
  const foreign = namesIn(values).filter((name) => PATH_KEYS.includes(name) && isForeign(target, values[name]));
  const notes = foreign
    .filter((name) => name !== HELPER)
    .map((name) => ({ message: `${name} is left out for ${SYSTEMS[target]}: it is a path of another system` }));
  const kept = Object.fromEntries(Object.entries(values).filter(([name]) => !foreign.some((other) => other === name)));
  if (choice.kind !== 'helper-script' || kept[HELPER] !== undefined) return { values: kept, notes };
  const was = values[HELPER];
  if (choice.provider === 'gateway') throw noGatewayHelper(target, was !== undefined);
  const own = installedProgram(target, 'bedrock-credential-helper');
  const replaced = typeof was === 'string' && !isOurHelper(was);
  const message = `${HELPER} is ${own} for ${SYSTEMS[target]}: the one that is set is of another system`;
  return { values: { ...kept, [HELPER]: own }, notes: replaced ? [...notes, { message }] : notes };
}

/** Whether it is a path that no machine of that system has. */
export function isForeign(target: Target, path: unknown): boolean {
  if (typeof path !== 'string' || !/^(\/|[A-Za-z]:|\\\\)/.test(path)) return false;
  return path.startsWith('/') === (target === 'win32') || (systemOf(path) ?? target) !== target;
}

/** Our own helper has no token for a gateway. */
function noGatewayHelper(target: Target, isThere: boolean): Problem {
  const what = isThere ? 'is a path of another system' : 'is missing';
  return new Problem(
    'configuration',
    `${HELPER} ${what}: ${SYSTEMS[target]} needs the helper of your gateway`,
    `give its path there: --set ${HELPER}=PATH`,
  );
}
