import { toStderr } from './host.ts';
import { oneLine } from './problem.ts';

/** What another program says on its stderr, passed on while it says it. */
export interface Relay {
  hear(piece: string): void;
  /** Tells what is left to tell, once the program has ended; gives all that was told. */
  end(): string;
}

/** Of its first words; they may be a question to the person, and come at once. */
const MOST_LINES = 50;
const MOST_CHARACTERS = 8_000;
/** The address of a sign-in page is one line of some hundred characters. */
const LONGEST_LINE = 2_000;
/** The last words, which often say why; they come when the program has ended. */
const LAST_LINES = 5;

/**
 * Tells a program's words line by line. They can't paint the terminal or pose as more than one line, for no control
 * character gets through; and they can't bury it: of a flood the first and the last lines are told.
 */
export function relay(tell: (line: string) => void = (line) => toStderr(`${line}\n`)): Relay {
  const told: string[] = [];
  const last: string[] = [];
  let rest = '';
  let room = MOST_CHARACTERS;
  let left = 0;
  const say = (line: string) => {
    told.push(line);
    tell(line);
  };
  const take = (raw: string) => {
    const line = harmless(raw);
    if (line === '') return;
    if (left === 0 && told.length < MOST_LINES && line.length <= room) {
      room -= line.length;
      return say(line);
    }
    left++;
    last.push(line);
    if (last.length > LAST_LINES) last.shift();
  };
  return {
    hear(piece) {
      const lines = (rest + piece).split('\n');
      // A line that does not end must not fill memory.
      rest = (lines.pop() ?? '').slice(0, 2 * LONGEST_LINE);
      lines.forEach(take);
    },
    end() {
      take(rest);
      rest = '';
      if (left > last.length) say(`[${left - last.length} more lines]`);
      last.forEach(say);
      return told.join('\n');
    },
  };
}

function harmless(raw: string): string {
  const line = oneLine(Bun.stripANSI(raw.slice(0, 2 * LONGEST_LINE)));
  return line.length > LONGEST_LINE ? `${line.slice(0, LONGEST_LINE)}...` : line;
}
