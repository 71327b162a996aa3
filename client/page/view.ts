import { sentence } from '../../shared/page/sentence.ts';
import type { ExitName, Problem } from '../../shared/problem.ts';
import { Blocks } from '../markdown/blocks.ts';
import { type Element, treeOf } from '../markdown/tree.ts';
import type { Reply, Turn } from './turn.ts';

/** What a page shows of a failure. */
export interface Fault {
  what: string;
  hint: string;
}

/** What a page shows of a turn. */
export interface TurnView extends Omit<Turn, 'reply'> {
  reply: Omit<Reply, 'problem'> & { problem?: Fault };
  /** Where it has not been told already. */
  blocks?: Element[];
}

export function turnView({ question, reply }: Turn): TurnView {
  const { problem, ...more } = reply;
  return { question, reply: { ...more, ...(problem && { problem: faultView(problem) }) } };
}

export function wholeTurnView(turn: Turn): TurnView {
  return { ...turnView(turn), blocks: blocksOf(turn.reply.text) };
}

function blocksOf(text: string): Element[] {
  const blocks = new Blocks();
  return [...blocks.push(text), ...blocks.end()].map(treeOf);
}

export function faultView({ message, hint }: { message: string; hint: string }): Fault {
  return { what: sentence(message), hint: sentence(hint) };
}

type Words = [message: string, hint: string];

/** What a helper says of a sign-in is for whoever called it; behind a page this is what helps, and what serves where it said nothing. */
const UNHEARD: Partial<Record<ExitName, Words>> = {
  signInNeeded: ['you are not signed in', 'try again, and sign in on the page that opens'],
  // For some minutes the helper opens no other page.
  signInRefused: ['the sign-in was not finished', 'sign in by the Bedrock Launcher, then try again'],
  unreachable: ["AWS can't be reached for a credential", 'check the network, VPN and proxy, then try again'],
  timeout: ['the sign-in took too long', 'try again'],
};

const SIGN_IN: readonly ExitName[] = ['signInNeeded', 'signInRefused', 'timeout'];

const OTHERWISE: Words = [
  'there is no credential for the model',
  "try again; 'bedrock-admin doctor' says what is wrong on this computer",
];

/** A failure in words that are none of this machine's business: where its helper lies stays here. */
export function saidOf(
  { code, message, hint, isTold }: Pick<Problem, 'code' | 'message' | 'hint' | 'isTold'>,
  helper: string,
): { message: string; hint: string } {
  if (!message || (isTold && SIGN_IN.includes(code))) {
    const [what, next] = UNHEARD[code] ?? OTHERWISE;
    return { message: what, hint: next };
  }
  const hidden = (words: string) => words.replaceAll(helper, 'the credential helper');
  return { message: hidden(message), hint: hidden(hint) };
}
