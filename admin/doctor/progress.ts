import { writeSync } from 'node:fs';
import { isTerminal } from '../../shared/terminal.ts';
import type { Tell } from './examination.ts';

const LONGEST = 76;
const STDERR = 2;

/** One line on a terminal that says what is going on; nothing anywhere else. */
export interface Progress {
  tell: Tell;
  end(): void;
}

export function progress(shown = isTerminal(STDERR), write = toStderr): Progress {
  if (!shown) return { tell: () => {}, end: () => {} };
  return {
    tell: (busy) => write(`\r\u001b[K${`checking ${busy.join(', ')}`.slice(0, LONGEST)}`),
    end: () => write('\r\u001b[K'),
  };
}

/** A closed stderr is nobody's error. */
function toStderr(text: string): void {
  try {
    writeSync(STDERR, text);
  } catch {}
}
