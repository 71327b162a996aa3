import { MODEL, type Person } from '../../person.ts';
import { describeRun, type Run } from './crowd.ts';
import type { Dice } from './dice.ts';
import { Findings } from './findings.ts';
import { checkFiles, checkModes } from './home.ts';
import { hasTrouble, judge } from './judge.ts';
import type { Kind } from './kinds.ts';
import { checkPages } from './pages.ts';
import { lastRefresh, Refreshes } from './refreshes.ts';
import { Scene } from './scene.ts';
import { FINE, forecast, type Weather } from './weather.ts';

/** What runs beside our programs and uses the same session. */
export interface Neighbour {
  /** Takes the session as it is; false when it got no credentials. */
  use(person: Person): Promise<boolean>;
}

const ENOUGH_BREACHES = 60;
const SAMPLE = 5;

/** Rounds of weather over one person, and after each of them a look at whether all that must hold still holds. */
export class Storm {
  readonly findings = new Findings();
  readonly #scene: Scene;
  readonly #neighbour: Neighbour | undefined;
  readonly #refreshes = new Refreshes();
  #rounds = 0;
  #leftovers = 0;
  /** How many pages, visits of the authorize page and collisions with the AWS CLI are accounted for. */
  #settled = { pages: 0, visits: 0, collisions: 0 };

  private constructor(scene: Scene, neighbour: Neighbour | undefined) {
    this.#scene = scene;
    this.#neighbour = neighbour;
  }

  static async begin(kind: Kind, dice: Dice, neighbour?: Neighbour): Promise<Storm> {
    return new Storm(await Scene.begin(kind, dice), neighbour);
  }

  /** Rounds until the time is up, at least one. */
  async rage(seconds: number): Promise<void> {
    const end = Date.now() + seconds * 1000;
    await this.#signIn(1);
    this.#settle();
    for (const weather of forecast(this.#scene.dice)) {
      this.findings.round = `round ${++this.#rounds} (${weather.name})`;
      await this.#round(weather);
      if (Date.now() >= end || this.findings.breaches.length >= ENOUGH_BREACHES) break;
    }
    this.findings.round = 'the end';
    await this.#dustSettles();
  }

  stop(): Promise<void> {
    return this.#scene.stop();
  }

  /** A few lines on what was done. */
  summary(): string {
    const { fake, kind, dice, processes, crowd } = this.#scene;
    const done = {
      rounds: this.#rounds,
      processes,
      killed: crowd.killed.size,
      refreshes: fake.count('CreateToken', { grantType: 'refresh_token', status: 200 }),
      pages: this.#scene.pages().length,
      'refresh tokens spent by the AWS CLI and tried by us': this.#refreshes.collisions,
      'temporary files left': this.#leftovers,
    };
    const counts = Object.entries(done).map(([name, count]) => `${count} ${name}`);
    const beside = this.#neighbour ? ' beside the AWS CLI' : '';
    return `chaos, ${kind.name}${beside}, seed ${dice.seed}: ${counts.join(', ')}\n  checked: ${this.findings.counts()}\n`;
  }

  async #round(given: Weather): Promise<void> {
    const scene = this.#scene;
    const weather = { ...given, sessionEnds: given.sessionEnds || (given.emptied && scene.kind.inOurState) };
    // Whoever holds a lock that is swept away holds nothing.
    if (weather.emptied) await scene.stillRunning();
    scene.prepare(weather);
    const neighbour = scene.dice.chance(0.5) ? this.#neighbour?.use(scene.person) : undefined;
    const clearUp = scene.brew(weather.troubles);
    const callOff = scene.massacre(weather.massacreAfterMs);
    const runs = await scene.all(weather);
    await neighbour;
    clearUp();
    callOff();
    const mustAnswer = !neighbour && !weather.sessionEnds && !hasTrouble(weather);
    for (const run of runs) judge(this.findings, run, weather, mustAnswer);
    await this.#spend(runs);
    await this.#aftermath(weather);
  }

