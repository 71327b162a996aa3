import { html, plain } from '../../shared/page/answers.ts';
import { isNavigation } from '../../shared/page/asker.ts';
import { bodyOf } from '../../shared/page/body.ts';
import { Door, isEntry } from '../../shared/page/door.ts';
import { Follower } from '../../shared/page/follower.ts';
import type { Asker } from '../../shared/page/loopback.ts';
import { sentence } from '../../shared/page/sentence.ts';
import type { Problem } from '../../shared/problem.ts';
import { answerTo } from './acts.ts';
import type { Download } from './download.ts';
import { pageHtml } from './html.ts';
import { texts } from './texts.ts';
import type { Window } from './window.ts';

/** In bytes: a file of a mebibyte, as base64, with its name. */
const LONGEST_BODY = 1_500_000;

/** Whoever looks at the page, in as many tabs as they like, and what comes from there. */
export class Visit {
  readonly door = new Door('bedrock-admin');
  readonly #followers = new Set<Follower>();
  readonly #window: Window;

  constructor(window: Window) {
    this.#window = window;
    window.listen((view) => this.#tell(view));
  }

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
      return this.door.enter(request, () => html(pageHtml(this.door.key))) ?? stranger(request);
    }
    if (pathname === '/events') return this.door.holdsKey(request) ? this.#follow() : refusal(403);
    if (!this.door.knows(request)) return stranger(request);
    return pathname === '/' ? html(pageHtml('')) : refusal(404);
  }

  /** Every tab is told that it was the last. */
  async end(): Promise<void> {
    this.#tell({ what: 'end' });
    for (const follower of this.#followers) follower.end();
    // That is still on its way out.
    if (this.door.wasVisited) await Bun.sleep(20);
  }

  /** Nobody but our own page: with its key, and from our own origin. */
  async #take(request: Request, name: string): Promise<Response> {
    if (!this.door.isOurs(request)) return refusal(403);
    const body = await bodyOf(request, LONGEST_BODY);
    if (body === undefined) return refusal(413);
    const answer = await answerTo(this.#window, name, body);
    if (answer.status === 422) return Response.json({ fault: faultOf(answer.problem) }, { status: 422 });
    if (answer.status !== 200) return refusal(answer.status);
    return answer.download ? fileAnswer(answer.download) : Response.json({ view: await this.#window.change() });
  }

  async #follow(): Promise<Response> {
    const view = await this.#window.view();
    const follower = new Follower(() => this.#followers.delete(follower));
    this.#followers.add(follower);
    follower.tell(view);
    return follower.response();
  }

  #tell(what: object): void {
    for (const follower of this.#followers) follower.tell(what);
  }
}

/** Names of formats and their files are our own: plain ASCII. */
function fileAnswer({ name, content }: Download): Response {
  const headers = {
    'Content-Type': 'application/octet-stream',
    'Content-Disposition': `attachment; filename="${name}"`,
  };
  return new Response(new Uint8Array(content), { headers });
}

/** An option of the command line is no advice here. */
function faultOf({ message, hint }: Problem) {
  return { what: sentence(message), hint: /--\w/.test(hint) ? '' : sentence(hint) };
}

/** A person who opens an address a second time is told so by a page, which learns nothing more. */
function stranger(request: Request): Response {
  return isNavigation(request) ? html(pageHtml(''), 403) : refusal(403);
}

function refusal(status: number): Response {
  return plain(`${texts.strange}\n`, status);
}
