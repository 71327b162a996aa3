import { join } from 'node:path';
import { type FakeAws, startFakeAws } from '../../fake-aws/server.ts';
import { MODEL, newPerson, type Person } from '../../person.ts';
import { type Context, Crowd, describeRun, type Run } from './crowd.ts';
import type { Dice } from './dice.ts';
import { Findings } from './findings.ts';
import { checkHome } from './home.ts';
import { hasTrouble, judge } from './judge.ts';
import { type Kind, settle } from './kinds.ts';
import { checkPages, type Page, pagesIn } from './pages.ts';
import { type Found, processesOf } from './processes.ts';
import { checkRefreshes } from './refreshes.ts';
import { forecast, type Trouble, type Weather } from './weather.ts';

/** What runs beside our programs and uses the same session: the AWS CLI, or nothing. */
export interface Neighbour {
  /** Takes the session as it is; false when it got no credentials. */
  use(person: Person): Promise<boolean>;
}

const BURST_MS = 300;
const KILLED_WITHIN_MS = 1500;
/** A detached sign-in may wait for its person that long, and a little. */
const LAST_ENDS_MS = 45_000;
const ENOUGH_BREACHES = 30;

/** The day on which a session is taken for a test: nothing is short, nothing is in the way. */
const FINE: Weather = {
  name: 'fine',
  helpers: 1,
  contexts: ['background'],
  launchers: 1,
  killed: 0,
  troubles: [],
  sessionEnds: true,
  tokensDie: true,
  newRole: true,
  accessTokenSeconds: 3600,
  roleSeconds: 43_200,
  ttlSec: 3600,
  timeoutSec: 60,
};

/** One person, one AWS, and everything that goes on between them. */
export class Storm {
  readonly findings = new Findings();
  readonly #kind: Kind;
  readonly #dice: Dice;
  readonly #neighbour: Neighbour | undefined;
  readonly #fake: FakeAws;
  readonly #person: Person;
  readonly #crowd: Crowd;
  readonly #pagesFile: string;
  #roles = 0;
  #rounds = 0;
  #runs = 0;
  /** Pages and calls before the session ended last: they are accounted for. */
  #settledPages = 0;
  #settledAuthorizations = 0;
  #settledCollisions = 0;
  #collisions = 0;

  private constructor(kind: Kind, dice: Dice, fake: FakeAws, neighbour: Neighbour | undefined) {
    this.#kind = kind;
    this.#dice = dice;
    this.#fake = fake;
    this.#neighbour = neighbour;
    this.#person = newPerson(fake);
    this.#crowd = new Crowd(this.#person);
    this.#pagesFile = join(this.#person.home, 'pages.log');
    this.#person.env['TEST_BROWSER_TIMES'] = this.#pagesFile;
  }

  static async begin(kind: Kind, dice: Dice, neighbour?: Neighbour): Promise<Storm> {
    return new Storm(kind, dice, await startFakeAws({ decision: 'approve', wordDelayMs: 0 }), neighbour);
  }

  /** Rounds until the time is up, at least one. */
  async rage(seconds: number): Promise<void> {
    const end = Date.now() + seconds * 1000;
    await this.#signedIn(1);
    this.#settle();
    for (const weather of forecast(this.#dice)) {
      this.findings.round = `round ${++this.#rounds} (${weather.name})`;
      await this.#round(weather);
      if (Date.now() >= end || this.findings.breaches.length >= ENOUGH_BREACHES) break;
    }
    this.findings.round = 'the end';
    await this.#dustSettles();
  }

  /** One line on what was done. */
  summary(): string {
    const { counts } = this;
    return `chaos, ${this.#kind.name}, seed ${this.#dice.seed}: ${counts}\n  checked: ${this.findings.counts()}\n`;
  }

  private get counts(): string {
    const refreshes = this.#fake.count('CreateToken', { grantType: 'refresh_token', status: 200 });
    const pages = pagesIn(this.#pagesFile).length;
    return `${this.#rounds} rounds, ${this.#runs} processes, ${this.#crowd.killed.size} killed, ${refreshes} refreshes, ${pages} pages, ${this.#collisions} refresh tokens spent twice by the AWS CLI`;
  }

  async stop(): Promise<void> {
    for (const { pid } of processesOf(this.#person.home)) process.kill(pid, 'SIGKILL');
    this.#crowd.leave();
    this.#person.leave();
    await this.#fake.stop();
  }

  async #round(weather: Weather): Promise<void> {
    this.#prepare(weather);
    const neighbour = this.#dice.chance(0.5) ? this.#neighbour?.use(this.#person) : undefined;
    const weatherMakers = weather.troubles.map((trouble) => this.#brew(trouble));
    const runs = await Promise.all(this.#start(weather));
    await neighbour;
    for (const maker of weatherMakers) maker();
    this.#fake.faults.clear();
    const alone = !neighbour && !weather.sessionEnds && !hasTrouble(weather);
    for (const run of runs) judge(this.findings, run, weather, alone);
    await this.#spend(runs);
    await this.#aftermath(weather);
  }

  #prepare(weather: Weather): void {
    const { options } = this.#fake;
    if (weather.newRole) this.#roles++;
    const roleName = `Role${this.#roles}`;
    options.roles = [{ accountId: '111122223333', roleName, sessionSeconds: weather.roleSeconds }];
    options.accessTokenSeconds = weather.accessTokenSeconds;
    settle(this.#person, this.#kind, roleName, weather);
    if (weather.tokensDie) this.#fake.endAccessTokens();
    if (weather.sessionEnds) this.#fake.endSessions();
  }

  #brew({ operation, fault, times, from, until }: Trouble): () => void {
    const { faults } = this.#fake;
    const on = setTimeout(() => faults.set(operation, fault, times), from);
    const off = Number.isFinite(until) ? setTimeout(() => faults.set(operation, fault, 0), until) : undefined;
    return () => {
      clearTimeout(on);
      clearTimeout(off);
    };
  }

  #start(weather: Weather): Promise<Run>[] {
    const dice = this.#dice;
    const helpers = Array.from({ length: weather.helpers }, () => dice.pick(weather.contexts));
    const launchers = Array.from({ length: weather.launchers }, () => 'launcher' as const);
    return dice.shuffled([...helpers, ...launchers]).map(async (who) => {
      const killAfter = dice.chance(weather.killed) ? dice.whole(10, KILLED_WITHIN_MS) : undefined;
      await Bun.sleep(dice.pick([0, dice.whole(0, BURST_MS)]));
      return this.#run(who, killAfter);
    });
  }

  #run(who: Context | 'launcher', killAfter?: number): Promise<Run> {
    this.#runs++;
    if (who === 'launcher') return this.#crowd.run('bedrock-launcher', 'none', killAfter);
    return this.#crowd.run('bedrock-credential-helper', who, killAfter);
  }

  /** Calls a model with a few of the tokens, each of them another one. */
  async #spend(runs: Run[]): Promise<void> {
    const tokens = [...new Set(runs.map(({ stdout }) => stdout.trim()).filter(Boolean))];
    for (const token of this.#dice.shuffled(tokens).slice(0, 5)) {
      const answer = await fetch(`${this.#fake.url}/model/${MODEL}/invoke`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        body: JSON.stringify({ anthropic_version: 'bedrock-2023-05-31', max_tokens: 1, messages: HELLO }),
      });
      const call = this.#fake.calls.findLast(({ operation }) => operation === 'InvokeModel');
      this.findings.check('accepted', answer.status === 200, () => JSON.stringify(call));
      const { tokenSeconds = 0, credentialSeconds = 0 } = call ?? {};
      // Both are whole seconds, counted from two readings of the clock.
      this.findings.check('honest', tokenSeconds <= credentialSeconds + 1, () => JSON.stringify(call));
    }
  }

