import type { Host } from './host.ts';
import { isTerminal } from './terminal.ts';

/** One line of a terminal that moves while a person waits; other lines are said in its place. */
export interface Spinner {
  /** Words that change are told the milliseconds since then. */
  start(text: string | ((elapsed: number) => string)): void;
  say(line: string): void;
  stop(): void;
}

/** Whether a person looks at stderr, on a terminal that can move back in a line. */
export function showsSpinner({ env }: Pick<Host, 'env'>): boolean {
  return isTerminal(2) && !env['CI'] && env['TERM'] !== 'dumb';
}

const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 90;
/** What is over sooner needs no spinner. */
const PATIENCE_MS = 250;

export function newSpinner({ say }: Pick<Host, 'say'>): Spinner {
  let timer: Timer | undefined;
  let shown = false;
  let frame = 0;
  const wipe = () => {
    if (shown) process.stderr.write('\r\x1b[2K');
    shown = false;
  };
  // The cursor goes back to where the line begins: another program's line takes its place, and does not follow it.
  const paint = (text: string) => {
    shown = true;
    process.stderr.write(`\r\x1b[2K${withinLine(`${FRAMES[frame++ % FRAMES.length]} ${text}`)}\r`);
  };
  const stop = () => {
    clearInterval(timer);
    wipe();
  };
  return {
    start(text) {
      stop();
      const since = performance.now();
      const turn = () => {
        const elapsed = performance.now() - since;
        if (elapsed > PATIENCE_MS) paint(typeof text === 'string' ? text : text(elapsed));
      };
      timer = setInterval(turn, FRAME_MS).unref();
    },
    say(line) {
      wipe();
      say(line);
    },
    stop,
  };
}

/** What does not fit would begin a new line with each frame, which nobody wipes; the last column is left free for the cursor. */
function withinLine(text: string): string {
  return text.slice(0, (process.stderr.columns || 80) - 1);
}

/** Does that while a spinner turns, where a person sees it. */
export async function spinning<Result>(
  host: Host,
  text: string,
  act: (host: Host) => Promise<Result>,
): Promise<Result> {
  if (!showsSpinner(host)) return act(host);
  const spinner = newSpinner(host);
  spinner.start(text);
  try {
    return await act({ ...host, say: spinner.say });
  } finally {
    spinner.stop();
  }
}
