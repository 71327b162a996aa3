import { CALLBACK_PATH, type Callback } from '../../shared/identity/code-flow.ts';
import type { Button, State } from '../states.ts';
import { pagePolicy } from './html.ts';
import { Visit } from './visit.ts';

/** A page on loopback for one person's browser. */
export interface Page {
  /** Opens once: what `ps` shows is worthless afterwards. Another look may give another one. */
  address(): string;
  callback: Callback;
  /** Only these buttons are shown, and only they do something. */
  show(state: State, buttons?: readonly Button[]): void;
  /** The next button of those that is pressed; rejects with the signal's reason. */
  pressed(deeds: readonly Button[], signal: AbortSignal): Promise<Button>;
  /** Who makes the report for the help desk. */
  reportBy(make: () => Promise<string>): void;
  wasVisited(): boolean;
  /** Whether it is open in a browser now. */
  isThere(): boolean;
  /** Whether it was, and is closed. */
  isLeft(): boolean;
  /** Waits a moment until the browser has seen the last state, then closes the port. */
  close(): Promise<void>;
}

/** `now` in epoch milliseconds, as AWS has them. */
export function openPage(now?: () => number): Page {
  const visit = new Visit(now);
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    idleTimeout: 60,
    fetch: async (request) => secured(await visit.answer(request)),
    error: () => secured(new Response('internal error', { status: 500 })),
  });
  visit.origin = `http://127.0.0.1:${server.port}`;
  return {
    address: () => `${visit.origin}/open/${visit.ticket}`,
    callback: {
      redirectUri: `${visit.origin}${CALLBACK_PATH}`,
      wait: (state, signal) => visit.waitForCallback(state, signal),
    },
    show: (state, buttons) => visit.show(state, buttons),
    pressed: (deeds, signal) => visit.pressed(deeds, signal),
    reportBy: (make) => {
      visit.report = make;
    },
    wasVisited: () => visit.wasVisited,
    isThere: () => visit.isThere(),
    isLeft: () => visit.isLeft(),
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
    'Permissions-Policy': 'clipboard-write=(self)',
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
  };
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
}
