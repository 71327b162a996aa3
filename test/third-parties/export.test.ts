import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readLinuxPolicy } from '../../shared/policy/linux-policy.ts';
import { someSetups } from '../admin/setup/generated.ts';
import { exportAll } from './exported.ts';
import { describeWith } from './judges.ts';

const fixtures = join(import.meta.dirname, '..', 'fixtures');
const SETUPS = someSetups(250);
const LIMIT_MS = 180_000;

describeWith(['python3', 'plistutil', 'xmllint'], `exports of ${SETUPS.length} setups, read back by others`, () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'export-'));
    await exportAll(folder, SETUPS);
  }, LIMIT_MS);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test(
    'plistlib, libplist, ElementTree, json and csv find in every format what was to be written',
    () => {
      const found = execFileSync('python3', [join(fixtures, 'export-judge.py'), folder], { encoding: 'utf8' });
      expect(JSON.parse(found)).toEqual([]);
    },
    LIMIT_MS,
  );

  test('the templates are what group policy takes, by their schema', () => {
    const schema = join(import.meta.dirname, 'policy-definitions.xsd');
    const admx = join(folder, '000', 'admx', 'BedrockLauncher.admx');
    const adml = SETUPS.map((_, number) =>
      join(folder, String(number).padStart(3, '0'), 'admx', 'en-US', 'BedrockLauncher.adml'),
    );
    const { status, stderr } = spawnSync('xmllint', ['--noout', '--nonet', '--schema', schema, admx, ...adml], {
      encoding: 'utf8',
    });
    expect([status, stderr.split('\n').filter((line) => line && !line.endsWith(' validates'))]).toEqual([0, []]);
  });

  test('the profiles are XML without a fault', () => {
    const profiles = SETUPS.map((_, number) =>
      join(folder, String(number).padStart(3, '0'), 'mobileconfig', 'bedrock-launcher.mobileconfig'),
    );
    expect(spawnSync('xmllint', ['--noout', '--nonet', ...profiles], { encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  const asRoot = process.getuid?.() === 0 ? test : test.skip;
  asRoot('the install script puts the files where this toolkit trusts them (needs root)', () => {
    for (const number of ['000', '001', '002']) {
      const source = join(folder, number, 'linux');
      const root = join(folder, `${number}-root`);
      // As it was copied, by whomever.
      chmodSync(join(source, 'claude-desktop', 'managed-settings.json'), 0o666);
      const install = () =>
        spawnSync('sh', [join(source, 'install.sh')], {
          env: { DESTDIR: root, PATH: process.env['PATH'] },
          encoding: 'utf8',
        });
      mkdirSync(join(root, 'etc', 'claude-desktop'), { recursive: true, mode: 0o777 });
      expect(spawnSync('sh', ['-n', join(source, 'install.sh')]).status).toBe(0);
      expect([install().status, install()]).toEqual([0, expect.objectContaining({ status: 0, stderr: '' })]);
      const { sources, refused } = readLinuxPolicy(join(root, 'etc'));
      expect(refused).toEqual([]);
      const { linux } = JSON.parse(readFileSync(join(folder, number, 'expected.json'), 'utf8'));
      expect(sources.map(({ owner, values }) => [owner, values])).toEqual(Object.entries(linux));
      const stats = statSync(join(root, 'etc', 'claude-desktop', 'managed-settings.json'));
      expect([stats.mode & 0o7777, stats.uid, stats.gid]).toEqual([0o644, 0, 0]);
      expect(existsSync(join(root, 'etc', 'claude-desktop', 'managed-settings.json.new'))).toBe(false);
      rmSync(root, { recursive: true });
    }
  });
});
