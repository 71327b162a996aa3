import { keptOrNew, type Want } from '../../../shared/identity/kept-role.ts';
import type { RoleCredentials } from '../../../shared/identity/role-credentials.ts';
import { Problem } from '../../../shared/problem.ts';
import { Secret } from '../../../shared/secret.ts';
import { openVault, type Vault } from '../../../shared/vault/vault.ts';
import { forever, newWorld, problemOf, type World } from '../world.ts';

const HOUR = 3_600_000;
const NAME = 'role-a';

let world: World;
let clock: { wall: number; up: number };
let vault: Vault;
let asked: number;

beforeEach(() => {
  clock = { wall: Date.now(), up: HOUR };
  world = newWorld({ now: () => clock.wall, wall: () => clock.wall, uptime: async () => clock.up });
  vault = openVault(world, 'file');
  asked = 0;
});
afterEach(() => world.leave());

function pass(milliseconds: number): void {
  clock.wall += milliseconds;
  clock.up += milliseconds;
}

/** AWS gives credentials of that life. */
const giving = (life: number) => async (): Promise<RoleCredentials> => ({
  accessKeyId: `ASIA${++asked}`,
  secretAccessKey: new Secret('secret/key'),
  sessionToken: new Secret('session=token'),
  expiresAt: clock.wall + life,
});

const failing = (problem: Problem) => async (): Promise<RoleCredentials> => {
  asked++;
  throw problem;
};

const want = (other: Partial<Want> = {}): Want => ({ leastMs: HOUR, began: clock.wall, ...other });
const get = (ask: () => Promise<RoleCredentials | undefined>, other: Partial<Want> = {}) =>
  keptOrNew(world, vault, NAME, want(other), forever(), ask);

test('what was obtained is kept whole, and serves as long as it has the life that is wanted', async () => {
  const first = await get(giving(2 * HOUR));
  pass(HOUR);
  const second = await get(giving(2 * HOUR));
  expect(second).toMatchObject({ accessKeyId: 'ASIA1', expiresAt: first?.expiresAt });
  expect([second?.secretAccessKey.reveal(), second?.sessionToken?.reveal()]).toEqual(['secret/key', 'session=token']);
  pass(1);
  expect(await get(giving(2 * HOUR))).toMatchObject({ accessKeyId: 'ASIA2' });
});

test('what somebody obtained since the caller began serves, however short: AWS gives nothing longer', async () => {
  const began = clock.wall;
  await get(giving(HOUR / 2));
  pass(10);
  expect(await get(giving(HOUR / 2), { began })).toMatchObject({ accessKeyId: 'ASIA1' });
  expect(await get(giving(HOUR / 2))).toMatchObject({ accessKeyId: 'ASIA2' });
});

test('what is suspected to be dead does not serve, unless it is newer than the suspicion', async () => {
  await get(giving(9 * HOUR));
  pass(10);
  const began = clock.wall;
  expect(await get(giving(9 * HOUR), { renew: true })).toMatchObject({ accessKeyId: 'ASIA2' });
  expect(await get(giving(9 * HOUR), { renew: true, began })).toMatchObject({ accessKeyId: 'ASIA2' });
});

test('a clock that was set back makes nothing younger', async () => {
  await get(giving(2 * HOUR));
  pass(1.5 * HOUR);
  clock.wall -= HOUR;
  expect(await get(giving(2 * HOUR))).toMatchObject({ accessKeyId: 'ASIA2' });
  clock.wall -= 9 * HOUR;
  expect(await get(giving(2 * HOUR))).toMatchObject({ accessKeyId: 'ASIA3' });
});

test.each(['unreachable', 'timeout'] as const)(
  'when AWS is %s, what still lives serves, and says why',
  async (code) => {
    await get(giving(2 * HOUR));
    pass(1.5 * HOUR);
    const problem = new Problem(code, 'what', 'hint');
    expect(await get(failing(problem))).toMatchObject({ accessKeyId: 'ASIA1', doubt: problem });
    pass(0.5 * HOUR - 30_000);
    expect(await problemOf(() => get(failing(problem)))).toBe(problem);
  },
);

test('a refusal is a refusal, whatever is kept', async () => {
  await get(giving(2 * HOUR));
  pass(1.5 * HOUR);
  const refusal = new Problem('awsRefused', 'what', 'hint');
  expect(await problemOf(() => get(failing(refusal)))).toBe(refusal);
});

test('a session that is over gives nothing, and keeps nothing', async () => {
  expect(await get(async () => undefined)).toBeUndefined();
  expect(await vault.names()).toEqual([]);
});

test.each(['', '{', '[]', '{"accessKeyId":"a b"}', '{"accessKeyId":"A","secretAccessKey":"s","life":"x"}', 'null'])(
  'a record with %j counts as none',
  async (text) => {
    await vault.write(NAME, text);
    expect(await get(giving(HOUR))).toMatchObject({ accessKeyId: 'ASIA1' });
  },
);

test('those who come together ask once', async () => {
  const slow = async () => {
    await Bun.sleep(50);
    return giving(2 * HOUR)();
  };
  const all = await Promise.all(Array.from({ length: 20 }, () => get(slow)));
  expect(new Set(all.map((found) => found?.accessKeyId))).toEqual(new Set(['ASIA1']));
});
