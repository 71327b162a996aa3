import { deadline } from '../shared/deadline.ts';
import type { Host } from '../shared/host.ts';
import { hasLocalBrowser } from '../shared/identity/sign-in.ts';
import type { Config } from '../shared/policy/config.ts';
import { Problem } from '../shared/problem.ts';
import { isTerminal } from '../shared/terminal.ts';
import { withLock } from '../shared/vault/lock.ts';
import { knock, knocksSince } from './knock.ts';
import type { Page } from './page/server.ts';
import { type Button, type State, stateOf, states } from './states.ts';
import type { Voice } from './voice.ts';

/** Problems that another launcher has shown: a person gets one page, never two. */
const told = new WeakSet<Problem>();

export function tellNoMore(problem: Problem): Problem {
  told.add(problem);
  return problem;
}

/** How long the browser may take to come for the page, and the page's script to come after it. */
const START_OF_BROWSER_MS = 15_000;
const START_OF_SCRIPT_MS = 2_000;
/** Who was refused has been there a moment ago; who reads of a fault may have to fetch somebody. */
const AFTER_REFUSAL_MS = 60_000;
const LOOK_AGAIN_MS = 100;
/** A try that is over sooner looks as if there had been none. */
const SHORTEST_TRY_MS = 600;

/** What this run is for. */
interface Errand {
  /** Whether the client is opened in the end, for a person who double-clicked. */
  opening: boolean;
  profile: string | undefined;
}

/** Leads a person through one run: tells every state, on the page too once there is one, and hears what they press. */
export class Guide {
  readonly #host: Host;
  readonly #voice: Voice;
  readonly #errand: Errand;
  #page: Page | undefined;
  #state: State = { name: 'checking' };
  /** Whether a browser was started for the page. */
  #opened = false;
  /** Whether the identity has a session, which another sign-in may replace. */
  hasSession = false;
  #pressedAt = Number.NEGATIVE_INFINITY;
  #browserCommand: string | undefined;
  #patienceMs = 600_000;

  constructor(host: Host, voice: Voice, errand: Errand) {
    this.#host = host;
    this.#voice = voice;
    this.#errand = errand;
  }

  /** From here on, what the settings say of browser and patience. */
  obey({ signIn }: Config): void {
    this.#browserCommand = signIn.browserCommand;
    this.#patienceMs = signIn.timeoutSec * 1000;
  }

  show(state: State, buttons: readonly Button[] = []): void {
    this.#state = state;
    this.#voice.state(state);
    this.#page?.show(state, buttons);
  }

  /** Whether anybody would see a state that is soon over. */
  isWatched(): boolean {
    return this.#voice.shows || this.#page !== undefined;
  }

