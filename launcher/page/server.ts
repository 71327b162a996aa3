import { randomBytes, timingSafeEqual } from 'node:crypto';
import { CALLBACK_PATH, type Callback } from '../../shared/identity/code-flow.ts';
import { cancelled } from '../../shared/identity/sign-in.ts';
import { pageHtml, pagePolicy } from './html.ts';

/** What the page shows. */
type PageState =
  | { phase: 'starting' }
  | { phase: 'waiting'; address: string; userCode?: string }
  | { phase: 'done' }
  /** The report is the doctor's, for the help desk; undefined where nobody makes one. */
  | { phase: 'failed'; message: string; hint: string; report?: 'coming' | { text: string } };

/** A page on loopback for one person's browser. */
export interface Page {
  /** Opens once: the first visit gets the cookie that all else needs, so what `ps` shows is worthless afterwards. */
  address: string;
  callback: Callback;
  show(state: PageState): void;
  wasVisited(): boolean;
  /** Resolves when a browser came, or when the time is up. */
  visited(withinMs: number): Promise<void>;
  /** Waits a moment until the browser has seen the last state, then closes the port. */
  close(): Promise<void>;
}

const LONG_POLL_MS = 20_000;
const LAST_LOOK_MS = 1_500;

export function openPage(): Page {
  const visit = new Visit();
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    idleTimeout: 60,
    fetch: async (request) => secured(await visit.answer(request)),
    error: () => secured(new Response('internal error', { status: 500 })),
  });
  visit.origin = `http://127.0.0.1:${server.port}`;
  return {
    address: `${visit.origin}/open/${visit.ticket}`,
    callback: {
      redirectUri: `${visit.origin}${CALLBACK_PATH}`,
      wait: (state, signal) => visit.waitForCallback(state, signal),
    },
    show: (state) => visit.show(state),
    wasVisited: () => visit.ticketUsed,
    visited: (withinMs) => visit.visited(withinMs),
    close: async () => {
      await visit.lastLook();
      await server.stop(true);
    },
  };
}

function secured(response: Response): Response {
  const headers = {
    'Cache-Control': 'no-store',
    'Content-Security-Policy': pagePolicy,
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  };
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}

/** One visit of one browser: its cookie, the state that it sees, and the sign-in's way back. */
export class Visit {
  origin = '';
  readonly ticket = randomBytes(24).toString('base64url');
  readonly #cookie = randomBytes(24).toString('base64url');
  ticketUsed = false;
  #state: PageState = { phase: 'starting' };
  #version = 1;
  #seen = 0;
  #changed = Promise.withResolvers<void>();
  #callback: { state: string; resolve(query: URLSearchParams): void } | undefined;

  show(state: PageState): void {
    this.#state = state;
    this.#version++;
    const { resolve } = this.#changed;
    this.#changed = Promise.withResolvers();
    resolve();
  }

  waitForCallback(state: string, signal: AbortSignal): Promise<URLSearchParams> {
    const { promise, resolve, reject } = Promise.withResolvers<URLSearchParams>();
    this.#callback = { state, resolve };
    signal.addEventListener('abort', () => reject(cancelled(signal)), { once: true });
    // Nobody awaits it while the browser is being opened; the flow does right after.
    promise.catch(() => {});
    return promise;
  }

  async visited(withinMs: number): Promise<void> {
    const end = Date.now() + withinMs;
    while (!this.ticketUsed && Date.now() < end) await Bun.sleep(20);
  }

  async lastLook(): Promise<void> {
    const end = Date.now() + LAST_LOOK_MS;
    while (this.ticketUsed && this.#seen < this.#version && Date.now() < end) await Bun.sleep(20);
    // The answer that carries the last state is still on its way out.
    if (this.ticketUsed) await Bun.sleep(20);
  }

  async answer(request: Request): Promise<Response> {
    if (request.headers.get('host') !== new URL(this.origin).host) return refusal(403);
    // Before the address is looked at: what CONNECT asks for is none.
    if (request.method !== 'GET') return refusal(405);
    const url = new URL(request.url);
    if (url.pathname === CALLBACK_PATH) return this.#comeBack(request, url.searchParams);
    if (url.pathname.startsWith('/open/')) return this.#enter(request, url.pathname.slice('/open/'.length));
    if (!this.#known(request)) return refusal(403);
    if (url.pathname === '/')
      return new Response(pageHtml, { headers: { 'Content-Type': 'text/html; charset=utf-8' } });
    if (url.pathname === '/state') return this.#stateAfter(Number(url.searchParams.get('seen')));
    return refusal(404);
  }

  /** The state is checked before anything is answered; only the first callback counts. */
  #comeBack(request: Request, query: URLSearchParams): Response {
    const expected = this.#callback;
    if (!expected || !same(query.get('state') ?? '', expected.state)) return refusal(400);
    // Once a browser has come, only that browser comes back: nobody else's sign-in gets in.
    if (this.ticketUsed && !this.#known(request)) return refusal(403);
    this.#callback = undefined;
    this.ticketUsed = true;
    expected.resolve(query);
    return this.#welcome('/');
  }

  #enter(request: Request, ticket: string): Response {
    if (this.#known(request)) return redirect('/');
    if (this.ticketUsed || !same(ticket, this.ticket)) return refusal(403);
    this.ticketUsed = true;
    const straightOn = this.#state.phase === 'waiting' && !this.#state.userCode ? this.#state.address : '/';
    return this.#welcome(straightOn);
  }

  #welcome(location: string): Response {
    const response = redirect(location);
    // Lax, not Strict: the browser comes back to us from AWS's page.
    response.headers.set('Set-Cookie', `${this.#cookieName()}=${this.#cookie}; HttpOnly; SameSite=Lax; Path=/`);
    return response;
  }

  /** Cookies know no ports: the name keeps two launchers apart. */
  #cookieName(): string {
    return `bedrock-launcher-${new URL(this.origin).port}`;
  }

  #known(request: Request): boolean {
    const cookies = (request.headers.get('cookie') ?? '').split(/;\s*/);
    const prefix = `${this.#cookieName()}=`;
    return cookies.some((cookie) => cookie.startsWith(prefix) && same(cookie.slice(prefix.length), this.#cookie));
  }

  async #stateAfter(seen: number): Promise<Response> {
    if (seen >= this.#version) await Promise.race([this.#changed.promise, tick(LONG_POLL_MS)]);
    this.#seen = this.#version;
    return Response.json({ version: this.#version, ...this.#state });
  }
}

/** Keeps no process alive. */
function tick(milliseconds: number): Promise<void> {
  return new Promise((wake) => setTimeout(wake, milliseconds).unref());
}

function same(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function redirect(location: string): Response {
  return new Response(null, { status: 303, headers: { Location: location } });
}

function refusal(status: number): Response {
  const words = 'Go on in the window where this sign-in was opened, or start bedrock-launcher again.\n';
  return new Response(words, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}
