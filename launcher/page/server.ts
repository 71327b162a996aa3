import { CALLBACK_PATH, type Callback } from '../../shared/identity/code-flow.ts';
import { serveLoopback } from '../../shared/page/loopback.ts';
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
  const { door } = visit;
  const server = serveLoopback(pagePolicy, (request) => visit.answer(request));
  door.origin = server.origin;
  return {
    address: () => door.address,
    callback: {
      redirectUri: `${door.origin}${CALLBACK_PATH}`,
      wait: (state, signal) => visit.waitForCallback(state, signal),
    },
    show: (state, buttons) => visit.show(state, buttons),
    pressed: (deeds, signal) => visit.pressed(deeds, signal),
    reportBy: (make) => {
      visit.report = make;
    },
    wasVisited: () => door.wasVisited,
    isThere: () => visit.isThere(),
    isLeft: () => visit.isLeft(),
    close: async () => {
      await visit.lastLook();
      await server.stop();
    },
  };
}
