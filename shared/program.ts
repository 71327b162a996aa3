import { writeSync } from 'node:fs';
import { type ParseArgsOptionsConfig, parseArgs } from 'node:util';
import { type Host, realHost } from './host.ts';
import { describe, type ExitName, exitCodes, Problem } from './problem.ts';
import { versionLine } from './version.ts';

/** What the command line gave: known options only. */
export interface Arguments {
  values: Record<string, string | boolean | undefined>;
  positionals: string[];
}

export interface Program {
  name: string;
  help: string;
  options: ParseArgsOptionsConfig;
  allowPositionals?: boolean;
  /** Does at once what needs next to nothing loaded; true: that was all. Called before this module is loaded. */
  atOnce?(args: readonly string[]): Promise<boolean>;
  story(host: Host, given: Arguments): Promise<ExitName>;
}

/**
 * Runs a program and ends the process. The only place that knows argv, the exit code and how failures are spoken:
 * `NAME: error: what` and `NAME: hint: what to do next`, both on stderr.
 */
export async function runProgram(program: Program): Promise<never> {
  const host = realHost(program.name);
  return process.exit(exitCodes[await outcome(program, host, process.argv.slice(2))]);
}

async function outcome(program: Program, host: Host, argv: string[]): Promise<ExitName> {
  try {
    const given = readArguments(program, argv);
    if (given.values['help']) return printed(program.help);
    if (given.values['version']) return printed(versionLine(program.name));
    return await program.story(host, given);
  } catch (thrown) {
    return spoken(host, thrown);
  }
}

function readArguments(program: Program, args: string[]): Arguments {
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
  const problem =
    thrown instanceof Problem
      ? thrown
      : new Problem(
          'bug',
          `internal error: ${describe(thrown)}`,
          'this is a bug of ours: please report it with the version',
        );
  speak(host, problem);
  return problem.code;
}

export function speak(host: Pick<Host, 'say'>, { message, hint }: Problem): void {
  if (!message) return;
  host.say(`error: ${message}`);
  host.say(`hint: ${hint}`);
}

/** Writes a line to stdout, whole, before it returns: the process may end right after. */
export function print(text: string): void {
  writeWhole(`${text}\n`);
}

/** Writes text to stdout, whole. A pipe may be non-blocking, hence the retry. */
export function writeWhole(text: string): void {
  let rest = Buffer.from(text);
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
