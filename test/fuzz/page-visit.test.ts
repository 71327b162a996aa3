import fc from 'fast-check';
import { Visit } from '../../launcher/page/server.ts';
import { CALLBACK_PATH } from '../../shared/identity/code-flow.ts';
import { property } from './run.ts';

const STATE = 'the-state-of-this-sign-in';

/** What the people before the door do, in any order: one came by our link, the other did not. */
const deeds = [
  'enter',
  'guess',
  'look',
  'follow',
  'return',
  'return with another state',
  'post',
  'come by another name',
] as const;
type Deed = (typeof deeds)[number];
type Person = 'visitor' | 'stranger';
const steps = fc.array(fc.tuple(fc.constantFrom<Person>('visitor', 'stranger'), fc.constantFrom(...deeds)), {
  minLength: 1,
  maxLength: 8,
});

const ORIGIN = 'http://127.0.0.1:1234';
const urls: Record<Deed, (ticket: string) => string> = {
  enter: (ticket) => `/open/${ticket}`,
  guess: (ticket) => `/open/${ticket.slice(1)}`,
  look: () => '/',
  follow: () => '/state?seen=0',
  return: () => `${CALLBACK_PATH}?state=${STATE}&code=c`,
  'return with another state': () => `${CALLBACK_PATH}?state=${STATE}2&code=c`,
  post: (ticket) => `/open/${ticket}`,
  'come by another name': (ticket) => `/open/${ticket}`,
};

function requestOf(deed: Deed, ticket: string, cookie = 'a=b'): Request {
  const host = deed === 'come by another name' ? 'evil.example' : new URL(ORIGIN).host;
  const method = deed === 'post' ? 'POST' : 'GET';
  return new Request(ORIGIN + urls[deed](ticket), { method, headers: { host, cookie } });
}

/** The rules of the door: who is known, whether the ticket was used, whether the sign-in still waits. */
function expected(deed: Deed, known: boolean, used: boolean, waits: boolean): number {
  switch (deed) {
    case 'post':
      return 405;
    case 'come by another name':
      return 403;
    case 'enter':
      return known || !used ? 303 : 403;
    case 'guess':
      return known ? 303 : 403;
    case 'return':
      if (!waits) return 400;
      return used && !known ? 403 : 303;
    case 'return with another state':
      return 400;
    default:
      return known ? 200 : 403;
  }
}

property(
  'whoever came first is the only one who is let in, and comes back once',
  ['came back', 'did not'],
  [steps],
  async (story) => {
    const visit = new Visit();
    visit.origin = ORIGIN;
    const end = new AbortController();
    let came = 0;
    visit.waitForCallback(STATE, end.signal).then(
      () => came++,
      () => {},
    );
    const cookies: Partial<Record<Person, string>> = {};
    let waits = true;
    const seen: unknown[] = [];
    const wanted: unknown[] = [];
    for (const [person, deed] of story) {
      const known = cookies[person] !== undefined;
      const used = Object.keys(cookies).length > 0;
      const response = await visit.answer(requestOf(deed, visit.ticket, cookies[person]));
      wanted.push([person, deed, expected(deed, known, used, waits)]);
      const [given] = response.headers.getSetCookie();
      if (given) cookies[person] = given.split(';')[0] ?? '';
      if (deed === 'return' && response.status === 303) waits = false;
      await Promise.resolve();
      seen.push([person, deed, response.status]);
      seen.push([visit.ticketUsed, came, Object.keys(cookies).length <= 1]);
      wanted.push([Object.keys(cookies).length > 0, waits ? 0 : 1, true]);
    }
    expect(seen).toEqual(wanted);
    end.abort();
    return came > 0 ? 'came back' : 'did not';
  },
);
