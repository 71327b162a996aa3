/** What a terminal shows: as much of it as our programs use, and an error at anything else. */
export class Screen {
  readonly columns: number;
  readonly rows: number;
  /** Terminals differ in how wide they draw what is neither Latin nor Chinese, Japanese or Korean. */
  readonly #drawsWide: boolean;
  /** All rows since the beginning; those that have left the screen are not changed any more. */
  #lines: string[][] = [[]];
  #row = 0;
  #column = 0;
  /** What comes later completes it. */
  #rest = '';

  constructor(columns = 80, rows = 24, drawsWide = false) {
    this.columns = columns;
    this.rows = rows;
    this.#drawsWide = drawsWide;
  }

  write(text: string): void {
    this.#rest += text;
    for (let found = PIECE.exec(this.#rest); found; found = PIECE.exec(this.#rest)) {
      this.#rest = this.#rest.slice(found[0].length);
      const { count = '', code, character } = found.groups ?? {};
      if (character !== undefined) this.#put(character);
      else if (code !== undefined) this.#obey(code, count);
    }
    if (this.#rest.length > 20) throw new Error(`no screen knows ${JSON.stringify(this.#rest.slice(0, 20))}`);
  }

  /** The rows with text, without the blanks at their ends. */
  get lines(): string[] {
    const lines = this.#lines.map((cells) =>
      Array.from(cells, (cell) => cell ?? ' ')
        .join('')
        .trimEnd(),
    );
    return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1);
  }

  get #top(): number {
    return Math.max(0, this.#lines.length - this.rows);
  }

  #put(character: string): void {
    if (character === '\n') this.#down();
    else if (character === '\r') this.#column = 0;
    else if (character === '\b') this.#column = Math.max(0, this.#column - 1);
    else if (character >= ' ')
      this.#draw(character, Bun.stringWidth(character, { ambiguousIsNarrow: !this.#drawsWide }));
  }

  #draw(character: string, width: number): void {
    if (width > 0 && this.#column + width > this.columns) this.#down();
    const line = this.#lines[this.#row] ?? [];
    if (width === 0) line[this.#column - 1] = `${line[this.#column - 1] ?? ''}${character}`;
    else line.splice(this.#column, width, character, ...Array<string>(width - 1).fill(''));
    while (line.length < this.#column) line.push(' ');
    this.#column += width;
  }

  #down(): void {
    this.#row++;
    this.#column = 0;
    if (this.#row === this.#lines.length) this.#lines.push([]);
  }

  #obey(code: string, given: string): void {
    const count = Number.parseInt(given, 10) || 1;
    // The last column is where the cursor waits after it has been filled.
    const column = Math.min(this.#column, this.columns - 1);
    if (code === 'A') this.#row = Math.max(this.#top, this.#row - count);
    else if (code === 'B') this.#row = Math.min(this.#lines.length - 1, this.#row + count);
    else if (code === 'C') this.#column = Math.min(this.columns - 1, column + count);
    else if (code === 'D') this.#column = Math.max(0, column - count);
    else if (code === 'G') this.#column = count - 1;
    else if (code === 'J') this.#erase(column, this.#row + 1);
    else if (code === 'K') this.#erase(given === '2' ? 0 : column);
    if (code === 'A' || code === 'B') this.#column = column;
  }

  #erase(column: number, below = Number.POSITIVE_INFINITY): void {
    this.#lines[this.#row]?.splice(column);
    for (const line of this.#lines.slice(below)) line.splice(0);
  }
}

const ESCAPE = '\\u001b';
/** Colors (m) and the ways of pasting (h, l) leave no trace. */
const PIECE = new RegExp(
  `^(?:${ESCAPE}\\[(?<count>\\??\\d*(?:;\\d+)*)(?<code>[ABCDGJKmhl])|(?<character>[^${ESCAPE}]))`,
  'u',
);
