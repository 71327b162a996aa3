import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { examined } from '../../../admin/doctor/doctor.ts';
import type { Report } from '../../../admin/doctor/report.ts';
import { exitCodes } from '../../../shared/problem.ts';
import type { Hive, RegistryValue } from '../../../shared/registry.ts';
import { newWorld, type World } from '../../shared/world.ts';

const ORDER = { wishes: {}, call: false };
const APP = 'SOFTWARE\\Policies\\Claude';
const TOOLKIT = 'SOFTWARE\\Policies\\BedrockLauncher';

let world: World;
afterEach(() => world.leave());

const text = (name: string, value: string): RegistryValue => ({
  name,
  type: 1,
  data: Buffer.from(`${value}\0`, 'utf16le'),
});

/** A Windows machine with these policy keys. */
function windowsWith(keys: Partial<Record<`${Hive}\\${string}`, RegistryValue[]>>): World {
  return newWorld({ platform: 'win32', registry: async (hive, path) => keys[`${hive}\\${path}`] });
}

const findingIn = ({ sections }: Report, id: string) =>
  sections.flatMap(({ findings }) => findings).find((finding) => finding.id === id);

const app = [text('inferenceProvider', 'bedrock'), text('inferenceBedrockRegion', 'us-east-1')];
const file = text('secureStorage', 'file');

test('HKCU that HKLM shadows is the root cause where what it says is missed', async () => {
  world = windowsWith({
    [`HKLM\\${APP}`]: app,
    [`HKLM\\${TOOLKIT}`]: [file],
    [`HKCU\\${TOOLKIT}`]: [text('awsProfile', 'work')],
  });
  const { verdict } = await examined(world, ORDER);
  expect(verdict).toMatchObject({ state: 'failure', id: 'policy.shadowed' });
  expect(exitCodes[verdict.code]).toBe(3);
  expect(verdict.words).toBe(
    `HKCU\\${TOOLKIT} is ignored, because HKLM\\${TOOLKIT} has a value; set in the ignored place alone: awsProfile`,
  );
  expect(verdict.next).toMatch(/^move what is in HKCU to HKLM/);
  expect(verdict.also[0]).toMatch(/nothing says who signs in/);
});

test('and a warning where HKLM says it too', async () => {
  world = windowsWith({
    [`HKLM\\${APP}`]: app,
    [`HKLM\\${TOOLKIT}`]: [file, text('awsProfile', 'gone')],
    [`HKCU\\${TOOLKIT}`]: [text('awsProfile', 'work')],
  });
  const report = await examined(world, ORDER);
  expect(findingIn(report, 'policy.shadowed')?.words).not.toContain('alone');
  expect(report.verdict.id).toBe('aws.profile');
});

test('a managed file that others than root can write is refused, and named first', async () => {
  world = newWorld();
  const folder = join(world.home, 'etc', 'bedrock-launcher');
  mkdirSync(folder, { recursive: true, mode: 0o755 });
  const place = join(folder, 'managed-settings.json');
  writeFileSync(place, '{"awsProfile":"work"}');
  chmodSync(place, 0o666);
  const { verdict } = await examined(world, ORDER);
  expect(verdict).toMatchObject({ id: 'policy.refused', code: 'configuration' });
  expect(verdict.words).toMatch(/(can be written by others than root|isn't owned by root)$/);
  expect(verdict.next).toContain('chown root: ');
});

test('managed settings are told with the place of each value, secrets cut out', async () => {
  world = windowsWith({
    [`HKLM\\${APP}`]: [...app, text('inferenceBedrockBearerToken', 'planted-token')],
    [`HKLM\\${TOOLKIT}`]: [file, text('awsProfile', 'work')],
  });
  const report = await examined(world, ORDER);
  expect(findingIn(report, 'policy.values')?.details).toEqual({
    awsProfile: `work (HKLM\\${TOOLKIT})`,
    inferenceBedrockBearerToken: `[secret] (HKLM\\${APP})`,
    inferenceBedrockRegion: `us-east-1 (HKLM\\${APP})`,
    inferenceProvider: `bedrock (HKLM\\${APP})`,
    secureStorage: `file (HKLM\\${TOOLKIT})`,
  });
  expect(JSON.stringify(report)).not.toContain('planted');
});
