import { toStderr } from '../../../shared/host.ts';
import { Problem } from '../../../shared/problem.ts';
import { isTerminal } from '../../../shared/terminal.ts';

/** What there is to choose from. */
export interface Menu {
  /** One of them, in a word. */
  what: string;
  /** The option that decides without a question. */
  option: string;
  items: readonly { id: string; label: string }[];
}

/** Asks a person for a number; undefined: nobody answers. */
export type Ask = (question: string) => Promise<string | undefined>;

const SHOWN = 20;

/**
 * The one that the option names, the only one, or the one that a person on a terminal chooses.
 * Throws a Problem (configuration) where the option names none, (usage) where nobody can be asked.
 */
export async function chosenOf(menu: Menu, wished: string | undefined, ask: Ask = askOnTerminal): Promise<string> {
  const { items, what } = menu;
  if (items.length === 0) throw nothing(what);
  if (wished !== undefined) return items.find(({ id }) => id === wished)?.id ?? refuse(menu, wished);
  const [only, ...others] = items;
  if (only && others.length === 0) return only.id;
  return (await asked(menu, ask)) ?? undecided(menu);
}

const TRIES = 3;

async function asked({ items, what }: Menu, ask: Ask): Promise<string | undefined> {
  const list = items.map(({ label }, at) => `${String(at + 1).padStart(4)}  ${label}`).join('\n');
  let question = `${list}\n${what} (1 to ${items.length}): `;
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const answer = await ask(question);
    if (answer === undefined) return undefined;
    const found = /^\d+$/.test(answer) ? items[Number(answer) - 1] : items.find(({ id }) => id === answer);
    if (found) return found.id;
    question = `a number from 1 to ${items.length}: `;
  }
  return undefined;
}

/** Where stdin or stderr is no terminal, nobody is there. */
async function askOnTerminal(question: string): Promise<string | undefined> {
  if (!isTerminal(0) || !isTerminal(2)) return undefined;
  const { createInterface } = await import('node:readline/promises');
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const over = new AbortController();
  const end = () => over.abort();
  terminal.once('close', end).once('SIGINT', end);
  try {
    return (await terminal.question(question, { signal: over.signal })).trim();
  } catch {
    toStderr('\n');
    return undefined;
  } finally {
    terminal.off('close', end).close();
  }
}

function nothing(what: string): Problem {
  return new Problem(
    'awsRefused',
    `there is no ${what}: nothing is assigned to whoever is signed in`,
    "assign a permission set ('bedrock-admin aws permission-set' prints one), then try again",
  );
}

function refuse(menu: Menu, wished: string): never {
  throw new Problem(
    'configuration',
    `there is no ${menu.what} ${wished} (${namesOf(menu)})`,
    `correct --${menu.option}`,
  );
}

function undecided(menu: Menu): never {
  const what = `there are several: ${namesOf(menu)}`;
  throw new Problem('usage', `which ${menu.what}? ${what}`, `say --${menu.option}`);
}

function namesOf({ items }: Menu): string {
  const more = items.length > SHOWN ? ` and ${items.length - SHOWN} more` : '';
  return `${items
    .slice(0, SHOWN)
    .map(({ label }) => label)
    .join('; ')}${more}`;
}
