import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const root = dirname(import.meta.dirname);
const PROGRAMS = ['launcher', 'credential-helper', 'client', 'admin'];
const ROOMS = ['shared', ...PROGRAMS, 'installers', 'test'];
const LONGEST_FILE = 250;

/** What each room may import from. */
const allowed: Record<string, string[]> = {
  shared: ['shared'],
  ...Object.fromEntries(PROGRAMS.map((program) => [program, [program, 'shared']])),
  // The image's entry chooses among the programs.
  installers: ['installers', 'shared', ...PROGRAMS],
  test: ROOMS,
};

/** The one picture: policy, identity, credential, token, client. Nothing on the right is imported by anything on the left. */
const FLOW = ['shared/network', 'shared/policy', 'shared/vault', 'shared/identity', 'shared/token'];

const files = ROOMS.flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .map((name) => join(room, name))
    .filter((name) => name.endsWith('.ts') && statSync(join(root, name)).isFile()),
);

function importsOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const found = [...text.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, path = '']) => path);
  return found
    .filter((path) => path.endsWith('.ts'))
    .map((path) => relative(root, resolve(root, dirname(file), path)).replaceAll('\\', '/'));
}

function roomOf(file: string): string {
  return file.split('/')[0] ?? '';
}

function stageOf(file: string): number {
  return FLOW.findIndex((folder) => file.startsWith(`${folder}/`));
}

test('there are files to hold the rules', () => {
  expect(files.length).toBeGreaterThan(80);
  expect(importsOf('installers/image.ts')).toContain('launcher/main.ts');
});

test('programs import shared/ and themselves, never each other', () => {
  const strays = files.flatMap((file) =>
    importsOf(file)
      .filter((path) => !allowed[roomOf(file)]?.includes(roomOf(path)))
      .map((path) => `${file} imports ${path}`),
  );
  expect(strays).toEqual([]);
});

test('data flows left to right: nothing earlier imports anything later', () => {
  const strays = files.flatMap((file) =>
    importsOf(file)
      .filter((path) => stageOf(file) >= 0 && stageOf(path) > stageOf(file))
      .map((path) => `${file} imports ${path}`),
  );
  expect(strays).toEqual([]);
});

test('every file of shared/ is reached by a program', () => {
  const reachable = new Map(PROGRAMS.map((program) => [program, reach(`${program}/main.ts`)]));
  const unshared = files.filter(
    (file) => roomOf(file) === 'shared' && [...reachable.values()].every((found) => !found.has(file)),
  );
  expect(unshared).toEqual([]);
});

function reach(start: string, found = new Set<string>()): Set<string> {
  if (found.has(start)) return found;
  found.add(start);
  for (const path of importsOf(start)) reach(path, found);
  return found;
}

test(`no file has more than ${LONGEST_FILE} lines`, () => {
  const long = files.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > LONGEST_FILE + 1);
  expect(long).toEqual([]);
});

test('no file is named after nothing', () => {
  expect(
    files.filter(
      (file) => /\/(utils?|helpers?|common|types|index|misc)\.ts$/.test(file) && file !== 'client/helper.ts',
    ),
  ).toEqual([]);
});
