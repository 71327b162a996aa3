import { Problem } from '../shared/problem.ts';
import type { Arguments } from '../shared/program.ts';

/** What is to be done; one at a time. */
const MODES = ['no-open', 'status', 'sign-in', 'sign-out', 'refresh', 'renew', 'background'];

/** Each pair that makes no sense; a destructive one must not win by chance. */
const APART: [string, string][] = [
  ...MODES.flatMap((one, index) => MODES.slice(index + 1).map((other): [string, string] => [one, other])),
  ...['sign-out', 'refresh', 'renew', 'background'].map((mode): [string, string] => [mode, 'json']),
  ['background', 'profile'],
];

/** To sign in anew without opening anything is sensible. */
const TOGETHER = 'no-open sign-in';

/** Throws a Problem (usage) where options contradict each other. */
export function checkOptions({ jitter, ...values }: Arguments['values']): void {
  const isGiven = (option: string) => values[option] !== undefined;
  const clash = APART.find((pair) => pair.join(' ') !== TOGETHER && pair.every(isGiven));
  if (clash) throw new Problem('usage', `--${clash[0]} and --${clash[1]} exclude each other`, 'choose one of them');
  if (jitter === undefined) return;
  if (!isGiven('renew')) throw new Problem('usage', '--jitter goes with --renew alone', 'leave it out');
  if (!/^\d{1,5}$/.test(String(jitter)))
    throw new Problem('usage', '--jitter takes a number of seconds', 'say --jitter 180');
}
