import type { Host } from '../../shared/host.ts';
import { writeWhole } from '../../shared/program.ts';
import { isTerminal } from '../../shared/terminal.ts';
import { Harmless } from './harmless.ts';
import { Painter } from './painter.ts';

/** Where an answer is shown as it comes. */
export interface Display {
  text(words: string): void;
  /** What comes next begins on a line of its own. */
  end(): void;
}

/** stdout: Markdown is rendered for a terminal; whatever else reads gets the answer as it is. */
export function displayOf({ env }: Pick<Host, 'env'>): Display {
  if (!isTerminal(1)) return asItIs((words) => words);
  if (env['TERM'] === 'dumb') {
    const harmless = new Harmless();
    return asItIs(
      (words) => harmless.push(words),
      () => harmless.end(),
    );
  }
  return new Painter({ colors: !env['NO_COLOR'], write: writeWhole, size: sizeOfTerminal });
}

function asItIs(seen: (words: string) => string, last = () => ''): Display {
  let end = '\n';
  const show = (words: string) => {
    end = words.at(-1) ?? end;
    writeWhole(words);
  };
  return {
    text: (words) => show(seen(words)),
    end() {
      show(last());
      if (end !== '\n') show('\n');
    },
  };
}

/** A terminal that does not know its size says 0. */
function sizeOfTerminal(): { columns: number; rows: number } {
  const { columns, rows } = process.stdout;
  return { columns: columns || 80, rows: rows || 24 };
}
