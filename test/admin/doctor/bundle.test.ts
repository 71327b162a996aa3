import { mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { onStage } from '../../stage.ts';
import { wellSettings } from './broken/row.ts';
import { live } from './diagnosis.ts';

const stage = onStage({}, wellSettings);
const at = (name: string) => join(stage.person.home, name);
const bundled = (name: string) => stage.person.run('bedrock-admin', ['doctor', '--bundle', at(name)]);

beforeEach(() => live(stage.person, stage.fake));

async function contents(name: string): Promise<Record<string, string>> {
  const files = unzipSync(await Bun.file(at(name)).bytes());
  return Object.fromEntries(Object.entries(files).map(([file, bytes]) => [file, Buffer.from(bytes).toString()]));
}

test('holds the report in both forms and the logs, for the person alone', async () => {
  stage.person.write('.local/state/bedrock-launcher/log/log.1.jsonl', '{"event":"older"}\n');
  const { stdout, stderr, exitCode } = await bundled('report.zip');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: `bedrock-admin: wrote the report: ${at('report.zip')}` });
  const files = await contents('report.zip');
  expect(Object.keys(files).sort()).toEqual(['log/log.1.jsonl', 'log/log.jsonl', 'report.json', 'report.txt']);
  expect(files['report.txt']).toBe(`${stdout}\n`);
  expect(JSON.parse(files['report.json'] ?? '')).toMatchObject({ verdict: { state: 'ok' } });
  expect(files['log/log.1.jsonl']).toContain('older');
  expect(statSync(at('report.zip')).mode & 0o777).toBe(0o600);
});

test('leaves nothing beside it', async () => {
  await bundled('out/report.zip');
  expect(readdirSync(at('out'))).toEqual(['report.zip']);
});

test('takes the place of an earlier one, and says so', async () => {
  await bundled('report.zip');
  const { exitCode, stderr } = await bundled('report.zip');
  expect({ exitCode, stderr }).toEqual({
    exitCode: 0,
    stderr: `bedrock-admin: replaced the earlier report: ${at('report.zip')}`,
  });
});

test.each<[string, () => unknown]>([
  ['a file of somebody else', () => stage.person.write('report.zip', 'my thesis')],
  ['a folder', () => mkdirSync(at('report.zip'))],
  ['a link', () => symlinkSync(stage.person.write('thesis', 'my thesis'), at('report.zip'))],
])('never takes the place of %s, and looks at nothing then', async (_name, make) => {
  make();
  const before = stage.person.files();
  const { exitCode, stdout, stderr } = await bundled('report.zip');
  expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  expect(stderr).toMatch(/error: .*report\.zip is there already.*\n.*hint: name another file/);
  expect(stage.fake.calls).toEqual([]);
  expect({ ...stage.person.files(), ...before }).toEqual(stage.person.files());
});

test('that can not be written is a Problem, after the report', async () => {
  stage.person.write('blocked', 'a file');
  const { exitCode, stdout, stderr } = await bundled('blocked/report.zip');
  expect(stdout).toMatch(/^OK: /);
  expect(exitCode).toBe(8);
  expect(stderr).toMatch(/error: .*report\.zip: can't be written/);
});
