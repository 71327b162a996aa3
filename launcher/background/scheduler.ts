import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { startDetached } from '../../shared/child.ts';
import type { Command } from '../../shared/command-line.ts';
import type { Host } from '../../shared/host.ts';
import { programPath } from '../../shared/places.ts';
import { systemProgram } from '../../shared/system-program.ts';
import { failureOf, must } from './commands.ts';
import { AGENT, UNIT } from './definitions.ts';
import { type OwnFile, ownFiles, type PlaceHost, taskUser } from './places.ts';
import { taskName } from './scheduled-task.ts';
import { liveBus } from './session-bus.ts';

/** What of the operating system runs the renewal, and how it is told. */
export interface Scheduler {
  kinds: readonly OwnFile['kind'][];
  /** To be called once the files are in place. False: it runs from the next login on only. Throws a Problem. */
  start(host: PlaceHost, files: OwnFile[]): Promise<boolean>;
  /**
   * To be called while the files are still there. What goes on all the same, as a person is told it; undefined: nothing.
   * Throws a Problem.
   */
  stop(host: PlaceHost): Promise<string | undefined>;
  /** To be called once they are gone. */
  forget?(host: PlaceHost): Promise<void>;
}

const launchd: Scheduler = {
  kinds: ['agent'],
  async start(host, [agent]) {
    // It takes no second agent of that name, so one from before must go.
    await failureOf(host, bootout());
    const hint = 'allow Bedrock Launcher under System Settings, General, Login Items, then try again';
    await must(host, ['launchctl', 'bootstrap', domain(), agent?.path ?? ''], hint);
    return true;
  },
  async stop(host) {
    if (await failureOf(host, ['launchctl', 'print', `${domain()}/${AGENT}`])) return undefined;
    await must(host, bootout(), 'log in at the screen of this Mac, then try again');
    return undefined;
  },
};

function domain(): string {
  return `gui/${process.getuid?.() ?? 0}`;
}

function bootout(): Command {
  return ['launchctl', 'bootout', `${domain()}/${AGENT}`];
}

const TIMER = `${UNIT}.timer`;
const systemctl = (...args: string[]): Command => ['systemctl', '--user', ...args];
const SEE_SYSTEMD = 'see what "systemctl --user status" says, then try again';

const systemd: Scheduler = {
  kinds: ['service', 'timer'],
  async start(host) {
    await must(host, systemctl('daemon-reload'), SEE_SYSTEMD);
    await must(host, systemctl('enable', '--now', TIMER), SEE_SYSTEMD);
    return true;
  },
  async stop(host) {
    try {
      await must(host, systemctl('disable', '--now', TIMER), SEE_SYSTEMD);
      return undefined;
    } catch (thrown) {
      // Over SSH or in cron there may be nobody to ask.
      if (await answers(host)) throw thrown;
      return 'systemd does not answer here: a timer that already runs goes on until you log out';
    }
  },
  async forget(host) {
    await rm(enablement(host), { force: true });
    await failureOf(host, systemctl('daemon-reload'));
  },
};

/** Whether systemd runs for this person. */
async function answers(host: PlaceHost): Promise<boolean> {
  return (await failureOf(host, systemctl('show', '--property=Version'))) === undefined;
}

/** What `enable` makes and `disable` removes. */
function enablement(host: PlaceHost): string {
  const timer = ownFiles(host).find(({ kind }) => kind === 'timer')?.path ?? '';
  return join(dirname(timer), 'timers.target.wants', TIMER);
}

/** The desktop finds the entry at the next login only; the resident finds it gone within a minute. */
const autostart: Scheduler = {
  kinds: ['autostart'],
  async start(host) {
    if (!(await liveBus(host.env))) return false;
    await startDetached(programPath(host, 'bedrock-launcher'), ['--background', 'resident'], { cwd: host.home });
    return true;
  },
  stop: async () => undefined,
};

const taskScheduler: Scheduler = {
  kinds: ['task'],
  async start(host, [task]) {
    const hint = 'ask your IT department to allow scheduled tasks, or to install the renewal for all users';
    await must(host, schtasks(host, '/Create', '/TN', nameOf(host), '/XML', task?.path ?? '', '/F'), hint);
    return true;
  },
  async stop(host) {
    if (await failureOf(host, schtasks(host, '/Query', '/TN', nameOf(host)))) return undefined;
    const hint = `remove the task "${nameOf(host)}" in the Task Scheduler`;
    await must(host, schtasks(host, '/Delete', '/TN', nameOf(host), '/F'), hint);
    return undefined;
  },
};

function nameOf(host: PlaceHost): string {
  return taskName(taskUser(host));
}

function schtasks({ env }: Pick<Host, 'env'>, ...args: string[]): Command {
  return [systemProgram(env, 'schtasks.exe'), ...args];
}

/** Those that may have been used on this system, whether or not they would be now. */
export const SCHEDULERS: Record<Host['platform'], Scheduler[]> = {
  darwin: [launchd],
  linux: [systemd, autostart],
  win32: [taskScheduler],
};

/** The one to use now: on Linux systemd, where it runs for this person. */
export async function schedulerOf(host: PlaceHost): Promise<Scheduler> {
  const [first, second] = SCHEDULERS[host.platform] as [Scheduler, Scheduler?];
  return second && !(await answers(host)) ? second : first;
}

/** Whether systemd runs the timer for this person. */
export async function timerRuns(host: PlaceHost): Promise<boolean> {
  return (await failureOf(host, systemctl('is-active', '--quiet', TIMER))) === undefined;
}