  /** Calls a model with a few of the tokens, each of them another one. */
  async #spend(runs: Run[]): Promise<void> {
    const tokens = new Set(runs.map(({ stdout }) => stdout.trim()).filter(Boolean));
    for (const token of this.#scene.dice.shuffled([...tokens]).slice(0, SAMPLE)) {
      const { url, calls } = this.#scene.fake;
      const headers = { authorization: `Bearer ${token}` };
      const { status } = await fetch(`${url}/model/${MODEL}/invoke`, { method: 'POST', headers, body: HELLO });
      const call = calls.findLast(({ operation }) => operation === 'InvokeModel');
      const seen = () => JSON.stringify(call);
      this.findings.check('accepted', status === 200, seen);
      this.findings.check('role', call?.role === this.#scene.role, () => `${this.#scene.role} is set; ${seen()}`);
      const { tokenSeconds = 0, credentialSeconds = 0 } = call ?? {};
      // Both are whole seconds, counted from two readings of the clock.
      this.findings.check('honest', tokenSeconds <= credentialSeconds + 1, seen);
    }
  }

  /** Faults are off: the session is there, unless it was ended; then one sign-in brings it back. */
  async #aftermath({ sessionEnds, launchers, contexts }: Weather): Promise<void> {
    const mayAsk = launchers > 0 || contexts.includes('interactive');
    this.#refreshes.check(this.findings, this.#scene.fake.calls);
    await this.#checkPages(sessionEnds && mayAsk ? 1 : 0);
    if (sessionEnds) await this.#signIn(1);
    if (!(await this.#sessionLives())) await this.#signIn(Number.POSITIVE_INFINITY);
    this.#settle();
    this.#leftovers = checkFiles(this.findings, this.#scene.person);
  }

  /** A person double-clicks, and all is well. */
  async #signIn(pages: number): Promise<void> {
    this.#scene.prepare({ ...FINE, sessionEnds: false, tokensDie: false });
    const launcher = await this.#scene.run('launcher');
    judge(this.findings, launcher, FINE, true);
    await this.#checkPages(pages);
  }

  /** A helper in the background needs the session itself: nothing that is kept serves for its role, no access token lives. */
  async #sessionLives(): Promise<boolean> {
    const scene = this.#scene;
    scene.prepare({ ...FINE, sessionEnds: false });
    const before = scene.pages().length;
    const helper = await scene.run('background');
    judge(this.findings, helper, FINE, false);
    const lives = helper.exitCode === 0 && helper.stdout !== '';
    const quietly = scene.pages().length === before;
    this.findings.check('session', lives && quietly, () => `${describeRun(helper)}\n${lastRefresh(scene.fake.calls)}`);
    return lives;
  }

  async #checkPages(forEndedSessions: number): Promise<void> {
    const { pages, visits, collisions } = this.#settled;
    await this.#scene.browsersClosed();
    const opened = this.#scene.pages().slice(pages);
    const authorized = this.#scene.fake.count('Authorize') - visits;
    // Who finds a refresh token spent that the AWS CLI has not stored yet can't know that the session lives.
    const allowed = forEndedSessions + this.#refreshes.collisions - collisions;
    checkPages(this.findings, opened, authorized, allowed, this.#scene.crowd.killed);
  }

  #settle(): void {
    const { collisions } = this.#refreshes;
    this.#settled = {
      pages: this.#scene.pages().length,
      visits: this.#scene.fake.count('Authorize'),
      collisions,
    };
  }

  async #dustSettles(): Promise<void> {
    const { person } = this.#scene;
    if (this.#neighbour) this.findings.check('awsCli', await this.#neighbour.use(person), () => 'no credentials');
    const left = await this.#scene.stillRunning();
    this.findings.check('processes', left.length === 0, () => left.map(({ command }) => command).join('\n'));
    this.#refreshes.check(this.findings, this.#scene.fake.calls);
    checkFiles(this.findings, person);
    checkModes(this.findings, person);
  }
}

const HELLO = JSON.stringify({
  anthropic_version: 'bedrock-2023-05-31',
  max_tokens: 1,
  messages: [{ role: 'user', content: 'hello' }],
});
