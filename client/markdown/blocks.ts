/** The list at the end of the open block. */
interface List {
  /** The character of its bullets, or what ends its numbers: with another one another list begins. */
  kind: string;
  /** How far its items are indented. */
  indent: number;
}

interface Fence {
  /** Of what it is made: the line that ends it has at least as many. */
  mark: string;
  /** How far a list item indents it: a line that is indented less ends both. 0 outside of lists. */
  within: number;
}

const MARKER = /^( {0,3})([-+*]|\d{1,9}[.)])(?=\s|$)/;
/** What the next character may make a marker. */
const PERHAPS_MARKER = /^(?:[-+*]|\d{1,9}[.)]?)$/;
const FENCE = /^(\s*(?:(?:[-+*]|\d{1,9}[.)])\s+)*)(`{3,}(?=[^`]*$)|~{3,})/;
const FENCE_END = /^\s*(`{3,}|~{3,})\s*$/;
/** So far indented, outside of lists, three backticks are code themselves. */
const INDENTED_CODE = 4;

/**
 * Splits a growing Markdown text into blocks that nothing that comes later changes. A block ends at a blank line outside of a
 * fence when the next line that is not blank is not indented and does not continue a list. (Only a link whose address stands
 * in another block is lost: https://spec.commonmark.org/0.31.2/#link-reference-definitions.) No piece is looked at twice.
 */
export class Blocks {
  /** Whole lines of the open block. */
  #open = '';
  /** The line that grows. */
  #line = '';
  /** Whether it is known that this line belongs to the open block. */
  #placed = false;
  #afterBlank = false;
  #list: List | undefined;
  #fence: Fence | undefined;

  /** Finished blocks that this piece completed, in order, without blank lines around them. */
  push(text: string): string[] {
    return text.split(/(?<=\n)/).flatMap((piece) => this.#take(piece));
  }

  /** The open rest. */
  get rest(): string {
    return this.#open + this.#line;
  }

  /** What was open when the answer ended. */
  end(): string[] {
    const finished = this.#placed ? [] : this.#place();
    const last = this.rest.trimEnd();
    this.#line = '';
    this.#begin();
    return last ? [...finished, last] : finished;
  }

  #take(piece: string): string[] {
    this.#line += piece;
    const whole = piece.endsWith('\n');
    const finished = !this.#placed && (whole || isTelling(this.#line)) ? this.#place() : [];
    if (whole) this.#keepLine();
    return finished;
  }

  /** Finds out whether the line begins another block; that which it ends. */
  #place(): string[] {
    if (isBlank(this.#line)) return [];
    this.#placed = true;
    if (this.#fence && indentOf(this.#line) < this.#fence.within) this.#fence = undefined;
    if (!this.#afterBlank || this.#fence || /^\s/.test(this.#line) || this.#continuesList()) return [];
    const finished = this.#open.trimEnd();
    this.#begin();
    this.#placed = true;
    return finished ? [finished] : [];
  }

  #begin(): void {
    this.#open = '';
    this.#placed = this.#afterBlank = false;
    this.#list = this.#fence = undefined;
  }

  #continuesList(): boolean {
    return this.#list !== undefined && kindOf(this.#line) === this.#list.kind;
  }

  #keepLine(): void {
    const line = this.#line;
    this.#line = '';
    this.#placed = false;
    this.#afterBlank = isBlank(line);
    // Blank lines before a block are none of it.
    if (this.#afterBlank && !this.#open) return;
    this.#open += line;
    if (this.#fence) this.#endFence(line, this.#fence.mark);
    else if (!this.#afterBlank) this.#note(line);
  }

  #endFence(line: string, mark: string): void {
    if (FENCE_END.exec(line)?.[1]?.startsWith(mark)) this.#fence = undefined;
  }

  /** What the line means for those that follow. */
  #note(line: string): void {
    const [marker, space = ''] = MARKER.exec(line) ?? [];
    if (marker && (!this.#list || space.length < this.#list.indent))
      this.#list = { kind: kindOf(line) ?? '', indent: marker.length + 1 };
    const [, before = '', mark] = FENCE.exec(line) ?? [];
    if (!mark || (!this.#list && before.length >= INDENTED_CODE)) return;
    const isWithin = this.#list !== undefined && before.length >= this.#list.indent;
    this.#fence = { mark, within: isWithin ? (this.#list?.indent ?? 0) : 0 };
    if (!isWithin) this.#list = undefined;
  }
}

/** Whether a line that has only begun says already where it belongs. */
function isTelling(line: string): boolean {
  return /^\S/.test(line) && !PERHAPS_MARKER.test(line);
}

function kindOf(line: string): string | undefined {
  return MARKER.exec(line)?.[2]?.at(-1);
}

function isBlank(line: string): boolean {
  return !/\S/.test(line);
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}
