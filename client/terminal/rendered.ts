import { straight } from '../markdown/straight.ts';

export interface Look {
  colors: boolean;
}

/** Wider lines are hard to read. */
const WIDEST = 100;

/** A block of Markdown for a terminal: lines, each with its end; nothing, where the block shows nothing. */
export function rendered(block: string, columns: number, { colors }: Look): string {
  // Where a link has words of its own, its address is said behind them; an address is said once.
  const hyperlinks = !WORDED_LINK.test(block);
  const theme = { colors, columns: Math.min(columns, WIDEST), hyperlinks, kittyGraphics: false };
  // Only now is everything a letter: until here it may have been written as `&#x202E;`.
  const text = straight(Bun.markdown.ansi(block, theme)).replace(HYPERLINK, '').replace(SAID_TWICE, '$1$2$3');
  const lines = withoutBars(text.split('\n'));
  const isShown = (line: string) => Bun.stripANSI(line).trim() !== '';
  const shown = lines.slice(lines.findIndex(isShown), lines.findLastIndex(isShown) + 1);
  return shown.map((line) => `${line}\n`).join('');
}

const WORDED_LINK = /\](?:\(|:)/;
/** Where a link begins and ends, for terminals that can follow one. */
const HYPERLINK = /\p{Cc}\]8;[^\p{Cc}]*\p{Cc}\\?/gu;
/**
 * An address, and behind it in brackets where it leads: the same. Between them, what switches colors. No word is looked at
 * from each of its letters on: a line of code may be one word, and very long.
 */
const SAID_TWICE =
  /((?:(?:(?<!\w)|(?<=\p{Cc}\[\d+m))\w+:\/\/|www\.)[^\s\p{Cc}]{1,2000}|(?:(?<![^\s\p{Cc}@])|(?<=\p{Cc}\[\d+m))[^\s\p{Cc}@]+@[^\s\p{Cc}@]+)((?:\p{Cc}\[\d+m)*)\s+\((?:mailto:|http:\/\/)?\1((?:\p{Cc}\[\d+m)*)\)/gu;

const CODE_TOP = /^\s*(┌─|\+-)( \S.*)?$/;
const CODE_BOTTOM = /^\s*(└─|\+-)$/;
const CODE_BAR = /^(\s*)(?:\p{Cc}\[2m│ (\p{Cc}\[0m)|\| )/u;

/** Code is there to be copied: its lines are nothing but code. */
function withoutBars(lines: string[]): string[] {
  let within = false;
  return lines.map((line) => {
    const isEdge = (within ? CODE_BOTTOM : CODE_TOP).test(Bun.stripANSI(line));
    if (isEdge) within = !within;
    return within && !isEdge ? line.replace(CODE_BAR, '$1$2') : line;
  });
}
