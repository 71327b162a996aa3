import fc from 'fast-check';
import { Visit } from '../../launcher/page/visit.ts';
import { CALLBACK_PATH } from '../../shared/identity/code-flow.ts';
import { BROWSER } from '../launcher/page/visitor.ts';
import { property } from './run.ts';

const STATE = 'the-state-of-this-sign-in';
const ORIGIN = 'http://127.0.0.1:1234';
const AWS = 'https://aws.example/authorize';

/** What the people before the door do, in any order, each with what they know; the launcher opens its page anew, too. */
const deeds = [
  'enter',
  'enter with an old browser',
  'look ahead',
  'guess',
  'look',
  'follow',
  'read the report',
  'press',
  'press from elsewhere',
  'press what is not there',
  'go away',
  'return',
  'return with another state',
  'post',
  'come by another name',
  'open anew',
] as const;
type Deed = (typeof deeds)[number];
type Person = 'visitor' | 'stranger';

interface Knowledge {
  cookie?: string;
  key?: string;
}

const steps = fc.array(fc.tuple(fc.constantFrom<Person>('visitor', 'stranger'), fc.constantFrom(...deeds)), {
  minLength: 1,
  maxLength: 12,
});

interface Asked {
  path: string;
  method?: 'GET' | 'POST';
  headers?: Record<string, string>;
}

/** `ticket` is the one that the command line shows: whoever sees it may try it. */
const asked: Record<Exclude<Deed, 'open anew'>, (ticket: string) => Asked> = {
  enter: (ticket) => ({ path: `/open/${ticket}`, headers: BROWSER }),
  'enter with an old browser': (ticket) => ({ path: `/open/${ticket}` }),
  'look ahead': (ticket) => ({ path: `/open/${ticket}`, headers: { ...BROWSER, 'sec-purpose': 'prefetch' } }),
  guess: (ticket) => ({ path: `/open/${ticket.slice(1)}`, headers: BROWSER }),
  look: () => ({ path: '/', headers: BROWSER }),
  follow: () => ({ path: '/events' }),
  'read the report': () => ({ path: '/report' }),
  press: () => ({ path: '/do/other-way', method: 'POST', headers: { origin: ORIGIN } }),
  'press from elsewhere': () => ({ path: '/do/other-way', method: 'POST', headers: { origin: 'http://127.0.0.1:1' } }),
  'press what is not there': () => ({ path: '/do/retry', method: 'POST', headers: { origin: ORIGIN } }),
  'go away': () => ({ path: '/do/away', method: 'POST', headers: { origin: ORIGIN } }),
  return: () => ({ path: `${CALLBACK_PATH}?state=${STATE}&code=c` }),
  'return with another state': () => ({ path: `${CALLBACK_PATH}?state=${STATE}2&code=c` }),
  post: (ticket) => ({ path: `/open/${ticket}`, method: 'POST', headers: { origin: ORIGIN } }),
  'come by another name': (ticket) => ({ path: `/open/${ticket}`, headers: { host: 'evil.example' } }),
};

/** The rules of the door. */
function expected(deed: keyof typeof asked, { cookie, key }: Knowledge, fresh: boolean, waits: boolean): number {
  const led = cookie ? 303 : 403;
  switch (deed) {
    case 'enter':
      return fresh ? 200 : led;
    case 'enter with an old browser':
      return fresh ? 303 : led;
    case 'guess':
      return led;
    case 'look':
      return cookie ? 200 : 403;
    case 'follow':
    case 'read the report':
      return key ? 200 : 403;
    case 'press':
    case 'go away':
      return key ? 204 : 403;
    case 'press what is not there':
    case 'post':
      return key ? 409 : 403;
    case 'return':
      return waits ? 303 : 400;
    case 'return with another state':
      return 400;
    case 'look ahead':
    case 'press from elsewhere':
    case 'come by another name':
      return 403;
  }
}

function requestOf({ path, method = 'GET', headers = {} }: Asked, { cookie = 'a=b', key = 'x' }: Knowledge): Request {
  const all = { host: new URL(ORIGIN).host, cookie, 'x-page-key': key, ...headers };
  return new Request(ORIGIN + path, { method, headers: all });
}

/** What somebody has learnt from an answer; a stream is left at once. */
async function learnt(response: Response): Promise<Knowledge> {
  const [given] = response.headers.getSetCookie();
  const type = response.headers.get('content-type') ?? '';
  if (type.startsWith('application/x-ndjson')) await response.body?.cancel();
  const text = type.startsWith('text/html') ? await response.text() : '';
  const [, key] = /name="page-key" content="([\w-]+)"/.exec(text) ?? [];
  return { ...(given && { cookie: given.split(';')[0] ?? '' }), ...(key && { key }) };
}

const ticketOf = ({ door }: Visit) => new URL(door.address).pathname.slice('/open/'.length);

property(
  'who has a fresh ticket or the state is let in, once, and nobody else sees, presses or gets anything',
  ['came back', 'pressed', 'nothing happened'],
  [steps],
  async (story) => {
    const visit = new Visit();
    visit.door.origin = ORIGIN;
    visit.show({ name: 'sign-in-needed', invitation: { address: AWS, expiresAt: 0 } }, ['sign-in', 'other-way']);
    const end = new AbortController();
    const happened = { came: 0, pressed: 0 };
    void visit.waitForCallback(STATE, end.signal).then(
      () => happened.came++,
      () => {},
    );
    void visit.pressed(['other-way'], end.signal).then(
      () => happened.pressed++,
      () => {},
    );
    const knows: Record<Person, Knowledge> = { visitor: {}, stranger: {} };
    const model = { shown: ticketOf(visit), fresh: true, came: 0, pressed: 0, visited: false };
    const [seen, wanted]: [unknown[], unknown[]] = [[], []];

    const go = async (person: Person, deed: keyof typeof asked, how: Asked) => {
      const status = expected(deed, knows[person], model.fresh, model.came === 0);
      const entered = model.fresh && /^enter/.test(deed);
      if (entered) Object.assign(model, { fresh: false, visited: true });
      if (deed === 'press' && status === 204) model.pressed = 1;
      const response = await visit.answer(requestOf(how, knows[person]));
      const news = await learnt(response);
      Object.assign(knows[person], news);
      wanted.push([person, deed, status, entered]);
      seen.push([person, deed, response.status, news.cookie !== undefined]);
      return response;
    };

    for (const [person, deed] of story) {
      if (deed === 'open anew') {
        Object.assign(model, { shown: ticketOf(visit), fresh: true });
        continue;
      }
      const response = await go(person, deed, asked[deed](model.shown));
      if (deed === 'return' && response.status === 303) {
        // The ticket that was shown is worthless now; who came back has another one.
        Object.assign(model, { came: 1, fresh: true });
        await go(person, 'enter', { path: response.headers.get('location') ?? '', headers: BROWSER });
      }
      await Promise.resolve();
      wanted.push([model.visited, model.came, model.pressed]);
      seen.push([visit.door.wasVisited, happened.came, happened.pressed]);
    }
    expect(seen).toEqual(wanted);
    end.abort();
    return model.came > 0 ? 'came back' : model.pressed > 0 ? 'pressed' : 'nothing happened';
  },
);
