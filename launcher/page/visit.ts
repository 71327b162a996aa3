import { randomBytes, timingSafeEqual } from 'node:crypto';
import { CALLBACK_PATH } from '../../shared/identity/code-flow.ts';
import { cancelled } from '../../shared/identity/sign-in.ts';
import type { Problem } from '../../shared/problem.ts';
import type { Button, State } from '../states.ts';
import type { Language } from '../texts/catalogue.ts';
import { done, html, plain, redirect, refusal } from './answers.ts';
import { isNavigation, isOldBrowser, languageIn } from './asker.ts';
import { Follower } from './follower.ts';
import { type View, viewOf } from './view.ts';

/** How long the browser may be away before the page counts as closed: a reload, a slow redirect. */
const AWAY_MS = 4_000;
const LAST_LOOK_MS = 1_500;

/**
 * The visit of one person: who is let in, what they see, what they press.
 *
 * A ticket opens once and gives two secrets. The cookie goes with every navigation, but a browser sends it to every
 * port of this machine; so it opens no more than an empty page. The key stays in the tab, which alone knows it: without it
 * nobody follows the state or presses a button.
 */
export class Visit {
  origin = '';
  ticket = secret();
  wasVisited = false;
  /** The doctor's words, for whoever helps. */
  report: () => Promise<string> = async () => '';
  readonly #now: () => number;
  readonly #ticks: () => number;
  readonly #cookie = secret();
  readonly #key = secret();
  #state: State = { name: 'preparing' };
  #buttons: readonly Button[] = [];
  readonly #followers = new Set<Follower>();
  #seen = false;
  /** A browser comes back from AWS, and will want to see how it ends: perhaps not the one that follows already. */
  #coming = false;
  #lastThere: number | undefined;
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
    for (const follower of this.#followers) this.#tell(follower);
  }

  /** Whether a page of ours is open in a browser. */
  isThere(): boolean {
    return this.#followers.size > 0;
  }

  /** Whether the person has closed the page; not while they are with AWS in the same tab. */
  isLeft(): boolean {
    if (this.isThere() || this.#withAws || this.#lastThere === undefined) return false;
    return this.#ticks() - this.#lastThere > AWAY_MS;
  }

  /** A new way in, for a tab that was lost. */
  renewTicket(): void {
    this.ticket = secret();
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
    while (this.wasVisited && (this.#coming || !this.#seen) && !this.isLeft() && performance.now() < end)
      await Bun.sleep(20);
    for (const follower of this.#followers) follower.end();
    // The last state is still on its way out.
    if (this.wasVisited) await Bun.sleep(20);
  }

  async answer(request: Request): Promise<Response> {
    if (request.headers.get('host') !== new URL(this.origin).host) return refusal(403);
    // Before the address is looked at: what CONNECT asks for is none.
    if (request.method !== 'GET' && request.method !== 'POST') return refusal(405);
    const { pathname, searchParams } = new URL(request.url);
    if (request.method === 'POST') return this.#take(request, pathname);
    if (pathname === CALLBACK_PATH) return this.#comeBack(searchParams);
    if (pathname.startsWith('/open/')) return this.#enter(request, pathname.slice('/open/'.length));
    if (pathname === '/events') return this.#holdsKey(request) ? this.#follow(request) : refusal(403);
    if (pathname === '/report') return this.#holdsKey(request) ? plain(await this.report()) : refusal(403);
    if (!this.#knows(request)) return refusal(403);
    return pathname === '/' ? this.#page(request, '') : refusal(404);
  }

  /** The state is checked before anything is answered; only the first callback counts. */
  #comeBack(query: URLSearchParams): Response {
    const expected = this.#callback;
    if (!expected || !same(query.get('state') ?? '', expected.state)) return refusal(400);
    this.#callback = undefined;
    this.#coming = true;
    this.renewTicket();
    expected.resolve(query);
    // Another browser than the one that we opened may come back, where the person likes it better: it is let in too.
    return redirect(`/open/${this.ticket}`);
  }

  #enter(request: Request, ticket: string): Response {
    // What looks ahead of the person, or from inside of another page, must not use the ticket up.
    if (!isNavigation(request)) return refusal(403);
    if (!same(ticket, this.ticket)) return this.#knows(request) ? redirect('/') : refusal(403);
    this.renewTicket();
    this.wasVisited = true;
    const response = isOldBrowser(request) ? this.#straightOn() : this.#page(request, this.#key);
    // Lax, not Strict: the browser comes back to us from AWS's page.
    response.headers.set('Set-Cookie', `${this.#cookieName()}=${this.#cookie}; HttpOnly; SameSite=Lax; Path=/`);
    return response;
  }

  /** A browser that is too old for our script needs none where AWS's page brings it back by itself. */
  #straightOn(): Response {
    const { invitation } = this.#state;
    if (!invitation || invitation.userCode)
      return html({ language: 'en', key: this.#key, address: invitation?.address });
    return redirect(invitation.address);
  }

  #page(request: Request, key: string): Response {
    const { invitation } = this.#state;
    return html({ language: languageIn(request), key, ...(key && { address: invitation?.address }) });
  }

  #follow(request: Request): Response {
    const follower = new Follower(languageIn(request), () => {
      this.#followers.delete(follower);
      this.#lastThere = this.#ticks();
    });
    this.#followers.add(follower);
    this.#withAws = false;
    this.#coming = false;
    this.#tell(follower);
    this.#seen = true;
    return new Response(follower.stream, { headers: { 'Content-Type': 'application/x-ndjson' } });
  }

  #tell(follower: Follower): void {
    follower.tell(this.#view(follower.language));
  }

  #view(language: Language): View {
    return viewOf(this.#state, this.#buttons, language, this.#now());
  }

  /** Nobody but our own page: with its key, and from our own origin. */
  #take(request: Request, pathname: string): Response {
    if (!this.#holdsKey(request) || request.headers.get('origin') !== this.origin) return refusal(403);
    const deed = pathname.slice('/do/'.length);
    if (deed === 'away' && this.#state.invitation) {
      this.#withAws = true;
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

  /** Cookies know no ports: the name keeps two launchers apart. */
  #cookieName(): string {
    return `bedrock-launcher-${new URL(this.origin).port}`;
  }

  #knows(request: Request): boolean {
    const cookies = (request.headers.get('cookie') ?? '').split(/;\s*/);
    const prefix = `${this.#cookieName()}=`;
    return cookies.some((cookie) => cookie.startsWith(prefix) && same(cookie.slice(prefix.length), this.#cookie));
  }

  #holdsKey(request: Request): boolean {
    return same(request.headers.get('x-page-key') ?? '', this.#key);
  }
}

/** With a Problem whatever the reason was: of a Ctrl-C there is none. */
function whenAborted(signal: AbortSignal, reject: (problem: Problem) => void): void {
  const end = () => reject(cancelled(signal));
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}

function same(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
