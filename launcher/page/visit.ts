import { CALLBACK_PATH } from '../../shared/identity/code-flow.ts';
import { cancelled } from '../../shared/identity/sign-in.ts';
import { done, html, plain, redirect } from '../../shared/page/answers.ts';
import { isNavigation, isOldBrowser } from '../../shared/page/asker.ts';
import { Door, isEntry, same } from '../../shared/page/door.ts';
import { Follower } from '../../shared/page/follower.ts';
import type { Asker } from '../../shared/page/loopback.ts';
import type { Problem } from '../../shared/problem.ts';
import type { Button, State } from '../states.ts';
import { type Language, languageOf } from '../texts/catalogue.ts';
import { pageHtml } from './html.ts';
import { viewOf } from './view.ts';

/** How long the browser may be away before the page counts as closed: a reload, a slow redirect. */
const AWAY_MS = 4_000;
const LAST_LOOK_MS = 1_500;

/** The visit of one person: what they see, what they press. */
export class Visit {
  readonly door = new Door('bedrock-launcher');
  /** The doctor's words, for whoever helps. */
  report: () => Promise<string> = async () => '';
  readonly #now: () => number;
  readonly #ticks: () => number;
  #state: State = { name: 'preparing' };
  #buttons: readonly Button[] = [];
  readonly #followers = new Map<Follower, Language>();
  #seen = false;
  /** A browser comes back from AWS, and will want to see how it ends: perhaps not the one that follows already. */
  #coming = false;
  /** A browser is asked to come, and has not. */
  #expected = false;
  #lastThere: number | undefined;
  #hidden = false;
  #lastSeen: number | undefined;
  #withAws = false;
  #press: { resolve(deed: Button): void; deeds: readonly Button[] } | undefined;
  /** Pressed a moment before anybody waits for it. */
  #early: Button | undefined;
  #callback: { state: string; resolve(query: URLSearchParams): void } | undefined;

  /** `now` in epoch milliseconds, as AWS has them; `ticks` in milliseconds that no change of the clock moves. */
  constructor(now: () => number = Date.now, ticks: () => number = () => performance.now()) {
    this.#now = now;
    this.#ticks = ticks;
  }

