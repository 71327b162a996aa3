import { copyFileSync, linkSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { imagesOf, ownTarget, targets } from '../../installers/targets.ts';
import { programFile } from '../person.ts';

const helper = programFile('bedrock-credential-helper');
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'image-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(file: string, args: string[], env: Record<string, string> = {}) {
  return execa(file, args, { cwd: folder, env: { HOME: folder, ...env }, extendEnv: false, reject: false });
}

test('the programs of an image are one file under several names', () => {
  const target = targets.find(({ name }) => name === ownTarget);
  for (const { names } of target ? imagesOf(target) : []) {
    const inodes = names.map((name) => statSync(join(dirname(helper), name + (target?.suffix ?? ''))).ino);
    expect(new Set(inodes).size).toBe(1);
  }
});

test.each([
  ['a symbolic link', symlinkSync],
  ['a hard link', linkSync],
  ['a copy', copyFileSync],
])(
  '%s in another folder is the program that it is named after',
  async (_, make) => {
    make(helper, join(folder, 'bedrock-client'));
    expect((await run(join(folder, 'bedrock-client'), ['--version'])).stdout).toMatch(/^bedrock-client /);
  },
  60_000,
);

test.each(['claude', 'constructor', '__proto__'])('under the name %s it says so, and does nothing', async (name) => {
  linkSync(helper, join(folder, name));
  const { exitCode, stderr, stdout } = await run(join(folder, name), []);
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(new RegExp(`^${name}: error: .*\\n${name}: hint: .*bedrock-launcher`));
});

test('a .env, a bunfig.toml and a tsconfig.json in the folder where it is started change nothing', async () => {
  writeFileSync(join(folder, 'evil.ts'), `require('node:fs').writeFileSync('${folder}/ran', '')`);
  writeFileSync(join(folder, 'bunfig.toml'), 'preload = ["./evil.ts"]\n');
  writeFileSync(join(folder, '.env'), 'AWS_PROFILE=evil\nAWS_REGION=us-east-1\n');
  writeFileSync(join(folder, 'tsconfig.json'), '{"compilerOptions":{"paths":{"*":["./evil.ts"]}}}');
  const { stderr, exitCode } = await run(helper, []);
  expect(exitCode).toBe(3);
  expect(stderr).toContain('no settings found');
  expect(statSync(join(folder, 'ran'), { throwIfNoEntry: false })).toBeUndefined();
});
