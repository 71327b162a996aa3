import type { Host } from '../../shared/host.ts';
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
  /** Whether it is, and not under another tab. */
  isInSight(): boolean;
  /** Whether a browser was asked to come, and has not. */
  isExpected(): boolean;
  /** Whether it was, and is closed. */
  isLeft(): boolean;
  /** For how many milliseconds nobody has seen it; undefined: it is before somebody, or nobody has come yet. */
  outOfSightMs(): number | undefined;
  /** Somebody is asked once more to come, by a new address. */
  expectAgain(): void;
  /** Waits a moment until the browser has seen the last state, then closes the port. */
  close(): Promise<void>;
}

export function openPage(host: Pick<Host, 'platform' | 'env' | 'now'>): Page {
  const visit = new Visit(host.now);
  const { door } = visit;
  const server = serveLoopback(host, pagePolicy, (request, isOwn) => visit.answer(request, isOwn));
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
    isInSight: () => visit.isInSight(),
    isExpected: () => visit.isExpected(),
    isLeft: () => visit.isLeft(),
    outOfSightMs: () => visit.outOfSightMs(),
    expectAgain: () => visit.expectAgain(),
    close: async () => {
      await visit.lastLook();
      await server.stop();
    },
  };
}
