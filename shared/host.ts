import { writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { bareHost } from './bare-host.ts';
import { type Clock, correctedClock } from './clock.ts';
import { type Log, RUN, realLog } from './log.ts';
import { oneLine } from './problem.ts';
import type { Registry } from './registry.ts';

type Platform = 'linux' | 'darwin' | 'win32';
export type Env = Readonly<Record<string, string | undefined>>;

/**
 * The world outside of the programs. A function takes the part that it needs (`Pick<Host, 'now' | 'env'>`), so that
 * tests give another clock, platform or environment, and Windows and macOS branches run on Linux.
 */
export interface Host {
  readonly platform: Platform;
  readonly env: Env;
  /** The person's home folder. */
  readonly home: string;
  /** Where the system keeps managed settings: `/etc`, on macOS `/Library/Managed Preferences`. */
  readonly systemConfigDir: string;
  /** The person's name on this machine. */
  user(): string;
  /** The registry; no other system than Windows has anything in it. */
  readonly registry: Registry;
  /** The folder that holds this image and its other names. */
  readonly programDir: string;
  /** Epoch milliseconds, as AWS has them. */
  now(): number;
  /** Epoch milliseconds, as this machine has them, right or wrong. */
  wall(): number;
  /** Milliseconds since the machine started, sleep included. */
  uptime(): Promise<number>;
  /** Where `now` comes from, for the network to correct it; without one the machine's clock is right. */
  readonly clock?: Clock;
  pause(milliseconds: number): Promise<void>;
  /** Writes one line for the person to stderr. */
  say(line: string): void;
  /** For whoever looks into a failure later. */
  readonly log: Log;
}

export function realHost(programName: string): Host {
  const bare = bareHost();
  const say: Host['say'] = (line) => toStderr(`${programName}: ${oneLine(line)}\n`);
  const clock = correctedClock({ ...bare, say });
  const world = { ...bare, now: clock.now, pause: (milliseconds: number) => Bun.sleep(milliseconds) };
  const log = realLog(programName, world);
  // A child belongs to this run only when we say so: the app that a launcher opens outlives it by days.
  delete process.env[RUN];
  return {
    ...world,
    clock,
    systemConfigDir: bare.platform === 'darwin' ? '/Library/Managed Preferences' : '/etc',
    user: () => process.getBuiltinModule('node:os').userInfo().username,
    programDir: dirname(process.execPath),
    say,
    log,
  };
}

/**
 * Straight to the descriptor: `process.stderr` loads the whole stream machinery, and `console.error` paints a terminal
 * red. A closed stderr is nobody's error.
 */
export function toStderr(text: string): void {
  try {
    writeSync(2, text);
  } catch {}
}
