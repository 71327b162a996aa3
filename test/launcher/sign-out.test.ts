import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { signOut } from '../../launcher/sign-out.ts';
import { deadline } from '../../shared/deadline.ts';
import { type Identity, resolveIdentity } from '../../shared/identity/identity.ts';
import { stateDir } from '../../shared/places.ts';
import { effectiveConfig } from '../../shared/policy/config.ts';
import { readSettings } from '../../shared/policy/read-settings.ts';
import { Problem } from '../../shared/problem.ts';
import { withLock } from '../../shared/vault/lock.ts';
import { openVault } from '../../shared/vault/vault.ts';
import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { ssoConfig, workSettings } from '../person.ts';
import { envOf, forever, newWorld, problemOf, type World } from '../shared/world.ts';

let fake: FakeAws;
let world: World;
let identity: Identity;
let vault: string;

beforeEach(async () => {
  fake = await startFakeAws();
  const home = newWorld();
  const settings = join(home.home, 'settings.json');
  writeFileSync(settings, JSON.stringify({ ...workSettings(), secureStorage: 'file' }));
  mkdirSync(join(home.home, '.aws'));
  writeFileSync(join(home.home, '.aws', 'config'), ssoConfig());
  world = { ...home, env: { ...envOf(fake), BEDROCK_LAUNCHER_CONFIG: settings } };
  identity = await resolveIdentity(world, effectiveConfig(await readSettings(world), world.env));
  vault = join(stateDir(world), 'vault');
  await openVault(world, 'file').write('role-a', 'kept');
});
afterEach(async () => {
  world.leave();
  await fake.stop();
});

const cacheFile = () => identity.session?.store.file ?? '';
const key = () => identity.session?.key ?? '';

async function stored(secondsLeft: number): Promise<void> {
  const expiresAt = new Date(Date.now() + secondsLeft * 1000).toISOString().replace(/\.\d+Z/, 'Z');
  mkdirSync(dirname(cacheFile()), { recursive: true });
  writeFileSync(cacheFile(), JSON.stringify({ ...(await fake.issueSession()), expiresAt }));
}

test('AWS stalls, and somebody else waits for it with the lock in hand: all is removed nevertheless', async () => {
  await stored(-60);
  fake.faults.set('*', 'stall');
  const { promise: signedOut, resolve: release } = Promise.withResolvers<void>();
  const holder = withLock(world, `refresh-${key()}`, forever(), () => signedOut);
  const limit = deadline(100, new Problem('timeout', 'AWS did not answer', 'try again'));
  expect(await problemOf(() => signOut(world, identity, limit))).toMatchObject({
    code: 'timeout',
    message: 'signed out on this machine, but not at AWS: AWS did not answer',
  });
  release();
  await holder;
  expect([existsSync(cacheFile()), readdirSync(vault)]).toEqual([false, []]);
});

test('what cannot be removed is named, and all the rest is removed', async () => {
  await stored(3600);
  mkdirSync(join(vault, 'answer-a.sealed', 'in the way'), { recursive: true });
  mkdirSync(join(stateDir(world), 'over'), { recursive: true });
  expect(await problemOf(() => signOut(world, identity, forever()))).toMatchObject({
    code: 'storage',
    message: expect.stringMatching(/^not all could be removed from this machine: .*answer-a\.sealed: can't be removed/),
  });
  expect(fake.count('Logout', { status: 200 })).toBe(1);
  expect([existsSync(cacheFile()), existsSync(join(stateDir(world), 'over'))]).toEqual([false, false]);
  expect(readdirSync(vault)).toEqual(['answer-a.sealed']);
});

test('neither signed out at AWS nor all removed: it says both', async () => {
  mkdirSync(join(cacheFile(), 'in the way'), { recursive: true });
  const { code, message } = await problemOf(() => signOut(world, identity, forever()));
  expect([code, message]).toEqual(['storage', expect.stringContaining(`machine: ${cacheFile()}: can't be removed`)]);
  expect(message).toContain('; nor is it signed out at AWS: ');
  expect(readdirSync(vault)).toEqual([]);
});

test('what writers that were killed have left goes too', async () => {
  await stored(3600);
  const left = [`${cacheFile()}.3535604991`, join(vault, 'role-b.sealed.12'), join(vault, 'key.7')];
  for (const file of left) writeFileSync(file, '{}');
  expect(await signOut(world, identity, forever())).toBe('done');
  expect(left.filter((file) => existsSync(file))).toEqual([]);
});
