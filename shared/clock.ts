import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { refuseStrange } from './files.ts';
import type { Host } from './host.ts';
import { stateDir, within } from './places.ts';

/** The time as AWS has it: what signatures and expiries go by on a machine whose own clock is wrong. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** AWS's clock less this machine's, in milliseconds. */
  offset(): number;
  /** Takes the time of an answer of AWS (epoch ms, of whole seconds) that took `tookMs` from the sending on. */
  learn(awsTime: number, tookMs: number): void;
  /** Takes over what another process of ours has learned meanwhile. */
  recall(): void;
}

/** The machine's own two clocks: the wall clock that people set, in epoch ms, and the one that nobody sets, in seconds. */
interface Machine {
  now(): number;
  uptime(): number;
}

/** What the next run starts with: the offset, and both clocks of the moment when it was right. */
interface Kept {
  offset: number;
  wall: number;
  uptime: number;
}

type Where = Pick<Host, 'platform' | 'env' | 'home' | 'say'>;

/** A Date header has whole seconds, and nobody is harmed by less. */
const IGNORED_MS = 2_000;
const KEPT_ABOVE_MS = 5_000;
const REPORTED_ABOVE_MS = 60_000;
/** How far the two clocks of the machine may drift apart before somebody must have set one. */
const DRIFT_MS = 5_000;
const KEPT_ANEW_AFTER_MS = 10 * 60_000;

export function correctedClock(where: Where, machine: Machine = { now: Date.now, uptime }): Clock {
  const file = within(where.platform, stateDir(where), 'clock.json');
  let kept: Kept | undefined;
  let offset: number | undefined;
  let reported = false;

  function current(): number {
    if (offset === undefined) {
      kept = read(file);
      offset = kept && isStill(kept, machine) ? kept.offset : 0;
    }
    return offset;
  }

  function keep(): void {
    const wall = machine.now();
    if (Math.abs(current()) <= KEPT_ABOVE_MS) {
      if (kept) rmSync(file, { force: true });
      kept = undefined;
    } else if (kept?.offset !== current() || wall - kept.wall > KEPT_ANEW_AFTER_MS) {
      kept = { offset: current(), wall, uptime: machine.uptime() };
      write(file, kept);
    }
  }

  return {
    now: () => machine.now() + current(),
    offset: current,
    recall() {
      offset = undefined;
    },
    learn(awsTime, tookMs) {
      const { found, vague } = offsetSeen(awsTime, machine.now(), tookMs);
      if (!Number.isFinite(found)) return;
      if (Math.abs(found - current()) > vague) offset = found;
      quietly(keep);
      if (!reported && Math.abs(current()) > REPORTED_ABOVE_MS) report(where, current());
      reported ||= Math.abs(current()) > REPORTED_ABOVE_MS;
    },
  };
}

/** AWS's clock less this machine's as one answer shows it, and what is too little to count, both in milliseconds. */
export function offsetSeen(awsTime: number, now: number, tookMs: number): { found: number; vague: number } {
  return { found: Math.round(awsTime + 500 - (now - tookMs / 2)), vague: IGNORED_MS + tookMs / 2 };
}

/**
 * Whether nobody has set the clock since: then wall clock and uptime have gone on alike. After a restart they have not,
 * and whether the clock was set meanwhile can't be told: the first answer will say it again.
 */
function isStill({ wall, uptime: up }: Kept, machine: Machine): boolean {
  const upMs = (machine.uptime() - up) * 1000;
  return upMs >= 0 && Math.abs(machine.now() - wall - upMs) <= DRIFT_MS;
}

function report({ say }: Where, offset: number): void {
  const seconds = Math.round(Math.abs(offset) / 1000);
  say(`warning: this machine's clock is ${seconds} s ${offset < 0 ? 'ahead of' : 'behind'} AWS; going by AWS's time`);
  say("hint: set this machine's clock, or let it be set by the network: other programs fail with a wrong one");
}

function read(file: string): Kept | undefined {
  try {
    refuseStrange(file);
    const found = JSON.parse(readFileSync(file, 'utf8')) as Kept;
    return [found.offset, found.wall, found.uptime].every(Number.isFinite) ? found : undefined;
  } catch {
    return undefined;
  }
}

function write(file: string, kept: Kept): void {
  const fresh = `${file}.${process.pid}`;
  mkdirSync(file.replace(/[\\/][^\\/]*$/, ''), { recursive: true, mode: 0o700 });
  try {
    writeFileSync(fresh, JSON.stringify(kept), { mode: 0o600 });
    renameSync(fresh, file);
  } finally {
    // On Windows a file that somebody reads just now can't be replaced.
    rmSync(fresh, { force: true });
  }
}

/** A state folder that can't be written is said by those who can't do without; the clock is learned again. */
function quietly(act: () => void): void {
  try {
    act();
  } catch {}
}
