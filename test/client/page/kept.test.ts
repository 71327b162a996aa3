import { Kept } from '../../../client/page/kept.ts';
import type { Turn } from '../../../client/page/turn.ts';
import { openVault } from '../../../shared/vault/vault.ts';
import { newWorld, type World } from '../../shared/world.ts';

const turns: Turn[] = [{ question: 'A secret question', reply: { model: 'm', text: 'An *answer*', end: 'done' } }];

let world: World;
beforeEach(() => {
  world = newWorld();
});
afterEach(() => world.leave());

const kept = () => new Kept(openVault(world, 'file'));

test('what was kept is there again, and unreadable where it lies', async () => {
  await kept().write(turns);
  expect(await kept().read()).toEqual(turns);
  const files = await Array.fromAsync(new Bun.Glob('**/*').scan({ cwd: world.home, dot: true }));
  expect(files.filter((file) => file.endsWith('conversation.sealed'))).toHaveLength(1);
  for (const file of files) expect(await Bun.file(`${world.home}/${file}`).text()).not.toContain('secret question');
});

test('the last word counts, however many were said at once', async () => {
  const one = kept();
  await Promise.all([one.write(turns), one.remove(), one.write([]), one.write(turns), one.remove()]);
  expect(await kept().read()).toBeUndefined();
});

test('nothing, and what another version has kept in a form of its own, is nothing', async () => {
  expect(await kept().read()).toBeUndefined();
  for (const text of ['{', '[]', '{"turns":[{}]}']) {
    await openVault(world, 'file').write('conversation', text);
    expect(await kept().read()).toBeUndefined();
  }
});
