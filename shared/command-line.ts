import type { Host } from './host.ts';

/** A program and its arguments. */
export type Command = [program: string, ...args: string[]];

/**
 * The words of a command line, split as Python's shlex and the AWS CLI do on that platform; no shell ever sees it.
 * Undefined: a quote or an escape has no end. (The npm package shlex also reads $'...' and unescapes a word twice.)
 */
export function wordsOf(platform: Host['platform'], text: string): string[] | undefined {
  return platform === 'win32' ? windowsWords(text) : posixWords(text);
}

const POSIX_WORD = /(?:[^ \t\r\n'"\\]|\\[\s\S]|'[^']*'|"(?:[^"\\]|\\[\s\S])*")+/g;
const POSIX_PIECE = /\\([\s\S])|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"/g;

export function posixWords(text: string): string[] | undefined {
  if (/[^ \t\r\n]/.test(text.replace(POSIX_WORD, ''))) return undefined;
  return (text.match(POSIX_WORD) ?? []).map((word) =>
    word.replace(POSIX_PIECE, (_, escaped, single, double) => escaped ?? single ?? double.replace(/\\(["\\])/g, '$1')),
  );
}

/** Of a Windows command line: backslashes count only before a quote, where a pair is one and a single one escapes it. */
const WINDOWS_PIECE = /(\\*)"|[ \t]+|\\+|[^ \t"\\]+/g;

function windowsWords(text: string): string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  let quoted = false;
  for (const [piece, slashes] of text.matchAll(WINDOWS_PIECE)) {
    if (slashes !== undefined) {
      const escaped = slashes.length % 2 === 1;
      word = (word ?? '') + '\\'.repeat(slashes.length >> 1) + (escaped ? '"' : '');
      if (!escaped) quoted = !quoted;
    } else if (quoted || !/^[ \t]/.test(piece)) {
      word = (word ?? '') + piece;
    } else {
      if (word !== undefined) words.push(word);
      word = undefined;
    }
  }
  if (word !== undefined) words.push(word);
  return quoted ? undefined : words;
}

/**
 * The one argument with which cmd.exe runs a batch file: Windows can't start it otherwise. Undefined: a word holds what
 * cmd would not leave alone even in quotes.
 */
export function batchLine(words: readonly string[]): string | undefined {
  if (words.some((word) => /["%\r\n\0]/.test(word))) return undefined;
  return `"${words.map((word) => `"${word}"`).join(' ')}"`;
}

/** What is started in the end, and whether its arguments are made for cmd.exe. */
export interface Start {
  words: Command;
  verbatim: boolean;
}

/** The start of a program, of a batch file of Windows too. Undefined: cmd.exe would not leave its words alone. */
export function startable(platform: Host['platform'], command: Command): Start | undefined {
  if (platform !== 'win32' || !/\.(cmd|bat)$/i.test(command[0])) return { words: command, verbatim: false };
  const line = batchLine(command);
  return line ? { words: ['cmd.exe', '/d', '/s', '/c', line], verbatim: true } : undefined;
}
