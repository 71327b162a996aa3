import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { coolDown, failureSince, openInvitation, readAttempt } from '../../shared/identity/attempt.ts';
import { stateDir } from '../../shared/places.ts';
import { newWorld, type World } from '../shared/world.ts';
import { anyJson, mutated, oddText, outcomeOf, property, unplanted } from './run.ts';

const KEY = 'dec4853b6b094ada';
const NOW = 1_800_000_000_000;

let world: World;
let file: string;

beforeAll(() => {
  world = newWorld();
  file = join(stateDir(world), 'sign-in', `${KEY}.json`);
  mkdirSync(dirname(file), { recursive: true });
});
afterAll(() => world.leave());

const time = fc.oneof(
  { weight: 20, arbitrary: fc.integer({ min: NOW - 700_000, max: NOW + 700_000 }) },
  fc.double(),
  fc.constantFrom(0, -1, NOW),
);
const words = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.constantFrom('the sign-in was denied in the browser', 'denied', '\u001b[2J', 'a\nb: error: c'),
  },
  oddText,
);
const invitation = fc.record(
  {
    address: fc.oneof({ weight: 12, arbitrary: fc.webUrl() }, fc.constantFrom('file:///etc/passwd', 'x'), oddText),
    userCode: fc.oneof({ weight: 8, arbitrary: fc.constant('ABCD-EFGH') }, oddText),
  },
  { requiredKeys: ['address'] },
);
const pid = fc.oneof({ weight: 4, arbitrary: fc.constant(process.pid) }, fc.constantFrom(2 ** 40, -1, 0), fc.integer());
const fields = { startedAt: time, pid, invitation, endedAt: time, failure: words };
const valid = fc.record(fields, { requiredKeys: ['startedAt'] });
const spoilt = fc
  .tuple(valid, fc.constantFrom(...Object.keys(fields)), anyJson)
  .map(([record, name, value]) => ({ ...record, [name]: value }));
/** No secret stands there: the failure is our own words, and is told. */
const content = fc
  .oneof(
    { weight: 4, arbitrary: valid.map((record) => JSON.stringify(record)) },
    spoilt.map((record) => JSON.stringify(record)),
    mutated(valid.map((record) => JSON.stringify(record))),
    fc.constant('{"startedAt":1e999,"endedAt":1e999,"failure":"x"}'),
    oddText,
  )
  .map(unplanted);

property(
  'a record is what stands in the file, or none, and nobody is told more than a line',
  ['read', 'none', 'told', 'invited'],
  [content, time],
  async (text, since) => {
    writeFileSync(file, text);
    const attempt = await readAttempt(world, KEY);
    for (const failed of [failureSince(attempt, since, NOW), coolDown(attempt, NOW)]) {
      if (!failed) continue;
      expect(await outcomeOf(() => Promise.reject(failed))).toMatchObject({ code: 'signInRefused' });
      expect([typeof attempt?.failure, Number(attempt?.endedAt) <= NOW]).toEqual(['string', true]);
    }
    if (!attempt) return 'none';
    // Half a surrogate pair does not outlive a file.
    const said = JSON.parse(text.toWellFormed());
    for (const name of ['startedAt', 'pid', 'endedAt', 'failure'] as const) expect(attempt[name]).toEqual(said[name]);
    for (const at of [attempt.startedAt, attempt.endedAt ?? 0, attempt.pid ?? 1])
      expect(Number.isFinite(at)).toBe(true);
    expect(attempt.pid ?? 1).toBeGreaterThan(0);
    const invited = openInvitation(attempt);
    if (invited) {
      expect([invited.address, invited.userCode]).toEqual([said.invitation.address, said.invitation.userCode]);
      expect(invited.address).toMatch(/^https?:\/\/\S+$/i);
      expect(/\p{Cc}/u.test(invited.address + (invited.userCode ?? ''))).toBe(false);
      expect(said.endedAt).toBeUndefined();
      return 'invited';
    }
    return attempt.failure === undefined ? 'read' : 'told';
  },
);
