import { deadline } from '../../shared/deadline.ts';
import { jsonText } from '../../shared/json-text.ts';
import { type ExitName, Problem } from '../../shared/problem.ts';
import { type Arguments, asProblem, print } from '../../shared/program.ts';
import { bestOf } from '../choice.ts';
import type { Client } from '../client.ts';
import type { Offered } from '../source/source.ts';
import { type Entry, entriesOf } from './entries.ts';
import { tableOf } from './table.ts';
import { tried } from './tried.ts';

const LIMIT_S = 30;

/** Which models there are: those of the settings with their labels, and what the source offers. */
export async function models(client: Client, { values }: Arguments): Promise<ExitName> {
  const offered = await offeredModels(client);
  const known = entriesOf(client.config, offered, offered && bestOf(offered), client.source.region);
  const entries = values['try'] ? await tried(client, known) : known;
  if (values['json']) print(jsonText({ source: client.source.name, models: entries }, 2));
  else print(tableOf(client.source.name, entries, process.env));
  return exitOf(entries);
}

/** Undefined: the list is refused, which is said; the settings name models all the same. */
async function offeredModels({ host, config, source, list }: Client): Promise<Offered[] | undefined> {
  const late = new Problem(
    'timeout',
    `${source.name} gave no list within ${LIMIT_S} s`,
    'check the network, then try again',
  );
  try {
    return await list(deadline(LIMIT_S * 1000, late));
  } catch (thrown) {
    const problem = asProblem(thrown);
    if (config.models.length === 0 || problem.code !== 'awsRefused') throw thrown;
    host.say(`warning: ${problem.message}`);
    host.say(`hint: ${problem.hint}`);
    return undefined;
  }
}

/** Whoever asks by a script wants to know whether the default can be called. */
function exitOf(entries: readonly Entry[]): ExitName {
  return entries.find((entry) => entry.default)?.usable === false ? 'awsRefused' : 'done';
}
