import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type FakeAws, startFakeAws } from '../../fake-aws/server.ts';
import { newPerson, type Person } from '../../person.ts';
import { type Context, Crowd, type Run } from './crowd.ts';
import type { Dice } from './dice.ts';
import { type Kind, settle } from './kinds.ts';
import { type Page, pagesIn } from './pages.ts';
import { type Found, processesOf } from './processes.ts';
import type { Trouble, Weather } from './weather.ts';

const BURST_MS = 300;
const KILLED_WITHIN_MS = 1500;
const BROWSERS_CLOSE_MS = 10_000;
/** A detached sign-in may wait for its person that long, and a little. */
const LAST_ENDS_MS = 45_000;

/** One person and one AWS, and what can be made to happen to them. */
export class Scene {
  readonly fake: FakeAws;
  readonly person: Person;
  readonly crowd: Crowd;
  readonly kind: Kind;
  readonly dice: Dice;
  readonly #pagesFile: string;
  #roles = 0;
  processes = 0;

  private constructor(kind: Kind, dice: Dice, fake: FakeAws) {
    this.kind = kind;
    this.dice = dice;
    this.fake = fake;
    this.person = newPerson(fake);
    this.crowd = new Crowd(this.person);
    this.#pagesFile = join(this.person.home, 'pages.log');
    this.person.env['TEST_BROWSER_TIMES'] = this.#pagesFile;
  }

  static async begin(kind: Kind, dice: Dice): Promise<Scene> {
    return new Scene(kind, dice, await startFakeAws({ decision: 'approve', wordDelayMs: 0 }));
  }

  /** What the settings name, and what AWS has for them. */
  prepare(weather: Weather): void {
    const { options } = this.fake;
    if (weather.newRole) this.#roles++;
    options.roles = [{ accountId: '111122223333', roleName: this.role, sessionSeconds: weather.roleSeconds }];
    options.accessTokenSeconds = weather.accessTokenSeconds;
    settle(this.person, this.kind, this.role, weather);
    if (weather.emptied) rmSync(join(this.person.home, '.local'), { recursive: true, force: true });
    if (weather.tokensDie) this.fake.endAccessTokens();
    if (weather.sessionEnds) this.fake.endSessions();
  }

  get role(): string {
    return `Role${this.#roles}`;
  }

  /** Returns what ends all of it. */
  brew(troubles: Trouble[]): () => void {
    const timers = troubles.map((trouble) => this.#brewOne(trouble));
    return () => {
      for (const timer of timers.flat()) clearTimeout(timer);
      this.fake.faults.clear();
    };
  }

  #brewOne({ operation, fault, times, from, until }: Trouble): NodeJS.Timeout[] {
    const { faults } = this.fake;
    const on = setTimeout(() => faults.set(operation, fault, times), from);
    return Number.isFinite(until) ? [on, setTimeout(() => faults.set(operation, fault, 0), until)] : [on];
  }

  /** Kills everybody, once, that long after AWS has answered a refresh. Returns what calls it off. */
  massacre(afterMs: number | undefined): () => void {
    const { options } = this.fake;
    if (afterMs === undefined) return () => {};
    options.log = ({ refreshTokenHash, status }) => {
      if (!refreshTokenHash || status !== 200) return;
      options.log = () => {};
      if (afterMs === 0) this.crowd.killAll();
      else setTimeout(() => this.crowd.killAll(), afterMs);
    };
    return () => {
      options.log = () => {};
    };
  }

  /** Everybody at once, or nearly so. */
  async all(weather: Weather): Promise<Run[]> {
    const { dice } = this;
    const helpers = Array.from({ length: weather.helpers }, () => dice.pick(weather.contexts));
    const launchers = Array.from({ length: weather.launchers }, () => 'launcher' as const);
    const runs = dice.shuffled([...helpers, ...launchers]).map(async (who) => {
      const killAfter = dice.chance(weather.killed) ? dice.whole(10, KILLED_WITHIN_MS) : undefined;
      await Bun.sleep(dice.pick([0, dice.whole(0, BURST_MS)]));
      return this.run(who, killAfter);
    });
    return Promise.all(runs);
  }

  run(who: Context | 'launcher', killAfter?: number): Promise<Run> {
    this.processes++;
    if (who === 'launcher') return this.crowd.run('bedrock-launcher', 'none', killAfter);
    return this.crowd.run('bedrock-credential-helper', who, killAfter);
  }

  /** Every page that was ever opened. */
  pages(): Page[] {
    return pagesIn(this.#pagesFile);
  }

  async browsersClosed(): Promise<void> {
    const open = () => this.pages().some(({ closedAt }) => !Number.isFinite(closedAt));
    for (let waited = 0; waited < BROWSERS_CLOSE_MS && open(); waited += 50) await Bun.sleep(50);
  }

  /** Waits until nothing that was started runs any more; returns what still does when the time is up. */
  async stillRunning(): Promise<Found[]> {
    let left = processesOf(this.person.home);
    for (let waited = 0; waited < LAST_ENDS_MS && left.length > 0; waited += 200) {
      await Bun.sleep(200);
      left = processesOf(this.person.home);
    }
    return left;
  }

  async stop(): Promise<void> {
    for (const { pid } of processesOf(this.person.home)) process.kill(pid, 'SIGKILL');
    this.crowd.leave();
    this.person.leave();
    await this.fake.stop();
  }
}
