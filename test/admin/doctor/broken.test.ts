import { type FakeAws, startFakeAws } from '../../fake-aws/server.ts';
import { newPerson, type Person } from '../../person.ts';
import { networkRows } from './broken/network.ts';
import { type Row, wellSettings } from './broken/row.ts';
import { settingsRows } from './broken/settings.ts';
import { signInRows } from './broken/sign-in.ts';
import { storageRows } from './broken/storage.ts';
import { tokenRows } from './broken/token.ts';
import { diagnosed, findingOf } from './diagnosis.ts';

let fake: FakeAws;
let person: Person;
let cleanup: (() => unknown) | undefined;

beforeEach(async () => {
  cleanup = undefined;
  fake = await startFakeAws({ wordDelayMs: 0 });
  person = newPerson(fake, wellSettings);
});
afterEach(async () => {
  await cleanup?.();
  person.leave();
  await fake.stop();
});

describe.each([
  ['the settings', settingsRows],
  ['storage', storageRows],
  ['the network', networkRows],
  ['the sign-in', signInRows],
  ['the token', tokenRows],
])('broken is %s', (_part, rows) => {
  test.each(rows)('$name: named first', async (row: Row) => {
    const left = await row.broken(person, fake);
    if (typeof left === 'function') cleanup = () => left();
    const args = row.args ?? [];
    const { exitCode, document, stderr } = await diagnosed(person, args, row.env);
    expect(document.verdict).toMatchObject({ state: 'failure', id: row.id, exitCode: row.exitCode });
    expect(document.verdict.words).toMatch(row.words);
    expect(document.verdict.next).toMatch(row.next);
    expect({ exitCode, stderr }).toEqual({ exitCode: row.exitCode, stderr: '' });
    expect(findingOf(document, row.id)).toBeDefined();

    const told = await person.run('bedrock-admin', ['doctor', ...args], { env: row.env ?? {} });
    const text = told.stdout.replace(/\s+/g, ' ');
    expect(text).toMatch(/^FAILED: /);
    expect(text.split(' do this: ')[0]).toMatch(row.words);
    expect(told.exitCode).toBe(row.exitCode);
    expect(person.opened()).toEqual([]);
  });
});
