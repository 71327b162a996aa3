import { chmodSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Person } from '../../person.ts';
import { onStage } from '../../stage.ts';
import { wellSettings } from './broken/row.ts';
import { type Document, live, sessionFile } from './diagnosis.ts';

const stage = onStage({}, wellSettings);

beforeEach(() => live(stage.person, stage.fake));

type Prepare = (person: Person) => unknown;
const set = (extra: object) => (person: Person) => person.write('settings.json', { ...wellSettings, ...extra });
const text = (content: string) => (person: Person) => person.write('settings.json', content);
const config = (content: string) => (person: Person) => person.write('.aws/config', content);
const cached = (change: object) => (person: Person) =>
  person.write(sessionFile(person), { ...JSON.parse(person.read(sessionFile(person))), ...change });
const helper = (script: string) => (person: Person) => {
  const path = person.write('helper.sh', `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  set({ inferenceCredentialHelper: path })(person);
};

const rows: [string, Prepare][] = [
  ['settings of strange types', set({ inferenceModels: 5, client: [], logLevel: {}, awsDir: null })],
  ['settings with names of objects', text('{"__proto__":{"a":1},"constructor":"x","toString":"y"}')],
  ['settings with a key that moves the cursor', text('{"awsProfil\\u001b[2J":"x","awsProfile":"wo\\nrk"}')],
  ['settings of 10 MB', text(`{"a":"${'x'.repeat(1e7)}"}`)],
  ['a profile name of 100 kB', set({ awsProfile: 'x'.repeat(100_000) })],
  ['a profile named __proto__', set({ awsProfile: '__proto__' })],
  ['a config file that names objects', config('[profile __proto__]\na = b\n[toString]\nx = y\n')],
  ['a config file that is not text', config('\u0000\u0001')],
  ['no AWS folder', (person) => rmSync(join(person.home, '.aws'), { recursive: true })],
  [
    'a file in the place of the AWS folder',
    (person) => {
      rmSync(join(person.home, '.aws'), { recursive: true });
      person.write('.aws', 'x');
    },
  ],
  ['a session with other letters', cached({ accessToken: '日本' })],
  ['a session that ends beyond all calendars', cached({ expiresAt: '9999-12-31T23:59:59Z' })],
  ['a session of no portal', cached({ startUrl: null, region: 5 })],
  ['an AWS_CA_BUNDLE that is none', (person) => Object.assign(person.env, { AWS_CA_BUNDLE: person.home })],
  ['a SOCKS proxy', (person) => Object.assign(person.env, { HTTPS_PROXY: 'socks5://x:1', AWS_ENDPOINT_URL: '' })],
  [
    'a region that is an address',
    (person) => {
      set({ inferenceBedrockRegion: undefined })(person);
      Object.assign(person.env, { AWS_REGION: 'x.example/#' });
    },
  ],
  ['a helper that floods', helper('while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done')],
  ['a helper that is killed', helper('kill -9 $$')],
  ['a helper that speaks in colours', helper('printf "\\033[31mred\\033[0m\\n\\007" >&2; exit 1')],
  ['a helper with strange JSON', helper('echo "{\\"token\\": 5}"')],
  ['a helper with a broken Bedrock token', helper('echo bedrock-api-key-AAAA')],
];

test.each(rows)('%s: a report and never a bug', async (_name, prepare) => {
  await prepare(stage.person);
  const json = await stage.person.run('bedrock-admin', ['doctor', '--json']);
  const document = JSON.parse(json.stdout) as Document;
  expect(document.verdict.exitCode).toBe(json.exitCode);
  expect(json.exitCode).not.toBe(1);
  expect(JSON.stringify(document)).not.toContain('internal error');
  const told = await stage.person.run('bedrock-admin', ['doctor']);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
  expect(told.stdout + told.stderr).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  expect(told.stdout).toMatch(/^(OK|OK, WITH WARNINGS|FAILED): /);
});
