import { answerEvents } from './fake-aws/messages.ts';

interface Asked {
  path: string;
  headers: Record<string, string>;
  body: { model: string; stream: boolean; messages: unknown[] };
}

/** A company's own gateway on loopback: Anthropic's Messages API with server-sent events. */
export interface FakeGateway {
  url: string;
  asked: Asked[];
  /** Its answer to the next calls, in place of that of a model. */
  instead: (() => Response)[];
  stop(): Promise<void>;
}

const WORDS = ['Hello', ' from', ' the gateway'];
export const GATEWAY_ANSWER = WORDS.join('');

export function startFakeGateway(keys: readonly string[]): FakeGateway {
  const gateway: Pick<FakeGateway, 'asked' | 'instead'> = { asked: [], instead: [] };
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    async fetch(request) {
      const headers = Object.fromEntries(request.headers);
      const given = headers['x-api-key'] ?? headers['authorization']?.replace(/^Bearer /, '') ?? '';
      if (request.method === 'GET') return keys.includes(given) ? listed() : refusal(401, 'authentication_error', 'no');
      const body = (await request.json()) as Asked['body'];
      gateway.asked.push({ path: new URL(request.url).pathname, headers, body });
      const other = gateway.instead.shift();
      if (other) return other();
      if (!keys.includes(given)) return refusal(401, 'authentication_error', 'invalid x-api-key');
      return streamed([...answerEvents(body.model, WORDS)]);
    },
  });
  return { ...gateway, url: `http://127.0.0.1:${server.port}`, stop: () => server.stop(true) };
}

/** GET /v1/models of Anthropic's API. */
function listed(): Response {
  const data = ['claude-sonnet-4-5', 'claude-haiku-4-5'].map((id) => ({
    type: 'model',
    id,
    display_name: `Our ${id}`,
  }));
  return Response.json({ data, has_more: false });
}

export function refusal(status: number, type: string, message: string): Response {
  return Response.json({ type: 'error', error: { type, message } }, { status });
}

/** One event a chunk, so that lines of one come apart from those of another. */
export function streamed(events: object[]): Response {
  const text = events.map((event) => `event: ${(event as { type: string }).type}\ndata: ${JSON.stringify(event)}\n\n`);
  const body = new ReadableStream({
    start(controller) {
      for (const chunk of [': a comment\n\n', ...text]) controller.enqueue(new TextEncoder().encode(chunk));
      controller.close();
    },
  });
  return new Response(body, { headers: { 'Content-Type': 'text/event-stream; charset=utf-8' } });
}
