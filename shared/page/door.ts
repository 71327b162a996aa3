import { randomBytes, timingSafeEqual } from 'node:crypto';
import { redirect } from './answers.ts';
import { isNavigation } from './asker.ts';

/**
 * Who is let in to a page on loopback.
 *
 * A ticket opens once and gives two secrets. The cookie goes with every navigation, but a browser sends it to every
 * port of this machine; so it opens no more than an empty page. The key stays in the tab, which alone knows it: without it
 * nobody follows anything or presses a button.
 */
export class Door {
  origin = '';
  wasVisited = false;
  readonly key = secret();
  readonly #program: string;
  readonly #cookie = secret();
  #ticket = secret();

  /** `program` is whose page it is; it names the cookie. */
  constructor(program: string) {
    this.#program = program;
  }

  /** Opens once: what `ps` shows is worthless afterwards. Another look may give another one. */
  get address(): string {
    return `${this.origin}/open/${this.#ticket}`;
  }

  /** A new way in, for a tab that was lost. */
  renewTicket(): void {
    this.#ticket = secret();
  }

  /** The status with which a request is refused whatever it asks for: of a rebound name, or by a method that we have not. */
  refusalOf(request: Request): number | undefined {
    if (request.headers.get('host') !== new URL(this.origin).host) return 403;
    // Before the address is looked at: what CONNECT asks for is none.
    return request.method === 'GET' || request.method === 'POST' ? undefined : 405;
  }

  /** Undefined: a stranger. Who is let in gets what `welcome` makes, and the cookie with it. */
  enter(request: Request, welcome: () => Response): Response | undefined {
    const ticket = ticketIn(request);
    // What looks ahead of the person, or from inside of another page, must not use the ticket up.
    if (ticket === undefined || !isNavigation(request)) return undefined;
    if (!same(ticket, this.#ticket)) return this.knows(request) ? redirect('/') : undefined;
    this.renewTicket();
    this.wasVisited = true;
    const response = welcome();
    // Lax, not Strict: the browser comes back to us from AWS's page.
    response.headers.set('Set-Cookie', `${this.#cookieName()}=${this.#cookie}; HttpOnly; SameSite=Lax; Path=/`);
    return response;
  }

  /** A browser that has been let in: it may have the empty page again. */
  knows(request: Request): boolean {
    const cookies = (request.headers.get('cookie') ?? '').split(/;\s*/);
    const prefix = `${this.#cookieName()}=`;
    return cookies.some((cookie) => cookie.startsWith(prefix) && same(cookie.slice(prefix.length), this.#cookie));
  }

  holdsKey(request: Request): boolean {
    return same(request.headers.get('x-page-key') ?? '', this.key);
  }

  /** Whether our own page asks for something to be done: with its key, and from our own origin. */
  isOurs(request: Request): boolean {
    return this.holdsKey(request) && request.headers.get('origin') === this.origin;
  }

  /** Cookies know no ports: the name keeps two programs apart. */
  #cookieName(): string {
    return `${this.#program}-${new URL(this.origin).port}`;
  }
}

/** Whether somebody wants to come in. */
export function isEntry({ url }: Request): boolean {
  return new URL(url).pathname.startsWith('/open/');
}

function ticketIn(request: Request): string | undefined {
  return isEntry(request) ? new URL(request.url).pathname.slice('/open/'.length) : undefined;
}

function secret(): string {
  return randomBytes(24).toString('base64url');
}

export function same(given: string, expected: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(expected)];
  return one.length === other.length && timingSafeEqual(one, other);
}
