import { oneLine } from '../../shared/problem.ts';
import { type Choice, configuredModels } from '../choice.ts';
import type { Client } from '../client.ts';
import type { Conversation } from './conversation.ts';

/** What a command has the terminal show, and whether the conversation goes on. */
export interface Outcome {
  lines: string[];
  isOver?: true;
}

interface Command {
  form: string;
  help: string;
  run(conversation: Conversation, client: Pick<Client, 'config'>, word: string): Outcome;
}

const COMMANDS: Record<string, Command> = {
  help: { form: '/help', help: 'this text', run: () => ({ lines: helpLines() }) },
  new: {
    form: '/new',
    help: 'forgets what has been said, and begins anew',
    run(conversation) {
      conversation.messages.length = 0;
      return { lines: ['a new conversation'] };
    },
  },
  model: {
    form: '/model [NAME]',
    help: 'goes on with another model, or lists those of the settings',
    run: model,
  },
  exit: { form: '/exit', help: 'ends the conversation, as Ctrl-D does', run: () => ({ lines: [], isOver: true }) },
};

const KEYS = [
  ['\\ and Enter', 'goes on in the next line; what is pasted may have several'],
  ['Up, Down', 'brings back what was asked before'],
  ['Ctrl-C', 'stops an answer; twice at an empty prompt, ends it all'],
] as const;

function helpLines(): string[] {
  const rows = [...Object.values(COMMANDS).map(({ form, help }) => [form, help] as const), ...KEYS];
  return ['', ...rows.map(([form, help]) => `  ${form.padEnd(15)}${help}`), ''];
}

/** What a message says to us and not to the model; undefined: nothing. `/etc/hosts` and lines below each other are none. */
export function commandIn(message: string): { name: string; word: string } | undefined {
  const [, name, word = ''] = /^\/([\w-]+)(?:[^\S\n]+([^\n]*))?$/.exec(message.trimEnd()) ?? [];
  return name === undefined ? undefined : { name, word: word.trim() };
}

export function obey(
  { name, word }: { name: string; word: string },
  conversation: Conversation,
  client: Pick<Client, 'config'>,
): Outcome {
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (command) return command.run(conversation, client, word);
  return { lines: [`there is no command /${name}: see /help, or put a space before it to ask the model`] };
}

function model(conversation: Conversation, { config }: Pick<Client, 'config'>, word: string): Outcome {
  const configured = configuredModels(config);
  if (!word) return { lines: listed(configured, conversation.model) };
  const meant = meantBy(word, configured);
  if (!meant)
    return { lines: [`no model of the settings is called ${oneLine(word)}: /model lists them, and takes an ID`] };
  conversation.model = meant;
  return { lines: [`goes on with ${label(meant)}`] };
}

/** By label, ID or a part of them that only one has; anything else that looks like an ID is one. */
function meantBy(word: string, configured: readonly Choice[]): Choice | undefined {
  const has = (test: (name: string) => boolean) =>
    configured.filter(({ id, label }) => [id, label].some((name) => test(name.toLowerCase())));
  const small = word.toLowerCase();
  const [exact] = has((name) => name === small);
  const [similar, ...others] = has((name) => name.includes(small));
  if (exact) return exact;
  if (similar && others.length === 0) return similar;
  return /[.:]/.test(word) ? { id: word, label: word } : undefined;
}

/** The one that is asked has a star. */
function listed(configured: readonly Choice[], asked: Choice): string[] {
  const all = configured.some(({ id }) => id === asked.id) ? configured : [...configured, asked];
  const labelled = all.filter((one) => one.label !== one.id);
  const width = Math.max(0, ...labelled.map((one) => label(one).length));
  return all.map((one) => {
    const name = labelled.includes(one) ? `${label(one).padEnd(width)}  ` : '';
    return `${one.id === asked.id ? '*' : ' '} ${name}${oneLine(one.id)}`;
  });
}

export function label({ label }: { label: string }): string {
  return oneLine(label);
}
