import { type Choice, configuredModels } from '../choice.ts';
import type { Client } from '../client.ts';

/** What a person can choose from. */
export interface Models {
  choices: Choice[];
  /** Until they choose another one. */
  first: Choice;
}

/** Those of the settings; without any, those that the source offers and that can be called. Throws a Problem. */
export async function modelsOf(
  client: Pick<Client, 'config' | 'model' | 'list'>,
  signal: AbortSignal,
): Promise<Models> {
  const first = await client.model(signal);
  const configured = configuredModels(client.config);
  // Where --model names one, a list that can't be had is no reason to stop.
  const choices = configured.length > 0 ? configured : await usable(client, signal).catch(() => []);
  return { first, choices: choices.some(({ id }) => id === first.id) ? choices : [first, ...choices] };
}

async function usable({ list }: Pick<Client, 'list'>, signal: AbortSignal): Promise<Choice[]> {
  const offered = (await list(signal)).filter(({ unusable }) => !unusable);
  return [...new Map(offered.map(({ id, name }) => [id, { id, label: name }])).values()];
}
