import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readSettings } from '../../shared/policy/read-settings.ts';
import { newWorld, type World } from '../shared/world.ts';
import { describeWith } from './judges.ts';

/** As values of plistlib: what MDM writes natively, and what the app's own window exports, all as texts. */
const native = `{
  'inferenceProvider': 'bedrock', 'inferenceBedrockRegion': 'us-east-1',
  'inferenceModels': ['us.anthropic.claude-sonnet-4-5-20250929-v1:0', {'name': 'm', 'labelOverride': 'Größe 模型 😀', 'supports1m': True}],
  'inferenceCredentialHelperTtlSec': 900, 'inferenceCredentialHelperSilentRefreshEnabled': False,
  'inferenceCustomHeaders': {'X-Team': 'blue & <green>'}, 'inferenceBedrockSsoAccountId': '000000000001',
  'somebodysDate': datetime.datetime(2026, 1, 1), 'somebodysData': bytes(range(256)), 'somebodysReal': 0.5, 'somebodysLong': 2**63 - 1,
}`;
const texts = `{name: value if isinstance(value, str) else json.dumps(value) for name, value in ${native}.items()
  if isinstance(value, (str, bool, int, list, dict)) and not name.startswith('somebodys')}`;

const expected = {
  inferenceProvider: 'bedrock',
  inferenceBedrockRegion: 'us-east-1',
  inferenceModels: [
    'us.anthropic.claude-sonnet-4-5-20250929-v1:0',
    { name: 'm', labelOverride: 'Größe 模型 😀', supports1m: true },
  ],
  inferenceCredentialHelperTtlSec: 900,
  inferenceCredentialHelperSilentRefreshEnabled: false,
  inferenceCustomHeaders: { 'X-Team': 'blue & <green>' },
  inferenceBedrockSsoAccountId: '000000000001',
};

describeWith(['python3', 'plistutil'], 'property lists made by others', () => {
  let world: World;
  let place: string;

  beforeEach(() => {
    world = newWorld({ platform: 'darwin' });
    place = join(world.systemConfigDir, 'com.anthropic.claudefordesktop.plist');
    mkdirSync(dirname(place), { recursive: true });
  });
  afterEach(() => world.leave());

  function byPython(value: string, format: 'XML' | 'BINARY'): Buffer {
    const program = `import datetime, json, plistlib, sys\nsys.stdout.buffer.write(plistlib.dumps(${value}, fmt=plistlib.FMT_${format}))`;
    return execFileSync('python3', ['-c', program]);
  }

  function byPlistutil(plist: Buffer, format: 'xml' | 'bin'): Buffer {
    const source = join(world.home, 'source.plist');
    const made = join(world.home, 'made.plist');
    writeFileSync(source, plist);
    execFileSync('plistutil', ['-i', source, '-o', made, '-f', format]);
    return readFileSync(made);
  }

  async function readBack(plist: Buffer): Promise<Record<string, unknown>> {
    writeFileSync(place, plist);
    const settings = await readSettings(world);
    return Object.fromEntries([...settings.entries()].map(([name, { value, fault }]) => [name, fault ?? value]));
  }

  test.each([
    ['native', native],
    ['texts', texts],
  ])("plistlib's XML and binary, %s", async (_name, value) => {
    expect(await readBack(byPython(value, 'XML'))).toEqual(expected);
    expect(await readBack(byPython(value, 'BINARY'))).toEqual(expected);
  });

  test.each([
    ['native', native],
    ['texts', texts],
  ])("libplist's XML and binary, %s", async (_name, value) => {
    expect(await readBack(byPlistutil(byPython(value, 'XML'), 'bin'))).toEqual(expected);
    expect(await readBack(byPlistutil(byPython(value, 'BINARY'), 'xml'))).toEqual(expected);
  });

  test('a binary one with hundreds of other keys', async () => {
    const many = `{**${native}, **{f'other{n}': ['x' * n, n * 10**9] for n in range(600)}}`;
    expect(await readBack(byPython(many, 'BINARY'))).toEqual(expected);
    expect(await readBack(byPlistutil(byPython(many, 'XML'), 'bin'))).toEqual(expected);
  });
});
