/** What a browser of today says of a window that the person has opened. */
const BROWSER = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

/** What a tab hears; which fields there are, `what` says. */
interface Heard extends Record<string, unknown> {
  what: string;
}

/** A tab on the page of a conversation, without a browser. */
export interface Tab {
  origin: string;
  cookie: string;
  key: string;
  /** The status of the answer. */
  act(name: string, given?: unknown, headers?: Record<string, string>): Promise<number>;
  /** The next news of that kind, and all that came before it. */
  until(what: string): Promise<Heard[]>;
  leave(): void;
}

export async function openTab(address: string): Promise<Tab> {
  const { origin } = new URL(address);
  const page = await fetch(address, { headers: BROWSER });
  const cookie = (page.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  const [, key = ''] = /name="page-key" content="([\w-]*)"/.exec(await page.text()) ?? [];
  const leaving = new AbortController();
  const events = await fetch(`${origin}/events`, { headers: { 'x-page-key': key }, signal: leaving.signal });
  const news = newsOf(events);
  return {
    ...{ origin, cookie, key },
    act: async (name, given = {}, headers = { origin }) => {
      const body = typeof given === 'string' ? given : JSON.stringify(given);
      const sent = await fetch(`${origin}/${name}`, {
        method: 'POST',
        body,
        headers: { 'x-page-key': key, ...headers },
      });
      return sent.status;
    },
    until: async (what) => {
      const heard: Heard[] = [];
      for (let next = await news.next(); !next.done; next = await news.next()) {
        heard.push(next.value);
        if (next.value.what === what) return heard;
      }
      throw new Error(`the end came before ${what}: ${JSON.stringify(heard)}`);
    },
    leave: () => leaving.abort(),
  };
}

async function* newsOf(response: Response): AsyncGenerator<Heard, void> {
  let rest = '';
  const decoder = new TextDecoder();
  for await (const part of response.body ?? []) {
    const lines = (rest + decoder.decode(part, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line) yield JSON.parse(line) as Heard;
  }
}
