import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { examined } from '../../../admin/lint/lint.ts';
import { verdict } from '../../../admin/lint/report/verdict.ts';
import type { Hive, RegistryValue } from '../../../shared/registry.ts';
import { newWorld, problemOf, type World } from '../../shared/world.ts';
import { formats, texts } from './formats.ts';
import { approaches } from './good.ts';
import { NOW, toldIn } from './linting.ts';

const whenRoot = process.getuid?.() === 0 ? describe : describe.skip;

let world: World;
beforeEach(() => {
  world = newWorld({ now: () => NOW });
});
afterEach(() => world.leave());

function put(path: string, content: string | Buffer): string {
  mkdirSync(dirname(path), { recursive: true, mode: 0o755 });
  writeFileSync(path, content);
  chmodSync(path, 0o644);
  return path;
}

const own = () => join(world.home, '.config', 'bedrock-launcher', 'settings.json');
const managed = (folder: string) => join(world.systemConfigDir, folder, 'managed-settings.json');

describe('without files', () => {
  test('no settings anywhere are a problem that says where somebody looked', async () => {
    const { code, message } = await problemOf(() => examined(world, []));
    expect(code).toBe('configuration');
    for (const place of [own(), managed('claude-desktop'), managed('bedrock-launcher')])
      expect(message).toContain(place);
  });

  test("the person's own file is linted", async () => {
    put(own(), JSON.stringify({ inferenceProvider: 'bedrock', awsProfile: 'work' }));
    const result = await examined(world, []);
    expect(toldIn(result)).toEqual(['required-key inferenceBedrockRegion']);
    expect(result.findings[0]).toMatchObject({ place: own(), file: own() });
  });

  test('a broken file is a problem that names it', async () => {
    put(own(), '{"awsProfile": "hunter2');
    const { message } = await problemOf(() => examined(world, []));
    expect(message).toBe(`${own()}: not valid JSON`);
  });
});

whenRoot('the managed files of Linux (needs root)', () => {
  test('are linted with their lines, and the own file is not', async () => {
    put(own(), '{"awsProfil": 1}');
    const app = { ...approaches.helper('linux'), inferenceCredentialHelperTtlSec: 60 };
    put(managed('claude-desktop'), JSON.stringify(app, null, 2));
    const { findings } = await examined(world, []);
    expect(findings).toMatchObject([{ rule: 'ttl-too-short', place: managed('claude-desktop'), line: 6 }]);
  });

  test('that are refused are told with the reason, and the other one is linted all the same', async () => {
    chmodSync(put(managed('claude-desktop'), JSON.stringify(approaches.helper('linux'))), 0o666);
    put(managed('bedrock-launcher'), '{"awsProfil": "x"}');
    const result = await examined(world, []);
    expect(toldIn(result)).toEqual(['misspelled-key awsProfil', 'refused-place']);
    expect(result.findings.find(({ rule }) => rule === 'refused-place')).toMatchObject({
      place: managed('claude-desktop'),
      message: expect.stringContaining('can be written by others than root'),
      hint: expect.stringContaining('chmod go-w'),
    });
  });

  test('whose folder is refused are told by their own names', async () => {
    chmodSync(dirname(put(managed('claude-desktop'), '{}')), 0o777);
    const { findings } = await examined(world, []);
    expect(findings).toMatchObject([{ rule: 'refused-place', place: managed('claude-desktop') }]);
  });

  test('an unknown key is told to void the whole file', async () => {
    const { inferenceProvider, ...rest } = approaches.helper('linux');
    put(managed('claude-desktop'), JSON.stringify({ ...rest, inferenceProvidr: inferenceProvider }));
    const { findings } = await examined(world, []);
    expect(findings).toMatchObject([
      { rule: 'misspelled-key', message: expect.stringContaining('void the whole file') },
    ]);
  });
});

