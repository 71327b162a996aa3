/** The lines around what is ours. A program that looks for them goes by their first words. */
const BEGIN_WORDS = '# >>> bedrock-launcher';
const END_WORDS = '# <<< bedrock-launcher';
export const BEGIN = `${BEGIN_WORDS}: from the settings of this computer; whatever is between these two lines will be replaced`;
export const END = END_WORDS;

/** Where our lines are in a text: from the first character of the begin line to the last of the end line. */
export interface Block {
  start: number;
  end: number;
  /** What is between the two lines. */
  body: string;
  /** How its first line ends. */
  newline: string;
}

/** Our lines are not as we wrote them, so that nobody knows what is ours. Lines count from 1. */
export class BlockFault extends Error {
  readonly line: number;

  constructor(line: number, what: string) {
    super(what);
    this.line = line;
  }
}

/** One line; `end` is before its line end, `next` after it. */
interface Line {
  number: number;
  start: number;
  end: number;
  next: number;
  isBegin: boolean;
  isEnd: boolean;
}

/** Undefined: nothing of ours is there. Throws a BlockFault. */
export function findBlock(text: string): Block | undefined {
  if (!text.includes(BEGIN_WORDS) && !text.includes(END_WORDS)) return undefined;
  const [begin, end, more] = markersIn(text);
  if (!begin) return undefined;
  if (!begin.isBegin) throw new BlockFault(begin.number, 'ends a part of bedrock-launcher that begins nowhere');
  if (!end) throw new BlockFault(begin.number, 'begins a part of bedrock-launcher that ends nowhere');
  if (!end.isEnd) throw new BlockFault(end.number, 'begins a part of bedrock-launcher inside another one');
  if (more) throw new BlockFault(more.number, 'marks a second part of bedrock-launcher');
  const body = text.slice(begin.next, end.start);
  refuseForeign(body, begin.number);
  return { start: begin.start, end: end.end, body, newline: text.slice(begin.end, begin.next) };
}

function markersIn(text: string): Line[] {
  return linesOf(text).filter(({ isBegin, isEnd }) => isBegin || isEnd);
}

function linesOf(text: string): Line[] {
  const lines: Line[] = [];
  // A byte order mark is no part of a line.
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  const add = (end: number, next: number) => {
    const words = text.slice(start, end).trim();
    const [isBegin, isEnd] = [words.startsWith(BEGIN_WORDS), words.startsWith(END_WORDS)];
    lines.push({ number: lines.length + 1, start, end, next, isBegin, isEnd });
    start = next;
  };
  for (const { index, 0: found } of text.matchAll(/\r\n|\r|\n/g)) add(index, index + found.length);
  add(text.length, text.length);
  return lines;
}

/** One profile and one session of ours; a section that somebody else put between our lines must not go with them. */
function refuseForeign(body: string, first: number): void {
  const headings = body.split(/\r\n|\r|\n/).flatMap((line, index) => {
    const heading = /^\s*\[(.+)\]/s.exec(line)?.[1];
    return heading === undefined ? [] : [{ heading, line: first + 1 + index }];
  });
  const profiles = headings.filter(({ heading }) => /^(profile\s|default$)/.test(heading));
  const foreign = headings.filter(
    ({ heading }) => !/^(profile\s|default$|sso-session bedrock-launcher-)/.test(heading),
  );
  const stray = foreign[0] ?? profiles[1];
  if (stray) throw new BlockFault(stray.line, 'is a section that bedrock-launcher did not write, between its lines');
}

/** The text as if another, empty section stood in place of ours: all else is on its own line, in its own section. */
export function besides(text: string, { start, end }: Block): string {
  return `${text.slice(0, start)}[bedrock-launcher]${text.slice(start, end).replace(/[^\r\n]/g, '')}${text.slice(end)}`;
}

/** The block at the end of the text, behind an empty line; a last line without a line end is given one. */
export function withBlock(text: string, lines: readonly string[], newline: string): string {
  const last = [...text.matchAll(/\r\n|\r|\n/g)].at(-1)?.[0] ?? newline;
  return `${text}${isOpen(text) ? last : ''}${text === '' ? '' : last}${joined(lines, last)}${last}`;
}

/** Whether there is a last line, without a line end. */
function isOpen(text: string): boolean {
  return text !== '' && !/[\r\n\uFEFF]$/.test(text);
}

/** All before and behind the block stays. */
export function replacedBlock(text: string, { start, end, newline }: Block, lines: readonly string[]): string {
  return text.slice(0, start) + joined(lines, newline) + text.slice(end);
}

/**
 * The text as it would be if nothing had ever been written there, but for the line end of its last line. Throws a BlockFault where somebody went on behind the
 * block without a heading: those lines would come to belong to the section before it.
 */
export function withoutBlock(text: string, { start, end }: Block): string {
  const next = linesOf(text).find((line) => line.start > end && /^\s*[^\s#;]/.test(text.slice(line.start, line.end)));
  if (next && !/^\s*\[.+\]/s.test(text.slice(next.start, next.end)))
    throw new BlockFault(next.number, 'continues what bedrock-launcher wrote, which has to go');
  const before = text.slice(0, start).replace(/(\r\n|\r|\n)$/, '');
  const after = text.slice(end).replace(/^(\r\n|\r|\n)/, '');
  // What somebody wrote behind it since needs a line end before it, though the empty line is gone.
  const isTorn = after !== '' && isOpen(before);
  return before + (isTorn ? text.slice(before.length, start) : '') + after;
}

function joined(lines: readonly string[], newline: string): string {
  return [BEGIN, ...lines, END].join(newline);
}
