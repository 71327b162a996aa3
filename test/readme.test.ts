import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formats } from '../admin/export/formats.ts';
import { configurationReference, toolkitKeys } from '../installers/configuration-reference.ts';
import { posixWords } from '../shared/command-line.ts';
import { exitCodes } from '../shared/problem.ts';
import { goals } from './bench/goals.ts';
import { newPerson, type Person, type ProgramName } from './person.ts';

const root = dirname(import.meta.dirname);
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const scripts = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> })
  .scripts;

test('every npm command of the README exists', () => {
  const named = [...readme.matchAll(/npm (?:run )?([\w-]+)/g)].map(([, name = '']) => name);
  const scriptNames = named.filter((name) => !['ci', 'and', 'packages', 'are'].includes(name));
  expect(new Set(scriptNames)).toEqual(new Set(['start', 'test', 'build', 'bench', 'fake-aws']));
  expect(scriptNames.filter((name) => !(name in scripts))).toEqual([]);
});

test('its figures are those of the bench', () => {
  const names = goals.map(({ name }) => name);
  expect(names.filter((name) => !readme.includes(`| ${name} | `))).toEqual([]);
});

test('its exit codes are those of the programs', () => {
  const codes = [...readme.matchAll(/^\| (\d) \| /gm)].map(([, code]) => Number(code));
  expect(codes).toEqual(Object.values(exitCodes));
});

test('what it and docs/ say of the keys is made from their table (`npm run docs`)', () => {
  expect(readme).toContain(`\n${toolkitKeys()}\n\n`);
  expect(readFileSync(join(root, 'docs', 'configuration.md'), 'utf8')).toBe(configurationReference());
});

describe('its settings example', () => {
  let person: Person;
  afterEach(() => person.leave());

  test.each<ProgramName>(['bedrock-launcher', 'bedrock-credential-helper', 'bedrock-client'])(
    'is accepted by %s',
    async (program) => {
      const example = /```json\n([\s\S]*?)```/.exec(readme)?.[1] ?? '';
      person = newPerson(undefined, JSON.parse(example));
      // A closed port: whoever gets as far as the network has understood the settings.
      const env = { AWS_ENDPOINT_URL: 'http://127.0.0.1:9', CLAUDE_HELPER_CONTEXT: 'background' };
      const args = { 'bedrock-launcher': ['--no-open'], 'bedrock-client': ['ask', 'hi'] }[program as string] ?? [];
      const { stderr, exitCode } = await person.run(program, args, { env });
      expect(exitCode).not.toBe(3);
      expect(stderr).not.toContain('settings.json');
    },
  );
});

describe('its way to roll out', () => {
  const [, commands = ''] = /```sh\n(bedrock-admin [\s\S]*?)```/.exec(readme) ?? [];

  test('runs, each command, with nothing to complain about', async () => {
    const person = newPerson(undefined, null);
    const lines = commands.replaceAll('\\\n', '').trim().split('\n');
    expect(lines.length).toBe(6);
    for (const line of lines) {
      const words = posixWords(line) ?? [];
      // As if it were typed at home.
      const args = words.slice(1).map((word) => (/^\w+(\/|\.json)$/.test(word) ? join(person.home, word) : word));
      const { exitCode, stderr } = await person.run('bedrock-admin', args);
      expect([line, exitCode, stderr]).toEqual([line, 0, expect.not.stringMatching(/error|warning/)]);
    }
    expect(person.exists('fleet/hand-out/hand-out.md')).toBe(true);
    person.leave();
  });

  test('names every format', () => {
    const named = [...readme.matchAll(/^\| ((?:`[a-z-]+`(?:, )?)+) \| /gm)].flatMap(
      ([, names = '']) => names.match(/[a-z-]+/g) ?? [],
    );
    expect(formats.map(({ name }) => name).filter((name) => !named.includes(name))).toEqual([]);
  });
});

test.each<ProgramName>(['bedrock-launcher', 'bedrock-credential-helper', 'bedrock-client', 'bedrock-admin'])(
  '%s tells its version and its help',
  async (program) => {
    const person = newPerson();
    const version = await person.run(program, ['--version']);
    expect(version).toMatchObject({
      exitCode: 0,
      stderr: '',
      stdout: expect.stringMatching(new RegExp(`^${program} \\d+\\.\\d+\\.\\d+ \\(.+, \\w+-\\w+\\)$`)),
    });
    const help = await person.run(program, ['--help']);
    expect(help).toMatchObject({ exitCode: 0, stderr: '', stdout: expect.stringContaining('Usage:') });
    person.leave();
  },
);
