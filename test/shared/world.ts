import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Host } from '../../shared/host.ts';
import { openLog } from '../../shared/log.ts';
import { Problem } from '../../shared/problem.ts';
import type { FakeAws } from '../fake-aws/server.ts';

/** A Host of a Linux machine whose home is a new empty folder; what a test says otherwise is laid on top. */
export interface World extends Host {
  /** What was said to the person. */
  said: string[];
  /** What the log was given, line by line. */
  logged: string[];
  leave(): void;
}

export function newWorld(other: Partial<Host> = {}): World {
  const home = mkdtempSync(join(tmpdir(), 'world-'));
  const said: string[] = [];
  const logged: string[] = [];
  return {
    platform: 'linux',
    env: {},
    home,
    systemConfigDir: join(home, 'etc'),
    user: () => 'ana',
    registry: async () => undefined,
    programDir: join(home, 'bin'),
    now: Date.now,
    wall: Date.now,
    uptime: async () => performance.now(),
    pause: (milliseconds) => Bun.sleep(milliseconds),
    say: (line) => said.push(line),
    log: openLog('test', { env: {}, now: Date.now }, async (text) => {
      logged.push(...text.trimEnd().split('\n'));
    }),
    ...other,
    said,
    logged,
    leave: () => rmSync(home, { recursive: true, force: true }),
  };
}

/** The environment that leads every AWS client to the fake. */
export function envOf(fake: FakeAws): Record<string, string> {
  return { AWS_ENDPOINT_URL: fake.url };
}

/** The Problem that was thrown. Any other throw goes through, so that a test shows it as the bug that it is. */
export async function problemOf(act: () => unknown): Promise<Problem> {
  try {
    await act();
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown;
    throw thrown;
  }
  throw new Error('there was no problem');
}

/** A signal that never aborts. */
export const forever = (): AbortSignal => new AbortController().signal;

const NOBODY = 65_534;

/** Acts with the rights of somebody whom file modes bind: root gives its own up for the moment. */
export async function withoutRoot<Result>(act: () => Result | Promise<Result>): Promise<Result> {
  const root = process.getuid?.() === 0;
  if (root) process.seteuid?.(NOBODY);
  try {
    return await act();
  } finally {
    if (root) process.seteuid?.(0);
  }
}
