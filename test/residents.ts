import { readdirSync, readFileSync } from 'node:fs';
import type { Person } from './person.ts';

/** Linux: what runs for this person, whose home nobody else has. */
export function processesOf({ home }: Pick<Person, 'home'>): number[] {
  return readdirSync('/proc')
    .filter((pid) => /^\d+$/.test(pid) && wordsIn(pid, 'environ').includes(`HOME=${home}`))
    .map(Number);
}

/** Of that, the residents of the background renewal. */
export function residentsOf(person: Pick<Person, 'home'>): number[] {
  return processesOf(person).filter((pid) => wordsIn(String(pid), 'cmdline').includes('resident'));
}

/** What was killed is there for a moment more; what was not keeps a test waiting to its end. */
export async function allGone(person: Pick<Person, 'home'>): Promise<void> {
  while (processesOf(person).length > 0) await Bun.sleep(5);
}

/** Empty for a process that has ended meanwhile. */
function wordsIn(pid: string, file: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

/** They outlive the program that started them, so a test that may have started one ends it. */
export async function endResidents(person: Pick<Person, 'home'>): Promise<void> {
  for (const pid of residentsOf(person)) process.kill(pid);
  while (residentsOf(person).length > 0) await Bun.sleep(5);
}
