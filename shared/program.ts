import { writeSync } from 'node:fs';
import type { ParseArgsOptionsConfig } from 'node:util';
import { type Host, realHost } from './host.ts';
import { endFields, problemFields } from './log.ts';
import { describe, type ExitName, exitCodes, Problem } from './problem.ts';
import { versionLine } from './version.ts';

/** What the command line gave: known options only. */
export interface Arguments {
  values: Record<string, string | boolean | string[] | undefined>;
  positionals: string[];
}

export interface Program {
  name: string;
  help: string;
  options: ParseArgsOptionsConfig;
  allowPositionals?: boolean;
  story(host: Host, given: Arguments): Promise<ExitName>;
}

/**
 * Runs a program and ends the process. The only place that knows argv, the exit code and how failures are spoken:
 * `NAME: error: what` and `NAME: hint: what to do next`, both on stderr.
 */
export async function runProgram(program: Program): Promise<never> {
  const host = realHost(program.name);
  const end = await outcome(program, host, process.argv.slice(2));
  await host.log.flush();
  return process.exit(exitCodes[end]);
}

async function outcome(program: Program, host: Host, argv: string[]): Promise<ExitName> {
  let options: string[] = [];
  try {
    // The app gives its helper no arguments, and node:util costs.
    const given = argv.length > 0 ? await readArguments(program, argv) : { values: {}, positionals: [] };
    const { values }: Arguments = given;
    if (values['help']) return printed(program.help);
    if (values['version']) return printed(versionLine(program.name));
    // Their names alone: a value may be anything, a secret in the wrong place too.
    options = Object.keys(values);
    host.log.debug('started', { options: options.join(' ') });
    return ended(host, await program.story(host, given), options);
  } catch (thrown) {
    return ended(host, spoken(host, thrown), options);
  }
}

function ended(host: Host, end: ExitName, options: string[]): ExitName {
  host.log.info('ended', endFields(end, performance.now(), options));
  return end;
}

async function readArguments(program: Program, args: string[]): Promise<Arguments> {
  const { parseArgs } = await import('node:util');
  const options = { ...program.options, help: { type: 'boolean', short: 'h' }, version: { type: 'boolean' } } as const;
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: program.allowPositionals ?? false });
    return { values: values as Arguments['values'], positionals };
  } catch (thrown) {
    // Node appends advice on `--`, which helps nobody here.
    const what =
      describe(thrown)
        .replace(/^TypeError: /, '')
        .split('. ')[0] ?? '';
    throw new Problem('usage', lowerFirst(what), `'${program.name} --help' lists what it takes`, thrown);
  }
}

function lowerFirst(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

function printed(text: string): ExitName {
  print(text);
  return 'done';
}

function spoken(host: Host, thrown: unknown): ExitName {
  const problem = asProblem(thrown);
  speak(host, problem);
  return problem.code;
}

/** Whatever else is thrown is a bug of ours. */
export function asProblem(thrown: unknown): Problem {
  if (thrown instanceof Problem) return thrown;
  const hint = 'this is a bug of ours: please report it with the version';
  return new Problem('bug', `internal error: ${describe(thrown)}`, hint, thrown);
}

/** To the person, and into the log. */
export function speak(host: Pick<Host, 'say' | 'log'>, problem: Problem): void {
  const { message, hint, isTold } = problem;
  host.log.error('problem', problemFields(problem));
  if (isTold) return;
  host.say(`error: ${message}`);
  host.say(`hint: ${hint}`);
}

/** Writes a line to stdout, whole, before it returns: the process may end right after. */
export function print(text: string): void {
  writeWhole(`${text}\n`);
}

/** Writes text or bytes to stdout, whole. A pipe may be non-blocking, hence the retry. */
export function writeWhole(content: string | Uint8Array): void {
  let rest: Uint8Array = Buffer.from(content);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(1, rest));
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code === 'EAGAIN') Bun.sleepSync(1);
      // Whoever closed our output (`| head -1`) has had enough; that is no error.
      else if ((thrown as NodeJS.ErrnoException).code === 'EPIPE') process.exit(exitCodes.done);
      else throw noOutput(thrown);
    }
  }
}

function noOutput(thrown: unknown): Problem {
  const code = (thrown as NodeJS.ErrnoException).code;
  return new Problem(
    'storage',
    `the output can't be written (${code})`,
    'check where stdout goes, and its free space',
    thrown,
  );
}
