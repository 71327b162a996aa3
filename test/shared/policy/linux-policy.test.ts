import { chmodSync, chownSync, mkdirSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readLinuxPolicy } from '../../../shared/policy/linux-policy.ts';
import type { Problem } from '../../../shared/problem.ts';
import { newWorld, type World, withoutRoot } from '../world.ts';

const asRoot = process.getuid?.() === 0;
/** Only root can make a file that belongs to root. */
const whenRoot = asRoot ? describe : describe.skip;

let world: World;
let etc: string;
let folder: string;
let file: string;

beforeEach(() => {
  world = newWorld();
  etc = world.systemConfigDir;
  folder = join(etc, 'bedrock-launcher');
  file = join(folder, 'managed-settings.json');
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  chmodSync(folder, 0o755);
});
afterEach(() => world.leave());

function manage(values: object = { awsProfile: 'work' }): void {
  writeFileSync(file, JSON.stringify(values));
  chmodSync(file, 0o644);
}

const NOBODY = 65_534;

/** Why the one file that is there does not count. */
async function refusal(): Promise<Problem> {
  const { sources, refused } = readLinuxPolicy(etc);
  expect([sources.length, refused.length]).toEqual([0, 1]);
  return refused[0] as Problem;
}

test('without a file nothing is managed, and both places were looked at', () => {
  const places = [join(etc, 'claude-desktop', 'managed-settings.json'), file];
  const nothing = { sources: [], refused: [], shadowed: [] };
  expect(readLinuxPolicy(etc)).toEqual({ ...nothing, searched: places, files: places });
});

test('without /etc nothing is managed', () => {
  expect(readLinuxPolicy(join(world.home, 'absent')).sources).toEqual([]);
});

test('a file in the place of the folder manages nothing', () => {
  writeFileSync(join(etc, 'claude-desktop'), 'x');
  expect(readLinuxPolicy(etc).sources).toEqual([]);
});

whenRoot('a file that belongs to root (needs root)', () => {
  test("is taken, for the toolkit's keys", () => {
    manage();
    expect(readLinuxPolicy(etc).sources).toEqual([{ place: file, owner: 'toolkit', values: { awsProfile: 'work' } }]);
  });

  test('is taken beside that of the app', () => {
    manage();
    mkdirSync(join(etc, 'claude-desktop'), { mode: 0o755 });
    writeFileSync(join(etc, 'claude-desktop', 'managed-settings.json'), '{"inferenceProvider":"bedrock"}', {
      mode: 0o644,
    });
    expect(readLinuxPolicy(etc).sources.map(({ owner }) => owner)).toEqual(['app', 'toolkit']);
  });

  test.each([0o644, 0o600, 0o444, 0o755])('is taken with the mode %o', (mode) => {
    manage();
    chmodSync(file, mode);
    expect(readLinuxPolicy(etc).sources).toHaveLength(1);
  });

  test.each<[string, () => void, RegExp]>([
    [
      'its group may write it',
      () => chmodSync(file, 0o664),
      /managed-settings\.json can be written by others than root/,
    ],
    [
      'everybody may write it',
      () => chmodSync(file, 0o646),
      /managed-settings\.json can be written by others than root/,
    ],
    [
      'the group may write its folder',
      () => chmodSync(folder, 0o775),
      /bedrock-launcher can be written by others than root/,
    ],
    [
      'everybody may write its folder',
      () => chmodSync(folder, 0o1777),
      /bedrock-launcher can be written by others than root/,
    ],
    ['it belongs to somebody', () => chownSync(file, NOBODY, 0), /managed-settings\.json isn't owned by root/],
    ['its folder belongs to somebody', () => chownSync(folder, NOBODY, 0), /bedrock-launcher isn't owned by root/],
    ['it is a symbolic link', () => linked(file), /managed-settings\.json is a symbolic link/],
    ['its folder is a symbolic link', () => linked(folder), /bedrock-launcher is a symbolic link/],
    ['it is a link to nothing', () => dangling(), /managed-settings\.json is a symbolic link/],
    ['it is a folder', () => madeFolder(), /managed-settings\.json: not a regular file/],
    ['it is not JSON', () => writeFileSync(file, '{'), /managed-settings\.json: not valid JSON/],
  ])('is refused when %s, and nothing else is read in its place', async (_name, change, message) => {
    manage();
    change();
    const problem = await refusal();
    expect(problem).toMatchObject({ code: 'configuration', message: expect.stringMatching(message) });
    expect(problem.hint).not.toBe('');
  });
});

function linked(path: string): void {
  renameSync(path, join(world.home, 'elsewhere'));
  symlinkSync(join(world.home, 'elsewhere'), path);
}

function dangling(): void {
  renameSync(file, join(world.home, 'elsewhere'));
  symlinkSync(join(world.home, 'nowhere'), file);
}

function madeFolder(): void {
  renameSync(file, join(world.home, 'elsewhere'));
  mkdirSync(file, { mode: 0o755 });
}

test('a file of somebody else than root is refused', async () => {
  manage();
  if (asRoot) for (const path of [folder, file]) chownSync(path, NOBODY, NOBODY);
  expect(await refusal()).toMatchObject({
    message: expect.stringMatching(/isn't owned by root/),
  });
});

test('a folder that may not be entered is a problem, not a bug', async () => {
  manage();
  for (const path of [world.home, etc]) chmodSync(path, 0o755);
  chmodSync(folder, 0o700);
  if (!asRoot) chmodSync(folder, 0);
  const problem = await withoutRoot(refusal);
  expect(problem).toMatchObject({ code: 'configuration', message: expect.stringContaining(folder) });
  chmodSync(folder, 0o700);
});
