import { openPage, type Page } from '../../../launcher/page/server.ts';
import type { View } from '../../../launcher/page/view.ts';

/** What a browser of today says of a window that the person has opened. */
export const BROWSER = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

/** What one tab knows: the cookie that its browser keeps, and the key that it alone has. */
interface Tab {
  cookie: string;
  key: string;
}

/** A tab's look at the states. */
interface Following {
  status: number;
  /** The next state; undefined: there is none to come. */
  next(): Promise<View | undefined>;
  leave(): void;
}

type Headers = Record<string, string>;

/** What a test sees of one page, as a browser and as a stranger. */
export interface Visitor {
  page: Page;
  origin: string;
  /** Another page, closed with the first. */
  another(): Page;
  get(path: string, headers?: Headers, method?: string): Promise<Response>;
  /** Opens the page's address, as a browser of today unless the headers say otherwise. */
  visit(page: Page, headers?: Headers): Promise<Response>;
  /** What a browser keeps of an answer. */
  tabOf(response: Response): Promise<Tab>;
  /** A browser that opened the page's own address. */
  entered(): Promise<Tab>;
  follow(key: string, headers?: Headers): Promise<Following>;
  press(deed: string, headers: Headers): Promise<number>;
}

/** A new page for each test of the surrounding block. */
export function onPage(): Visitor {
  const visitor = {} as Visitor;
  const opened: Page[] = [];
  const tabs: { origin: string; key: string }[] = [];
  const followings: Following[] = [];

  beforeEach(() => {
    const page = another();
    const { origin } = new URL(page.address());
    const get: Visitor['get'] = (path, headers = {}, method = 'GET') =>
      fetch(new URL(path, origin), { method, headers, redirect: 'manual' });
    const follow = (key: string, headers?: Headers) => followAt(origin, key, headers);
    const press = async (deed: string, headers: Headers) => (await get(`/do/${deed}`, headers, 'POST')).status;
    const entered = async () => tabOf(await visit(page));
    Object.assign(visitor, { page, origin, another, get, visit, tabOf, entered, follow, press });
  });

  afterEach(async () => {
    // A page that is closed waits for the browser that came to it to see its last state.
    await Promise.all(tabs.splice(0).map(({ origin, key }) => followAt(origin, key).catch(() => {})));
    await Promise.all(opened.splice(0).map((page) => page.close()));
    for (const following of followings.splice(0)) following.leave();
  });

  function another(): Page {
    const page = openPage({ platform: 'linux', env: {}, now: Date.now });
    opened.push(page);
    return page;
  }

  const visit = (page: Page, headers: Headers = BROWSER) => fetch(page.address(), { redirect: 'manual', headers });

  async function tabOf(response: Response): Promise<Tab> {
    const cookie = (response.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
    const [, key = ''] = /name="page-key" content="([\w-]*)"/.exec(await response.clone().text()) ?? [];
    if (key) tabs.push({ origin: new URL(response.url).origin, key });
    return { cookie, key };
  }

  async function followAt(origin: string, key: string, headers: Headers = {}): Promise<Following> {
    const following = await followed(new URL('/events', origin), { 'x-page-key': key, ...headers });
    followings.push(following);
    return following;
  }

  return visitor;
}

async function followed(events: URL, headers: Headers): Promise<Following> {
  const controller = new AbortController();
  const response = await fetch(events, { headers, signal: controller.signal });
  const lines = response.ok ? linesOf(response) : undefined;
  return {
    status: response.status,
    next: async () => {
      const line = await lines?.next();
      return line && !line.done ? (JSON.parse(line.value) as View) : undefined;
    },
    leave: () => controller.abort(),
  };
}

/** Lines that say something; the others only keep the connection alive. */
async function* linesOf(response: Response): AsyncGenerator<string, void> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const part of response.body ?? []) {
    const lines = (rest + decoder.decode(part, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter(Boolean);
  }
}
