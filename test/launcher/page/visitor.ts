import { openPage, type Page } from '../../../launcher/page/server.ts';

/** What a test sees of one page, as a browser and as a stranger. */
export interface Visitor {
  page: Page;
  origin: string;
  /** Another page, closed with the first. */
  another(): Page;
  get(path: string, headers?: Record<string, string>, method?: string): Promise<Response>;
  visit(page: Page): Promise<Response>;
  /** What a browser keeps of an answer. */
  cookieOf(response: Response): string;
  /** The cookie of a browser that opened the page's own address. */
  entered(): Promise<string>;
}

/** A new page for each test of the surrounding block. */
export function onPage(): Visitor {
  const visitor = {} as Visitor;
  const opened: Page[] = [];
  const looks: (() => Promise<unknown>)[] = [];

  beforeEach(() => {
    const page = another();
    const { origin } = new URL(page.address);
    const get: Visitor['get'] = (path, headers = {}, method = 'GET') =>
      fetch(new URL(path, origin), { method, headers, redirect: 'manual' });
    Object.assign(visitor, { page, origin, another, get, visit, cookieOf, entered: () => enteredAt(page) });
  });

  afterEach(async () => {
    // A page that is closed waits for the browser that came to it to see its last state.
    const last = looks.splice(0).map((look) => look().catch(() => {}));
    await Promise.all([...last, ...opened.splice(0).map((page) => page.close())]);
  });

  function another(): Page {
    const page = openPage();
    opened.push(page);
    return page;
  }

  const visit = (page: Page) => fetch(page.address, { redirect: 'manual' });

  function cookieOf(response: Response): string {
    const cookie = (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
    looks.push(() => fetch(new URL('/state?seen=0', response.url), { headers: { cookie } }));
    return cookie;
  }

  async function enteredAt(page: Page): Promise<string> {
    const response = await visit(page);
    if (response.status !== 303) throw new Error(`the page's own address answered ${response.status}`);
    return cookieOf(response);
  }

  return visitor;
}
