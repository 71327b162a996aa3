import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { isKnownOver, noteOver } from '../../../shared/identity/over.ts';
import { SsoToken } from '../../../shared/identity/sso-token.ts';
import { stateDir } from '../../../shared/places.ts';
import { newWorld, type World } from '../world.ts';

const TOKEN = new SsoToken({ accessToken: 'a', expiresAt: '2030-01-01T00:00:00Z' });

let world: World;
beforeEach(() => {
  world = newWorld();
});
afterEach(() => world.leave());

test('a session is known to be over once that is noted', async () => {
  expect(await isKnownOver(world, 'KEY', TOKEN)).toBe(false);
  await noteOver(world, 'KEY', TOKEN);
  expect(await isKnownOver(world, 'KEY', TOKEN)).toBe(true);
});

test('a note that can be neither read nor written stops nobody, and the log says it', async () => {
  mkdirSync(join(stateDir(world), 'over', 'KEY'), { recursive: true });
  await noteOver(world, 'KEY', TOKEN);
  expect(await isKnownOver(world, 'KEY', TOKEN)).toBe(false);
  await world.log.flush();
  expect(world.logged).toHaveLength(2);
  expect(world.logged.join()).toContain('"event":"note"');
});