const text = (name: string, value: string, type = 1): RegistryValue => ({
  name,
  type,
  data: Buffer.from(`${value}\0`, 'utf16le'),
});
const allTexts = (values: object) => Object.entries(texts({ ...values })).map(([name, value]) => text(name, value));

function windows(keys: Record<string, RegistryValue[]>): World {
  const registry = async (hive: Hive, path: string) => keys[`${hive}\\${path}`];
  return { ...world, platform: 'win32', env: { APPDATA: world.home }, registry };
}

const APP = 'SOFTWARE\\Policies\\Claude';
const good = approaches.helper('reg');

describe('the registry', () => {
  test('in which nothing is wrong', async () => {
    const result = await examined(windows({ [`HKLM\\${APP}`]: allTexts(good) }), []);
    expect(verdict(result)).toMatch(/^no mistakes found in 1 place; .*HKLM\\SOFTWARE\\Policies\\Claude\)$/);
  });

  test('whose HKCU is switched off: the values that do not count are named', async () => {
    const keys = { [`HKLM\\${APP}`]: allTexts(good), [`HKCU\\${APP}`]: allTexts({ inferenceModels: [], x: 1 }) };
    const { findings } = await examined(windows(keys), []);
    expect(findings).toMatchObject([{ rule: 'shadowed-place', place: `HKCU\\${APP}` }]);
    expect(findings[0]?.message).toMatch(/: inferenceModels, x$/);
  });

  test('of an older app is merged', async () => {
    const { inferenceProvider, ...rest } = good;
    const keys = { [`HKLM\\${APP}`]: allTexts({ inferenceProvider }), [`HKCU\\${APP}`]: allTexts(rest) };
    expect(toldIn(await examined(windows(keys), [], '1.19366.0'))).toEqual([]);
    expect(toldIn(await examined(windows(keys), []))).toContain('shadowed-place');
  });

  test('with a value of a type that is not read', async () => {
    const { inferenceBedrockRegion, ...rest } = good;
    const values = [...allTexts(rest), text('inferenceBedrockRegion', inferenceBedrockRegion, 2)];
    const result = await examined(windows({ [`HKLM\\${APP}`]: values }), []);
    expect(toldIn(result)).toEqual(['registry-type inferenceBedrockRegion']);
  });

  test('whose every value is of a type that is not seen is not taken for an empty one', async () => {
    const values = [text('inferenceProvider', 'bedrock', 7)];
    const result = await examined(windows({ [`HKLM\\${APP}`]: values }), []);
    expect(toldIn(result)).toContain('registry-type inferenceProvider');
  });

  test('that may not be read', async () => {
    const registry = () => Promise.reject(new Error('error 5'));
    const { findings } = await examined({ ...windows({}), registry }, []);
    expect(findings).toMatchObject([{ rule: 'refused-place', place: `HKLM\\${APP}` }]);
  });
});

describe('the managed preferences of macOS', () => {
  test('are linted, the person’s above the machine’s', async () => {
    const mac = { ...world, platform: 'darwin' as const };
    const { name, bytes } = formats.plist({ app: approaches.helper('plist') });
    put(join(world.systemConfigDir, name), bytes);
    const persons = formats.plist({ app: { inferenceCredentialHelperTtlSec: 60 } }).bytes;
    put(join(world.systemConfigDir, 'ana', name), persons);
    const result = await examined(mac, []);
    expect(toldIn(result)).toEqual(['ttl-too-short inferenceCredentialHelperTtlSec']);
    expect(result.findings[0]?.place).toBe(join(world.systemConfigDir, 'ana', name));
  });

  test('that are broken are told as refused', async () => {
    const { name } = formats.plist({ app: {} });
    const systemConfigDir = join(world.home, 'Managed Preferences');
    put(join(systemConfigDir, name), '<plist><dict>');
    const result = await examined({ ...world, platform: 'darwin', systemConfigDir }, []);
    expect(toldIn(result)).toEqual(['refused-place']);
    expect(result.findings[0]?.place).toBe(join(systemConfigDir, name));
  });
});
