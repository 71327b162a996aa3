import { openPage, type Page } from '../../launcher/page/server.ts';

export const STATE = 'the-state-of-this-sign-in';

/** A page that waits for a browser, and what the browser would know. */
export interface Door {
  page: Page;
  origin: string;
  port: string;
  ticket: string;
  came: URLSearchParams[];
  pressed: string[];
  end: AbortController;
}

export function openDoor(): Door {
  const page = openPage({ platform: 'linux', env: {}, now: Date.now });
  const { origin, port, pathname } = new URL(page.address());
  const came: URLSearchParams[] = [];
  const end = new AbortController();
  page.callback.wait(STATE, end.signal).then(
    (query) => came.push(query),
    () => {},
  );
  const pressed: string[] = [];
  page.show({ name: 'offline' }, ['retry', 'open-anyway', 'copy-report']);
  page.pressed(['retry', 'open-anyway'], end.signal).then(
    (deed) => pressed.push(deed),
    () => {},
  );
  return { page, origin, port, ticket: pathname.slice('/open/'.length), came, pressed, end };
}

export function shut({ page, end }: Door): Promise<void> {
  end.abort();
  return page.close();
}
