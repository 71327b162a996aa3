import { Problem } from '../../shared/problem.ts';
import { askBriefly } from '../brief.ts';
import type { Client } from '../client.ts';
import type { Entry } from './entries.ts';

/** So many at once throttle nobody. */
const AT_ONCE = 3;

/** The same entries, those that may be usable asked for one token each, which costs next to nothing. */
export async function tried(client: Client, entries: readonly Entry[]): Promise<Entry[]> {
  const result = [...entries];
  const waiting = [...entries.keys()].filter((at) => isWorthATry(entries[at]));
  const work = async () => {
    for (let at = waiting.shift(); at !== undefined; at = waiting.shift())
      result[at] = await asked(client, result[at] as Entry);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return result;
}

/** What the settings name, and what else is said to be usable. */
function isWorthATry(entry: Entry | undefined): boolean {
  return entry !== undefined && (entry.configured || entry.usable !== false);
}

async function asked(client: Client, { why: _, ...entry }: Entry): Promise<Entry> {
  try {
    await askBriefly(client.host, client.source, entry.id);
    return { ...entry, usable: true };
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    // The network, or a sign-in that has ended, says nothing of the model.
    if (thrown.code !== 'awsRefused' && thrown.code !== 'configuration') throw thrown;
    return { ...entry, usable: false, why: thrown.message };
  }
}
