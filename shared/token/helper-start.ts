import { closeSync, constants, openSync, readSync, type Stats, statSync } from 'node:fs';
import type { Host } from '../host.ts';
import { Problem } from '../problem.ts';

/** As much as a system reads of a script to find what runs it. */
const FIRST_LINE = 256;

/** Why a helper could not be started: the system's own code (EACCES, ENOENT) says nothing to people. */
export function startProblem(host: Pick<Host, 'platform'>, path: string, fault = 'unknown'): Problem {
  const stats = statsOf(path);
  if (!stats) return notThere(path, fault);
  const hint = 'see whether it runs by hand, and what keeps it from it: a security agent, or too little memory';
  return fileProblem(host, path, stats, fault) ?? refused(`${path}: can't be started (${fault})`, hint);
}

function notThere(path: string, fault: string): Problem {
  const program = programIn(path);
  const why = program ? `it is ${program} with arguments` : 'no such file can be seen';
  const hint = 'correct inferenceCredentialHelper: the path of a program alone, without arguments';
  return refused(`${path}: can't be started (${fault}): ${why}`, hint);
}

/** The file that a command line names, where it goes on after that. */
function programIn(commandLine: string): string | undefined {
  const beginnings = [...commandLine.matchAll(/ /g)].map(({ index }) => commandLine.slice(0, index));
  return beginnings.findLast((beginning) => statsOf(beginning)?.isFile());
}

/** Undefined: the file looks well. */
function fileProblem(
  { platform }: Pick<Host, 'platform'>,
  path: string,
  stats: Stats,
  fault: string,
): Problem | undefined {
  if (stats.isDirectory())
    return refused(`${path}: is a folder, not a program`, 'correct inferenceCredentialHelper: name the program itself');
  if (platform === 'win32') return undefined;
  if (!stats.isFile())
    return refused(`${path}: is no file`, 'correct inferenceCredentialHelper: name the program itself');
  if ((stats.mode & 0o111) === 0) return refused(`${path}: is not marked as a program`, `chmod +x ${path}`);
  if (fault === 'EACCES') return forbidden(path);
  // Others (EMFILE, ETXTBSY) say nothing about the file.
  return fault === 'ENOENT' || fault === 'ENOEXEC' ? scriptProblem(path, headOf(path)) : undefined;
}

function forbidden(path: string): Problem {
  return refused(
    `${path}: this person may not run it (EACCES)`,
    'check its owner and modes, and that its disk is not mounted noexec',
  );
}

function scriptProblem(path: string, head: string): Problem | undefined {
  const [, interpreter = '', end] = /^#!\s*(\S+)[^\r\n]*(\r)?/.exec(head) ?? [];
  if (!interpreter) {
    return head.includes('\0')
      ? refused(`${path}: is no program of this kind of machine`, 'install the helper that is made for it')
      : refused(`${path}: is a script that does not say what runs it`, 'let it begin with a line such as #!/bin/sh');
  }
  if (end) return refused(`${path}: is a script with Windows line ends`, 'save it with the line ends of Unix (LF)');
  if (statsOf(interpreter)) return undefined;
  return refused(
    `${path}: is a script for ${interpreter}, which is not there`,
    'install that, or correct its first line',
  );
}

function refused(words: string, hint: string): Problem {
  return new Problem('configuration', words, hint);
}

function statsOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

/** As of a script that is well, where nobody may read the program. */
function headOf(path: string): string {
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const bytes = Buffer.alloc(FIRST_LINE);
    const length = readSync(file, bytes, 0, FIRST_LINE, 0);
    closeSync(file);
    return bytes.toString('latin1', 0, length);
  } catch {
    return '#!/';
  }
}
