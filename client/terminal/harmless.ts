import { straight } from '../markdown/straight.ts';

/** An escape sequence that is longer than this, or than its line, is none that is waited for. */
const LONGEST_SEQUENCE = 256;
const CONTROL = /(?![\n\t])\p{Cc}/u;
const TAB = '    ';

/**
 * A model's text as a terminal may have it: without control characters and escape sequences, also where one comes in two
 * pieces. Nobody's answer paints the screen, moves the cursor or sets the title of the window.
 */
export class Harmless {
  /** A line from its first control character on: what may be the beginning of a sequence. */
  #held = '';

  push(text: string): string {
    const all = this.#held + text;
    this.#held = '';
    const line = all.lastIndexOf('\n') + 1;
    const at = all.slice(line).search(CONTROL);
    if (at >= 0 && all.length - line - at <= LONGEST_SEQUENCE) this.#held = all.slice(line + at);
    return cleaned(all.slice(0, all.length - this.#held.length));
  }

  end(): string {
    const last = cleaned(this.#held);
    this.#held = '';
    return last;
  }
}

function cleaned(text: string): string {
  // Line by line: a sequence without an end takes no more than its line along.
  const lines = CONTROL.test(text)
    ? text
        .split('\n')
        .map((line) => Bun.stripANSI(line))
        .join('\n')
    : text;
  return straight(lines.replace(new RegExp(CONTROL, 'gu'), '')).replaceAll('\t', TAB);
}
