import { existsSync } from 'node:fs';
import { type Person, type ProgramName, programFile } from './person.ts';
import { Screen } from './screen.ts';

/** Where a machine lets us have terminals. */
export const describeWithTerminals = existsSync('/dev/ptmx') ? describe : describe.skip;

/** What a test leaves behind when it fails. */
const running = new Set<Bun.Subprocess>();
afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

/** A program in a terminal of its own. */
export interface Session {
  screen: Screen;
  /** All that the terminal was sent. */
  output(): string;
  type(keys: string): void;
  /** Waits until the screen shows it, at the end if it says so with $; the test fails by its time when it never does. */
  shows(pattern: RegExp): Promise<void>;
  /** Its exit code, once all that it has said is on the screen. */
  ended: Promise<number | null>;
  resize(columns: number, rows: number): void;
}

export interface Terminal {
  columns?: number;
  rows?: number;
  env?: Record<string, string>;
}

export function inTerminal(person: Person, program: ProgramName, args: string[], terminal: Terminal = {}): Session {
  return commandInTerminal(person, [programFile(program), ...args], terminal);
}

export function commandInTerminal(
  person: Person,
  command: string[],
  { columns = 80, rows = 24, env = {} }: Terminal = {},
): Session {
  const screen = new Screen(columns, rows);
  const decoder = new TextDecoder();
  let output = '';
  const child = Bun.spawn(command, {
    env: { ...person.env, TERM: 'xterm', ...env },
    terminal: {
      cols: columns,
      rows,
      data(_terminal, bytes) {
        const text = decoder.decode(bytes, { stream: true });
        output += text;
        screen.write(text);
      },
    },
  });
  running.add(child);
  return {
    screen,
    output: () => output,
    type: (keys) => void child.terminal?.write(keys),
    async shows(pattern) {
      while (!pattern.test(screen.lines.join('\n'))) await Bun.sleep(5);
    },
    ended: child.exited,
    resize: (width, height) => child.terminal?.resize(width, height),
  };
}
