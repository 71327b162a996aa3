import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { programs, signedIn } from '../../person.ts';
import { onStage } from '../../stage.ts';
import { asAdministrator } from './check/administration.ts';

const root = dirname(dirname(dirname(import.meta.dirname)));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const section = /^## The AWS side\n([\s\S]*?)^## /m.exec(readme)?.[1] ?? '';
const commands = [...section.matchAll(/^ {4}(bedrock-admin aws .*)$/gm)].map(([, command = '']) => command);
const stage = onStage({});

beforeEach(async () => {
  asAdministrator(stage.person, stage.fake);
  await signedIn(stage.person, stage.fake);
});

/** As a person types it, in a folder of their own. */
function typed(command: string) {
  const { env, home } = stage.person;
  const PATH = `${programs}:${env['PATH']}`;
  return execa(command, { shell: '/bin/sh', cwd: home, env: { ...env, PATH }, extendEnv: false, reject: false });
}

test('there is a command for each verb', () => {
  const verbs = commands.map((command) => command.split(' ')[2]);
  expect(new Set(verbs)).toEqual(new Set(['federation', 'policy', 'permission-set', 'record', 'check', 'cloudtrail']));
});

test.each(commands)('%s', async (command) => {
  const { exitCode, stdout, stderr } = await typed(command);
  expect([exitCode, stderr]).toEqual([0, command.includes('--out') ? expect.stringContaining('bedrock-admin: ') : '']);
  expect(stdout === '').toBe(command.includes('--out'));
  const [, file] = / --out (\S+)/.exec(command) ?? [];
  if (file) expect(stage.person.read(file)).toMatch(/\S/);
});

test('its transcript is what happens', async () => {
  const actions = ['bedrock:InvokeModel*', 'bedrock:List*'];
  stage.fake.options.roles = stage.fake.options.roles.map((role) => ({ ...role, actions }));
  const [, command = '', shown = 'none'] = /\$ (bedrock-admin aws check.*)\n([\s\S]*?)\n```/.exec(section) ?? [];
  expect((await typed(command)).stdout).toContain(shown);
});
