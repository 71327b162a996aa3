import { type Clock, correctedClock } from './clock.ts';
import { type Log, RUN, realLog } from './log.ts';
import { oneLine } from './problem.ts';

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
  /** Where Linux keeps system-wide settings: `/etc`. */
  readonly systemConfigDir: string;
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

function platformOf(name: string): Platform {
  return name === 'darwin' || name === 'win32' ? name : 'linux';
}

function homeOf(platform: Platform, env: Env): string {
  // The AWS CLI and the SDKs ask the environment before the user database; so must we, to find the same files.
  const named = platform === 'win32' ? env['USERPROFILE'] : env['HOME'];
  return named || process.getBuiltinModule('node:os').homedir();
}

export function realHost(programName: string): Host {
  const platform = platformOf(process.platform);
  const home = homeOf(platform, process.env);
  const say: Host['say'] = (line) => writeToStderr(`${programName}: ${oneLine(line)}`);
  const pause: Host['pause'] = (milliseconds) => Bun.sleep(milliseconds);
  // Both are made when they are asked for: the helper's common run asks for neither.
  const clock = once(() => correctedClock({ platform, env: process.env, home, say }));
  const now = () => clock().now();
  const log = once(() => realLog(programName, { platform, env: ownRun(), home, now, pause }));
  return {
    platform,
    env: process.env,
    home,
    systemConfigDir: '/etc',
    programDir: folderOf(process.execPath),
    now,
    wall: Date.now,
    uptime: () => uptimeOf(platform),
    get clock() {
      return clock();
    },
    pause,
    say,
    get log() {
      return log();
    },
  };
}

/** From the kernel's own file where there is one: node:os would be a tenth of the helper's common run. */
async function uptimeOf(platform: Platform): Promise<number> {
  if (platform === 'linux') {
    const [seconds] = (
      await Bun.file('/proc/uptime')
        .text()
        .catch(() => '')
    ).split(' ');
    if (Number(seconds) > 0) return Number(seconds) * 1000;
  }
  return process.getBuiltinModule('node:os').uptime() * 1000;
}

function folderOf(file: string): string {
  return file.slice(0, Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')));
}

function once<Made>(make: () => Made): () => Made {
  let made: Made | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** The environment with this run's number, which no child inherits unless we say so: the app that a launcher opens outlives us by days. */
function ownRun(): Env {
  const env = { ...process.env };
  delete process.env[RUN];
  return env;
}

/** The runtime's own, which writes at once: `process.stderr` and node:fs would be loaded for it. A closed stderr is nobody's error. */
function writeToStderr(text: string): void {
  // biome-ignore lint/suspicious/noConsole: the one place
  console.error(text);
}
