import type { Host } from '../shared/host.ts';
import { type Config, effectiveConfig } from '../shared/policy/config.ts';
import { placesOf } from '../shared/policy/credential-source.ts';
import { readSettings } from '../shared/policy/read-settings.ts';
import { PROFILE_WISH, wishesIn } from '../shared/policy/wishes.ts';
import type { Arguments } from '../shared/program.ts';
import { isTerminal } from '../shared/terminal.ts';
import { answerTo } from './call/answer.ts';
import { type Choice, chosenModel } from './choice.ts';
import type { HelperContext } from './helper.ts';
import { maxTokensIn } from './options.ts';
import { type Answer, type Listener, MAX_TOKENS, type Message } from './question.ts';
import { openSource } from './source/open.ts';
import type { Offered, Source } from './source/source.ts';

/** A client that is ready to ask. */
export interface Client {
  host: Host;
  config: Config;
  /** Where the settings come from, for people. */
  places: string;
  source: Source;
  /** The model of `--model`, of the settings, or the best that there is. Throws a Problem. */
  model(signal?: AbortSignal): Promise<Choice>;
  /** The models that the source offers. Throws a Problem. */
  list(signal: AbortSignal): Promise<Offered[]>;
  /** Throws a Problem, or the signal's reason. */
  ask(model: string, messages: readonly Message[], listener: Listener, signal?: AbortSignal): Promise<Answer>;
}

/** Reads the settings and what the command line adds. Throws a Problem. */
export async function openClient(
  host: Host,
  values: Arguments['values'],
  context: HelperContext = contextOf(host),
): Promise<Client> {
  const maxTokens = maxTokensIn(values) ?? MAX_TOKENS;
  const { system, model } = values as Record<string, string | undefined>;
  const { config, places } = await readConfig(host, values);
  const source = await openSource(host, config);
  const terms = { context };
  const list = (signal: AbortSignal) => source.list(context, signal);
  return {
    host,
    config,
    places,
    source,
    model: (signal = new AbortController().signal) => chosenModel(config, { name: source.name, list }, model, signal),
    list,
    ask: (id, messages, listener, signal) =>
      answerTo(host, source, { model: id, messages, system, maxTokens }, listener, terms, signal),
  };
}

/** What the settings say. A profile that is wished for reaches the helper by the environment, as the launcher hands it on. */
async function readConfig(host: Host, values: Arguments['values']): Promise<Pick<Client, 'config' | 'places'>> {
  const { profile } = wishesIn(values);
  if (profile) process.env[PROFILE_WISH] = profile;
  const settings = await readSettings(host);
  const config = effectiveConfig(settings, host.env);
  host.log.admit(() => config.logLevel);
  return { config, places: placesOf(settings) };
}

/** Whether a person is there who could sign in: where one of our ends is a terminal, or whoever starts us says so. */
export function contextOf({ env }: Pick<Host, 'env'>): HelperContext {
  const said = env['CLAUDE_HELPER_CONTEXT'];
  if (said) return said as HelperContext;
  return [0, 1, 2].some(isTerminal) ? 'interactive' : 'background';
}
