const CONTINUES = '\\';

/**
 * A message that grows line by line. A line that ends with a backslash goes on in the next one; lines that come together were
 * pasted, and stay as they are.
 */
export class Draft {
  #lines: string[] = [];
  /** Came together with the last one. */
  #together: string[] = [];

  get isEmpty(): boolean {
    return this.#lines.length + this.#together.length === 0;
  }

  add(line: string): void {
    this.#together.push(line);
  }

  /** Nothing more comes together with these. `isMore`: the message goes on whatever they say. Undefined while it grows. */
  settle(isMore: boolean): string | undefined {
    const [last = '', ...others] = this.#together.toReversed();
    const goesOn = others.length === 0 && last.endsWith(CONTINUES);
    this.#lines.push(...others.reverse(), goesOn ? last.slice(0, -CONTINUES.length) : last);
    this.#together = [];
    return goesOn || isMore ? undefined : this.end();
  }

  /** All of it, as it is. */
  end(): string {
    const text = [...this.#lines, ...this.#together].join('\n');
    this.#lines = [];
    this.#together = [];
    return text;
  }
}
