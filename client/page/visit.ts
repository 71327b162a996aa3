import { html, plain } from '../../shared/page/answers.ts';
import { isNavigation } from '../../shared/page/asker.ts';
import { bodyOf } from '../../shared/page/body.ts';
import { Door, isEntry } from '../../shared/page/door.ts';
import { Follower } from '../../shared/page/follower.ts';
import type { Asker } from '../../shared/page/loopback.ts';
import { statusOf } from './acts.ts';
import type { Chat } from './chat.ts';
import { pageHtml } from './html.ts';
import { languageOf } from './texts/catalogue.ts';

/** In bytes; a question has fewer characters. */
const LONGEST_BODY = 8_000_000;

/** Whoever looks at the page, in as many tabs as they like, and what comes from there. */
export class Visit {
  readonly door = new Door('bedrock-client');
  readonly #followers = new Set<Follower>();
  readonly #chat: Chat;

  constructor(chat: Chat) {
    this.#chat = chat;
    chat.listen((what) => this.#tell(what));
  }

  /** Whether a page of ours is open in a browser. */
  isThere(): boolean {
    return this.#followers.size > 0;
  }

  async answer(request: Request, isOwn: Asker = async () => true): Promise<Response> {
    const refused = this.door.refusalOf(request);
    if (refused) return refusal(refused);
    const { pathname } = new URL(request.url);
    if (request.method === 'POST') return this.#take(request, pathname.slice(1));
    if (isEntry(request)) {
      if (!(await isOwn())) return refusal(403);
      return this.door.enter(request, () => page(request, this.door.key)) ?? stranger(request);
    }
    if (pathname === '/events') return this.door.holdsKey(request) ? this.#follow() : refusal(403);
    if (!this.door.knows(request)) return stranger(request);
    return pathname === '/' ? page(request, '') : refusal(404);
  }

  /** Every tab is told that it was the last. */
  async end(): Promise<void> {
    this.#tell({ what: 'end' });
    for (const follower of this.#followers) follower.end();
    // That is still on its way out.
    if (this.door.wasVisited) await Bun.sleep(20);
  }

  /** Nobody but our own page: with its key, and from our own origin. */
  async #take(request: Request, act: string): Promise<Response> {
    if (!this.door.isOurs(request)) return refusal(403);
    const body = await bodyOf(request, LONGEST_BODY);
    if (body === undefined) return refusal(413);
    const status = statusOf(this.#chat, act, body);
    return status === 204 ? new Response(null, { status }) : refusal(status);
  }

  #follow(): Response {
    const follower = new Follower(() => this.#followers.delete(follower));
    this.#followers.add(follower);
    follower.tell(this.#chat.all);
    return follower.response();
  }

  #tell(what: object): void {
    for (const follower of this.#followers) follower.tell(what);
  }
}

function page(request: Request, key: string, status = 200): Response {
  return html(pageHtml(languageOf(request.headers.get('accept-language')), key), status);
}

/** A person who opens an address a second time is told so by a page, which learns nothing more. */
function stranger(request: Request): Response {
  return isNavigation(request) ? page(request, '', 403) : refusal(403);
}

function refusal(status: number): Response {
  return plain('Go on in the window where this page was opened, or start bedrock-client page again.\n', status);
}
