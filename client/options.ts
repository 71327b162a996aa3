import { Problem } from '../shared/problem.ts';
import type { Arguments, Program } from '../shared/program.ts';

/** Every option of the client, and which of its commands take it. */
export const OPTIONS = {
  model: { type: 'string', of: ['ask', 'talk', 'page', 'prove'] },
  profile: { type: 'string', of: ['ask', 'talk', 'page', 'prove', 'models'] },
  system: { type: 'string', of: ['ask', 'talk', 'page'] },
  'max-tokens': { type: 'string', of: ['ask', 'talk', 'page'] },
  file: { type: 'string', multiple: true, of: ['ask'] },
  json: { type: 'boolean', of: ['ask', 'models', 'prove'] },
  'stream-json': { type: 'boolean', of: ['ask'] },
  try: { type: 'boolean', of: ['models'] },
  'no-open': { type: 'boolean', of: ['page'] },
} as const satisfies Record<string, Program['options'][string] & { of: readonly string[] }>;

/** Those of its words that take none. */
const WORDLESS = ['models', 'prove', 'page', 'talk'];

/** Throws a Problem (usage) for an option that the command does not take. */
export function checkOptions(verb: string, { values, positionals }: Arguments): void {
  const stray = Object.entries(OPTIONS).find(
    ([name, { of }]) => values[name] !== undefined && !(of as readonly string[]).includes(verb),
  );
  if (stray) throw usage(`--${stray[0]} does not go with ${verb}`);
  if (WORDLESS.includes(verb) && positionals.length > 1) throw usage(`${verb} takes no words: "${positionals[1]}"`);
  if (values['json'] && values['stream-json']) throw usage('--json and --stream-json exclude each other');
}

function usage(message: string): Problem {
  return new Problem('usage', message, "'bedrock-client --help' lists what each command takes");
}

/** The number of tokens that an answer may have; undefined when nothing was said. */
export function maxTokensIn(values: Arguments['values']): number | undefined {
  const said = values['max-tokens'];
  if (said === undefined) return undefined;
  const number = Number(said);
  if (/^\d{1,7}$/.test(String(said)) && number > 0) return number;
  throw usage(`--max-tokens takes a number of 1 or more, not "${said}"`);
}