  show(state: State, buttons: readonly Button[] = []): void {
    this.#state = state;
    this.#buttons = buttons;
    this.#early = undefined;
    this.#seen = this.#followers.size > 0;
    for (const [follower, language] of this.#followers) this.#tell(follower, language);
  }

  /** Whether a page of ours is open in a browser. */
  isThere(): boolean {
    return this.#followers.size > 0;
  }

  /** Whether such a page is before somebody, and not under another tab. */
  isInSight(): boolean {
    return this.isThere() && !this.#hidden;
  }

  isExpected(): boolean {
    return this.#expected;
  }

  /** For how many milliseconds nobody has seen it that was there: it was closed, left for AWS, or lies under another tab. */
  outOfSightMs(): number | undefined {
    if (this.isInSight()) return undefined;
    return this.#lastSeen === undefined ? undefined : this.#ticks() - this.#lastSeen;
  }

  /** A new way in, for a tab that was lost; until somebody comes by it nobody has left. */
  expectAgain(): void {
    this.door.renewTicket();
    this.#expected = true;
    this.#lastThere = undefined;
    this.#lastSeen = undefined;
    this.#withAws = false;
  }

  /** Whether the person has closed the page; not while they are with AWS in the same tab. */
  isLeft(): boolean {
    if (this.isThere() || this.#withAws || this.#lastThere === undefined) return false;
    return this.#ticks() - this.#lastThere > AWAY_MS;
  }

  pressed(deeds: readonly Button[], signal: AbortSignal): Promise<Button> {
    const { promise, resolve, reject } = Promise.withResolvers<Button>();
    this.#press = { resolve, deeds };
    if (this.#early) this.#pressNow(this.#early);
    whenAborted(signal, reject);
    promise.catch(() => {});
    return promise;
  }

  waitForCallback(state: string, signal: AbortSignal): Promise<URLSearchParams> {
    const { promise, resolve, reject } = Promise.withResolvers<URLSearchParams>();
    this.#callback = { state, resolve };
    whenAborted(signal, reject);
    // Nobody awaits it while the browser is being opened; the flow does right after.
    promise.catch(() => {});
    return promise;
  }

  async lastLook(): Promise<void> {
    const end = performance.now() + LAST_LOOK_MS;
    while (this.door.wasVisited && (this.#coming || !this.#seen) && !this.isLeft() && performance.now() < end)
      await Bun.sleep(20);
    for (const follower of this.#followers.keys()) follower.end();
    // The last state is still on its way out.
    if (this.door.wasVisited) await Bun.sleep(20);
  }

  async answer(request: Request, isOwn: Asker = async () => true): Promise<Response> {
    const refused = this.door.refusalOf(request);
    if (refused) return refusal(refused);
    const { pathname, searchParams } = new URL(request.url);
    if (request.method === 'POST') return this.#take(request, pathname);
    if ((pathname === CALLBACK_PATH || isEntry(request)) && !(await isOwn())) return refusal(403);
    if (pathname === CALLBACK_PATH) return this.#comeBack(searchParams);
    if (isEntry(request)) return this.door.enter(request, () => this.#welcome(request)) ?? stranger(request);
    if (pathname === '/events')
      return this.door.holdsKey(request) ? this.#follow(request, searchParams.has('hidden')) : refusal(403);
    if (pathname === '/report') return this.door.holdsKey(request) ? plain(await this.report()) : refusal(403);
    if (!this.door.knows(request)) return stranger(request);
    return pathname === '/' ? this.#page(request, '') : refusal(404);
  }

  /** The state is checked before anything is answered; only the first callback counts. */
  #comeBack(query: URLSearchParams): Response {
    const expected = this.#callback;
    if (!expected || !same(query.get('state') ?? '', expected.state)) return refusal(400);
    this.#callback = undefined;
    this.#coming = true;
    this.door.renewTicket();
    expected.resolve(query);
    // Another browser than the one that we opened may come back, where the person likes it better: it is let in too.
    return redirect(new URL(this.door.address).pathname);
  }

  #welcome(request: Request): Response {
    this.#expected = false;
    return isOldBrowser(request) ? this.#straightOn() : this.#page(request, this.door.key);
  }

  /** A browser that is too old for our script needs none where AWS's page brings it back by itself. */
  #straightOn(): Response {
    const { invitation } = this.#state;
    if (!invitation || invitation.userCode)
      return html(pageHtml({ language: 'en', key: this.door.key, address: invitation?.address }));
    return redirect(invitation.address);
  }

  #page(request: Request, key: string): Response {
    const { invitation } = this.#state;
    return html(pageHtml({ language: languageIn(request), key, ...(key && { address: invitation?.address }) }));
  }

  #follow(request: Request, hidden: boolean): Response {
    const language = languageIn(request);
    const follower = new Follower(() => {
      this.#followers.delete(follower);
      this.#lastThere = this.#ticks();
      if (!this.#hidden) this.#lastSeen = this.#lastThere;
    });
    this.#followers.set(follower, language);
    this.#withAws = false;
    this.#coming = false;
    this.#hidden = hidden;
    this.#tell(follower, language);
    this.#seen = true;
    return follower.response();
  }

  #tell(follower: Follower, language: Language): void {
    follower.tell(viewOf(this.#state, this.#buttons, language, this.#now()));
  }

  /** Nobody but our own page: with its key, and from our own origin. */
  #take(request: Request, pathname: string): Response {
    if (!this.door.isOurs(request)) return refusal(403);
    const deed = pathname.slice('/do/'.length);
    if (deed === 'away' && this.#state.invitation) {
      this.#withAws = true;
      return done();
    }
    if (deed === 'hidden' || deed === 'seen') {
      if (!this.#hidden) this.#lastSeen = this.#ticks();
      this.#hidden = deed === 'hidden';
      return done();
    }
    const button = this.#buttons.find((name) => name === deed);
    if (!button) return refusal(409);
    this.#pressNow(button);
    return done();
  }

  #pressNow(button: Button): void {
    this.#early = button;
    if (!this.#press?.deeds.includes(button)) return;
    this.#press.resolve(button);
    this.#press = undefined;
    this.#early = undefined;
  }
}

function languageIn(request: Request): Language {
  return languageOf(request.headers.get('accept-language'));
}

/** A person who opens an address a second time is told so by a page, which learns nothing more. */
function stranger(request: Request): Response {
  if (isOldBrowser(request) || !isNavigation(request)) return refusal(403);
  return html(pageHtml({ language: languageIn(request), key: '' }), 403);
}

function refusal(status: number): Response {
  return plain('Go on in the window where this sign-in was opened, or start bedrock-launcher again.\n', status);
}

/** With a Problem whatever the reason was: of a Ctrl-C there is none. */
function whenAborted(signal: AbortSignal, reject: (problem: Problem) => void): void {
  const end = () => reject(cancelled(signal));
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
}
