import { Problem } from '../../shared/problem.ts';

/** How a path is written where others read it. Each format has rules of its own, and none of them is a shell's. */

/** As the content of an XML element; control characters are none that XML could hold. */
export function xmlText(text: string): string {
  const NAMES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };
  return text.replace(/[&<>"']/g, (letter) => NAMES[letter] ?? letter);
}

/**
 * One word of a command line of systemd, which reads escapes in quotes as C does and % as its own.
 * https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html#Command%20lines
 */
function systemdWord(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('%', '%%')}"`;
}

/** Systemd takes no program whose path has one of these; a shell does. */
const NO_PROGRAM = /["'\\\p{Cc}]/u;

/** In an argument, but not in the program's own path, systemd replaces `$NAME`. */
function systemdArgument(text: string): string {
  return systemdWord(text).replaceAll('$', '$$$$');
}

export function systemdCommand(program: string, args: string): string {
  if (!NO_PROGRAM.test(program)) return `${systemdWord(program)} ${args}`;
  return `/bin/sh -c ${systemdArgument(`exec "$0" ${args}`)} ${systemdArgument(program)}`;
}

/**
 * One word of Exec in a desktop entry: quoted, and that once more escaped as every text of such a file.
 * https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html
 */
function desktopWord(text: string): string {
  const quoted = `"${text.replace(/["`$\\]/g, '\\$&').replaceAll('%', '%%')}"`;
  return quoted.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('\t', '\\t').replaceAll('\r', '\\r');
}

/** The specification wants no `=` in the program's own path, and GLib looks for it before it has read %% as %. */
export function desktopCommand(program: string, args: string): string {
  if (!/[=%]/.test(program)) return `${desktopWord(program)} ${args}`;
  return `/bin/sh -c ${desktopWord(`exec "$0" ${args}`)} ${desktopWord(program)}`;
}

/** The Task Scheduler reads %NAME% as a variable of the environment and $(NAME) as one of its own, and knows no escape. */
const TASK_VARIABLE = /%[^%]+%|\$\(/;

/** A program as a scheduled task names it. Throws a Problem (configuration) where it can't be named. */
export function taskProgram(program: string): string {
  if (!TASK_VARIABLE.test(program)) return program;
  const message = `${program}: the Task Scheduler would take a part of this path for a variable`;
  throw new Problem('configuration', message, 'install the toolkit in a folder without %...% and $(...) in its path');
}
