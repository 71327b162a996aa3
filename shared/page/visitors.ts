import { html, plain } from './answers.ts';
import { isNavigation } from './asker.ts';
import { bodyOf } from './body.ts';
import { Door, isEntry } from './door.ts';
import { Follower } from './follower.ts';
import type { Asker } from './loopback.ts';

/** What a program shows its visitors, and does for them. */
export interface Shown {
  /** Whose page it is. */
  program: string;
  /** The page, for that request; the key is empty for whoever has it already, or gets none. */
  page(request: Request, key: string): string;
  /** What a refused program reads, where there is no page to see. */
  strange: string;
  /** Of what the page sends, in bytes. */
  longestBody: number;
  /** What a tab is told when it comes. */
  first(): object | Promise<object>;
  /** Does what our own page asks for. A number is the status of a refusal. */
  act(name: string, body: string): Promise<Response | number> | Response | number;
}

/** Whoever looks at a page that follows its program, in as many tabs as they like, and what comes from there. */
export class Visitors {
  readonly door: Door;
  readonly #shown: Shown;
  readonly #followers = new Set<Follower>();

  constructor(shown: Shown) {
    this.#shown = shown;
    this.door = new Door(shown.program);
  }

  /** Whether a page of ours is open in a browser. */
  isThere(): boolean {
    return this.#followers.size > 0;
  }

  async answer(request: Request, isOwn: Asker = async () => true): Promise<Response> {
    const refused = this.door.refusalOf(request);
    if (refused) return this.#refusal(refused);
    const { pathname } = new URL(request.url);
    if (request.method === 'POST') return this.#take(request, pathname.slice(1));
    if (isEntry(request)) {
      if (!(await isOwn())) return this.#refusal(403);
      return this.door.enter(request, () => this.#page(request, this.door.key)) ?? this.#stranger(request);
    }
    if (pathname === '/events') return this.door.holdsKey(request) ? this.#follow() : this.#refusal(403);
    if (!this.door.knows(request)) return this.#stranger(request);
    return pathname === '/' ? this.#page(request, '') : this.#refusal(404);
  }

  tell(what: object): void {
    for (const follower of this.#followers) follower.tell(what);
  }

  /** Every tab is told that it was the last. */
  async end(): Promise<void> {
    this.tell({ what: 'end' });
    for (const follower of this.#followers) follower.end();
    // That is still on its way out.
    if (this.door.wasVisited) await Bun.sleep(20);
  }

  /** Nobody but our own page: with its key, and from our own origin. */
  async #take(request: Request, name: string): Promise<Response> {
    if (!this.door.isOurs(request)) return this.#refusal(403);
    const body = await bodyOf(request, this.#shown.longestBody);
    if (body === undefined) return this.#refusal(413);
    const done = await this.#shown.act(name, body);
    return typeof done === 'number' ? this.#refusal(done) : done;
  }

  async #follow(): Promise<Response> {
    const given = this.#shown.first();
    // Not a moment between what a tab is told at first and what comes after it, where nothing has to be waited for.
    const first = given instanceof Promise ? await given : given;
    const follower = new Follower(() => this.#followers.delete(follower));
    this.#followers.add(follower);
    follower.tell(first);
    return follower.response();
  }

  #page(request: Request, key: string, status = 200): Response {
    return html(this.#shown.page(request, key), status);
  }

  /** A person who opens an address a second time is told so by a page, which learns nothing more. */
  #stranger(request: Request): Response {
    return isNavigation(request) ? this.#page(request, '', 403) : this.#refusal(403);
  }

  #refusal(status: number): Response {
    return plain(`${this.#shown.strange}\n`, status);
  }
}
