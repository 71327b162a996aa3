import { Blocks } from '../markdown/blocks.ts';
import { Harmless } from './harmless.ts';
import { type Look, rendered } from './rendered.ts';

/** A terminal that an answer is painted on. */
export interface Canvas extends Look {
  write(text: string): void;
  size(): { columns: number; rows: number };
}

/**
 * Paints a Markdown answer as it comes: the open block as it is written, and once nothing changes it any more, rendered in the
 * place of that. A block that has outgrown the screen can't be taken back, and stays as it was written.
 */
export class Painter {
  readonly #canvas: Canvas;
  readonly #harmless = new Harmless();
  readonly #blocks = new Blocks();
  /** The open block as it is on the screen; undefined: nothing is. */
  #raw: Raw | undefined;
  /** How many letters of it are there, and the blanks that are shown with what follows them. */
  #shown = 0;
  #blanks = '';
  #isFirst = true;

  constructor(canvas: Canvas) {
    this.#canvas = canvas;
  }

  text(words: string): void {
    this.#take(this.#harmless.push(words));
  }

  /** Finishes what is open; the cursor stands at the beginning of a line. */
  end(): void {
    this.#take(this.#harmless.end());
    this.#canvas.write(
      this.#blocks
        .end()
        .map((block) => this.#finished(block))
        .join(''),
    );
    this.#isFirst = true;
  }

  #take(words: string): void {
    const finished = this.#blocks.push(words).map((block) => this.#finished(block));
    const grows = this.#raw && finished.length === 0;
    const out = grows ? this.#grown(this.#blanks + words) : finished.join('') + this.#begun(this.#blocks.rest);
    if (out) this.#canvas.write(out);
  }

  #finished(block: string): string {
    const [raw, shown, size] = [this.#raw, this.#shown, this.#canvas.size()];
    this.#raw = undefined;
    if (raw && !raw.isWithin(size)) return `${raw.wrapped(block.slice(shown))}\n`;
    return (raw ? raw.wiped() : this.#gap()) + rendered(block, size.columns, this.#canvas);
  }

  #begun(block: string): string {
    if (block.trim() === '') return '';
    this.#raw = new Raw(this.#canvas.size().columns);
    this.#shown = 0;
    return this.#gap() + this.#grown(block);
  }

  #grown(more: string): string {
    const words = more.trimEnd();
    this.#blanks = more.slice(words.length);
    this.#shown += words.length;
    return this.#raw?.wrapped(words) ?? '';
  }

  /** One empty line between two blocks. */
  #gap(): string {
    const gap = this.#isFirst ? '' : '\n';
    this.#isFirst = false;
    return gap;
  }
}

/** Text as it was written, on a terminal of so many columns. */
class Raw {
  readonly #columns: number;
  /** How many rows the cursor has gone down. */
  #rows = 0;
  #column = 0;
  /** Whether every terminal agrees on how wide this row is. */
  #isSure = true;

  constructor(columns: number) {
    this.#columns = columns;
  }

  /**
   * Broken into rows. Terminals differ in how wide they draw what is not ASCII: there it is counted at its widest, and the
   * row is ended by a line break of ours, so that its number is right.
   */
  wrapped(text: string): string {
    let out = '';
    for (const character of text) {
      const width = widest(character);
      if (character === '\n') this.#down();
      else if (this.#column + width > this.#columns) {
        if (!this.#isSure || this.#column < this.#columns) out += '\n';
        this.#down();
      }
      out += character;
      if (character === '\n') continue;
      this.#column += width;
      this.#isSure &&= isAscii(character);
    }
    return out;
  }

  #down(): void {
    this.#rows++;
    this.#column = 0;
    this.#isSure = true;
  }

  /** Whether all of it is on the screen still, and where we take it to be. */
  isWithin({ columns, rows }: { columns: number; rows: number }): boolean {
    return columns === this.#columns && this.#rows < rows;
  }

  /** Back to where it began, and nothing left of it. */
  wiped(): string {
    return `\r${this.#rows > 0 ? `\x1b[${this.#rows}A` : ''}\x1b[J`;
  }
}

function isAscii(character: string): boolean {
  return character >= ' ' && character <= '~';
}

const EMOJI_STYLE = '\u{FE0F}';

function widest(character: string): number {
  if (isAscii(character)) return 1;
  // It makes the character before it wider, where a terminal knows it.
  if (character === EMOJI_STYLE) return 1;
  return Bun.stringWidth(character, { ambiguousIsNarrow: false });
}