  /** Everything is done; what is left to do is said of this run's errand. */
  showLive(who: string): void {
    this.show({ name: this.#errand.opening ? 'live' : 'ready', who });
  }

  /** Loaded when there is something to show: on most mornings there is not. */
  async page(): Promise<Page> {
    const { openPage } = await import('./page/server.ts');
    this.#page ??= openPage(this.#host);
    return this.#page;
  }

  /** Opens the page in the person's browser, unless it is or has been there. False: no browser could be opened. */
  async open(): Promise<boolean> {
    const page = await this.page();
    if (page.wasVisited()) return true;
    // A page on which another launcher tells of a fault may be out of date now.
    await knock(this.#host);
    return this.openAnew();
  }

  /** The same for a page that was lost. */
  async openAnew(): Promise<boolean> {
    const page = await this.page();
    page.expectAgain();
    if (!hasLocalBrowser(this.#host, this.#browserCommand)) return false;
    const { openBrowser } = await import('../shared/browser.ts');
    const before = page.address();
    // Whoever used the ticket has come.
    const opened = await openBrowser(this.#host, before, this.#browserCommand, () => page.address() !== before);
    this.#opened ||= opened;
    if (!opened && this.#browserCommand)
      this.#host.say(`warning: browserCommand opens no page: ${this.#browserCommand}`);
    return opened;
  }

  /** Tells the state by the operating system where no browser could be opened. True: the person wants it tried again. */
  async tellWithoutPage(): Promise<boolean> {
    const { showState } = await import('./notice/of-state.ts');
    return (await showState(this.#host, this.#state)) === 'clicked';
  }

  /** Somebody double-clicked at a screen: our words on stderr reach nobody. */
  reachesByWindowAlone(): boolean {
    return this.#errand.opening && !isTerminal(2) && hasLocalBrowser(this.#host, this.#browserCommand);
  }

  /** Shows a problem to a person who double-clicked. What they press is given back; undefined: nothing, or nobody is there. */
  async offer(problem: Problem): Promise<Button | undefined> {
    const state = stateOf(problem);
    if (told.has(problem) || !this.reachesByWindowAlone() || !this.#mayBeAnswered(state)) {
      this.show(state);
      return undefined;
    }
    this.#host.log.warn('problem page', { code: problem.code, state: state.name });
    if (this.#page?.wasVisited()) return this.#answerTo(state);
    return this.#aloneOrNot(() => this.#answerTo(state));
  }

  /** Who has not come to the page for as long as a sign-in may take does not come to another one. */
  #mayBeAnswered({ name }: State): boolean {
    return states[name].buttons.length > 0 && (!this.#opened || this.#page?.wasVisited() === true);
  }

  /** One problem's page at a time: of twenty double-clicks, one shows it. */
  async #aloneOrNot(act: () => Promise<Button | undefined>): Promise<Button | undefined> {
    const busy = new Problem('timeout', 'another launcher shows its page', 'look at that one');
    const begin = async () => {
      await knock(this.#host);
      throw busy;
    };
    try {
      return await withLock(this.#host, 'page', deadline(START_OF_BROWSER_MS, busy), act, { begin, economy: true });
    } catch (thrown) {
      if (thrown === busy) return undefined;
      throw thrown;
    }
  }

  async #answerTo(state: State): Promise<Button | undefined> {
    const page = await this.page();
    const buttons = states[state.name].buttons.filter((button) => button !== 'other-account' || this.hasSession);
    let report: Promise<string> | undefined;
    page.reportBy(() => (report ??= this.#report()));
    await Bun.sleep(this.#pressedAt + SHORTEST_TRY_MS - performance.now());
    this.show(state, buttons);
    if (!(await this.open())) return (await this.tellWithoutPage()) ? buttons[0] : undefined;
    if (!(await this.#arrives(page))) return this.#nobody(state);
    const patience = isRefusal(state) ? Math.min(AFTER_REFUSAL_MS, this.#patienceMs) : this.#patienceMs;
    const there = whileThere(page, patience);
    const pressed = page.pressed(buttons, there).catch(() => undefined);
    const deed = await Promise.race([pressed, this.#knocked(page, there, buttons)]);
    if (!deed) return this.#nobody(state);
    this.#pressedAt = performance.now();
    this.show({ name: 'checking' });
    return deed;
  }

  /** Whoever double-clicks once more wants it tried again, and to see the page, wherever it is by now. */
  async #knocked(page: Page, there: AbortSignal, [again]: readonly Button[]): Promise<Button | undefined> {
    const since = this.#host.wall();
    while (!(await knocksSince(this.#host, since))) {
      await Bun.sleep(LOOK_AGAIN_MS);
      if (there.aborted) return undefined;
    }
    if (page.outOfSightMs() !== undefined) await this.openAnew();
    return again;
  }

  #nobody(state: State): undefined {
    this.#page?.show(state);
  }

  async #arrives(page: Page): Promise<boolean> {
    const [now, until] = [() => performance.now(), (milliseconds: number) => performance.now() + milliseconds];
    const isAway = () => !page.isThere();
    for (const end = until(START_OF_BROWSER_MS); isAway() && page.isExpected() && now() < end; )
      await Bun.sleep(LOOK_AGAIN_MS);
    for (const end = until(START_OF_SCRIPT_MS); isAway() && now() < end; ) await Bun.sleep(LOOK_AGAIN_MS);
    return page.isThere();
  }

  async #report(): Promise<string> {
    const { doctorsReport } = await import('./report.ts');
    return doctorsReport(this.#host, this.#errand.profile);
  }

  /** For how many milliseconds the page has been closed; 0 when it is not, or there was none. */
  leftForMs(): number {
    return this.#page?.isLeft() ? (this.#page.outOfSightMs() ?? 0) : 0;
  }

  /** Stays a moment, until the browser has seen how it ended. */
  async close(): Promise<void> {
    const page = this.#page;
    this.#page = undefined;
    await page?.close();
  }
}

function isRefusal({ name }: State): boolean {
  return states[name].buttons.some((button) => button === 'sign-in');
}

/** Aborts when the person has closed the page, or when their time is up. */
export function whileThere(page: Page, milliseconds: number): AbortSignal {
  const controller = new AbortController();
  const end = performance.now() + milliseconds;
  const timer = setInterval(() => {
    if (!page.isLeft() && performance.now() < end) return;
    clearInterval(timer);
    controller.abort(
      new Problem('signInRefused', 'the sign-in page was closed', 'start bedrock-launcher again').because('cancelled'),
    );
  }, LOOK_AGAIN_MS).unref();
  return controller.signal;
}
