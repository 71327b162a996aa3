import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { switchBackground, turnOn } from '../../../launcher/background/switch.ts';
import { type FakeBus, startFakeBus } from '../../shared/vault/fake-bus.ts';
import type { World } from '../../shared/world.ts';
import { executable, launcherIn, type Machine, newMachine } from './machine.ts';

const ENTRY = '.config/autostart/bedrock-launcher-renew.desktop';
let machine: Machine;
let world: World;
beforeEach(() => {
  machine = newMachine('linux', 'systemctl');
  world = machine.world;
  failing('show');
});
afterEach(() => world.leave());
const failing = (words: string) => machine.failing(words);
const told = () => machine.told();

test('a resident without an entry has nothing to do, and neither has one beside the timer', async () => {
  failing('is-active');
  expect(await switchBackground(world, 'resident')).toBe('done');
  failing('');
  await turnOn(world);
  expect(await switchBackground(world, 'resident')).toBe('done');
});

describe('the resident', () => {
  let bus: FakeBus;
  beforeEach(async () => {
    await turnOn(world);
    bus = startFakeBus({});
    Object.assign(world, { env: { ...world.env, ...bus.env } });
    failing('is-active');
    executable(launcherIn(world), `#!/bin/sh\necho "renewed $*" >>"${world.home}/told"\n`);
    told();
  });
  afterEach(() => bus.stop());

  /** Until that happens in that minute; how many minutes it stayed, and how often it renewed. */
  async function residedUntil(minute: number, happens: () => void): Promise<{ stayed: number; renewed: number }> {
    let stayed = 0;
    const pause = async (milliseconds: number) => {
      expect(milliseconds).toBeLessThanOrEqual(60_000);
      stayed += milliseconds / 60_000;
      if (stayed >= minute && stayed < minute + 1) happens();
      if (stayed > 200) throw new Error('it stays for ever');
    };
    expect(await switchBackground({ ...world, pause }, 'resident')).toBe('done');
    return { stayed, renewed: told().filter((line) => line === 'renewed --renew').length };
  }

  test.each<[string, () => void]>([
    ['its entry is gone', () => rmSync(join(world.home, ENTRY))],
    ['its entry is written anew, and has a resident of its own', () => writeFileSync(join(world.home, ENTRY), 'anew')],
    ['the session bus is gone that it was started with', () => bus.stop()],
    ['the program is gone', () => rmSync(launcherIn(world))],
  ])('renews each quarter of an hour, and ends within a minute when %s', async (_name, happens) => {
    const { stayed, renewed } = await residedUntil(40, happens);
    expect(Math.floor(stayed)).toBe(40);
    expect(renewed).toBe(3);
  });
});