  /** Faults are off: the session is there, unless it was ended; then one sign-in brings it back. */
  async #aftermath({ sessionEnds, launchers, contexts }: Weather): Promise<void> {
    const mayAsk = launchers > 0 || contexts.includes('interactive');
    this.#collisions = checkRefreshes(this.findings, this.#fake.calls).byAwsCli;
    await this.#checkPages(sessionEnds && mayAsk ? 1 : 0);
    if (sessionEnds) await this.#signedIn(1);
    const helper = await this.#probed();
    if (!isServed(helper)) await this.#signedIn(Number.POSITIVE_INFINITY);
    this.#settle();
    checkHome(this.findings, this.#person);
  }

  /** A person double-clicks, and all is well. */
  async #signedIn(pages: number): Promise<void> {
    this.#prepare({ ...FINE, sessionEnds: false, tokensDie: false });
    const launcher = await this.#run('launcher');
    judge(this.findings, launcher, FINE, true);
    await this.#checkPages(pages);
  }

  /** A helper in the background needs the session itself: nothing that is kept serves for its role, no access token lives. */
  async #probed(): Promise<Run> {
    this.#prepare({ ...FINE, sessionEnds: false });
    const before = pagesIn(this.#pagesFile).length;
    const helper = await this.#run('background');
    judge(this.findings, helper, FINE, false);
    const pages = pagesIn(this.#pagesFile).length - before;
    this.findings.check('session', isServed(helper) && pages === 0, () => `${describeRun(helper)}${this.#lastCalls()}`);
    return helper;
  }

  async #checkPages(allowed: number): Promise<void> {
    const pages = await this.#closedPages();
    const authorized = this.#fake.count('Authorize') - this.#settledAuthorizations;
    checkPages(
      this.findings,
      pages,
      authorized,
      allowed + this.#collisions - this.#settledCollisions,
      this.#crowd.killed,
    );
  }

  /** Those since the last time, once the browsers have gone. */
  async #closedPages(): Promise<Page[]> {
    const found = () => pagesIn(this.#pagesFile).slice(this.#settledPages);
    for (let waited = 0; waited < 10_000 && found().some(isOpen); waited += 50) await Bun.sleep(50);
    return found();
  }

  #settle(): void {
    this.#settledCollisions = this.#collisions;
    this.#settledPages = pagesIn(this.#pagesFile).length;
    this.#settledAuthorizations = this.#fake.count('Authorize');
  }

  async #dustSettles(): Promise<void> {
    if (this.#neighbour) this.findings.check('awsCli', await this.#neighbour.use(this.#person), () => 'no credentials');
    let left: Found[] = processesOf(this.#person.home);
    for (let waited = 0; waited < LAST_ENDS_MS && left.length > 0; waited += 200) {
      await Bun.sleep(200);
      left = processesOf(this.#person.home);
    }
    this.findings.check('processes', left.length === 0, () => left.map(({ command }) => command).join('\n'));
    checkHome(this.findings, this.#person);
  }

  #lastCalls(): string {
    const calls = this.#fake.calls.filter(({ operation }) => operation === 'CreateToken').slice(-8);
    return calls.map((call) => `\n${JSON.stringify(call)}`).join('');
  }
}

const HELLO = [{ role: 'user', content: 'hello' }];

function isServed({ exitCode, stdout }: Run): boolean {
  return exitCode === 0 && stdout !== '';
}

function isOpen({ closedAt }: Page): boolean {
  return !Number.isFinite(closedAt);
}
