import type { Host } from '../shared/host.ts';
import { type ExitName, Problem } from '../shared/problem.ts';
import type { Arguments } from '../shared/program.ts';
import { isTerminal } from '../shared/terminal.ts';
import { openClient } from './client.ts';
import { checkOptions } from './options.ts';

type Story = (host: Host, given: Arguments) => Promise<ExitName>;

/** What the client is asked for by its first word; each is loaded when it is meant. */
const STORIES: Record<string, Story> = {
  ask: async (host, given) => (await import('./ask/ask.ts')).ask(await openClient(host, given.values), given),
  models: async (host, given) =>
    (await import('./models/models.ts')).models(await openClient(host, given.values), given),
  prove: async (host, given) => (await import('./prove/prove.ts')).prove(host, given),
  // Whoever has a page before them could sign in, terminal or not.
  page: async (host, given) =>
    (await import('./page/page.ts')).page(await openClient(host, given.values, 'interactive'), given),
  talk: async (host, given) => (await import('./terminal/talk.ts')).talk(await openClient(host, given.values)),
};

/** One question, or a conversation when a terminal asks for nothing in particular. */
export async function client(host: Host, given: Arguments): Promise<ExitName> {
  const [verb = isTerminal(0) ? 'talk' : 'ask', ...words] = given.positionals;
  const story = Object.hasOwn(STORIES, verb) ? STORIES[verb] : undefined;
  if (!story) throw unknownVerb(verb);
  checkOptions(verb, given);
  return story(host, { values: given.values, positionals: words });
}

function unknownVerb(verb: string): Problem {
  return new Problem(
    'usage',
    `unknown command "${verb}"`,
    `bedrock-client ask "your question"; 'bedrock-client --help' lists the rest`,
  );
}
