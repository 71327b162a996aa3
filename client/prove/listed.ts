import { Problem } from '../../shared/problem.ts';
import { configuredModels } from '../choice.ts';
import type { Client } from '../client.ts';
import type { Told } from './protocol.ts';

/** What the source offers. A role that may not list models is no failure where the settings name them. */
export async function usableIn({ config, list }: Client): Promise<Told> {
  const configured = configuredModels(config);
  try {
    const offered = await list(new AbortController().signal);
    const usable = offered.filter(({ unusable }) => !unusable).length;
    const named = configured.length > 0 ? `, ${configured.length} configured` : ', none configured';
    return { words: `${offered.length} offered, ${usable} of them usable${named}` };
  } catch (thrown) {
    if (!(thrown instanceof Problem) || thrown.code !== 'awsRefused' || configured.length === 0) throw thrown;
    return { words: `${configured.length} configured`, warning: `${thrown.message}; ${thrown.hint}` };
  }
}
