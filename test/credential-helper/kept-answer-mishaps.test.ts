import { chmodSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { headOf, keyFrom, open, seal } from '../../shared/vault/seal.ts';
import { signedIn, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';

const HELPER = 'bedrock-credential-helper';
const VAULT = '.local/state/bedrock-launcher/vault';

const stage = onStage({ decision: 'approve' }, { ...workSettings(), secureStorage: 'file' });

beforeEach(() => signedIn(stage.person, stage.fake));

const help = async (env: Record<string, string> = {}, args: string[] = []) => stage.person.run(HELPER, args, { env });
const asked = () => stage.fake.count('GetRoleCredentials');
const kept = () => Object.keys(stage.person.files(VAULT)).filter((name) => name.startsWith('answer-'));

test.each(['mid-session-refresh', 'background'])(
  'an answer of a clock that was ahead is none (%s)',
  async (context) => {
    const before = await help();
    const [file = ''] = kept();
    const name = file.replace('.sealed', '');
    const key = await keyFrom(stage.person.read(join(VAULT, 'key')));
    const sealed = readFileSync(join(stage.person.home, VAULT, file));
    if (!key) throw new Error('no key');
    const answer = JSON.parse((await open(sealed, key, name)) ?? '');
    answer.made.wall += 6 * 3_600_000;
    const again = await seal(JSON.stringify(answer), key, name, 'file', headOf(sealed)?.label);
    writeFileSync(join(stage.person.home, VAULT, file), again);
    await Bun.$`rm ${Object.keys(stage.person.files(VAULT)).filter((other) => other.startsWith('role-'))}`
      .cwd(join(stage.person.home, VAULT))
      .quiet();
    const after = await help({ CLAUDE_HELPER_CONTEXT: context });
    expect(after.exitCode).toBe(0);
    expect(after.stdout).not.toBe(before.stdout);
    expect(asked()).toBe(2);
  },
);

test('what a credential_process gives is not kept: nobody knows what it reads', async () => {
  const script = stage.person.write(
    'cred',
    `#!/bin/sh\necho x >>"${stage.person.home}/runs"\ncat "${stage.person.home}/keys"\n`,
  );
  chmodSync(script, 0o755);
  stage.person.write('.aws/config', `[profile work]\ncredential_process = ${script}\nregion = us-east-1\n`);
  for (const AccessKeyId of ['ASIAONE', 'ASIATWO']) {
    const Expiration = new Date(Date.now() + 9 * 3_600_000).toISOString();
    stage.person.write('keys', { Version: 1, AccessKeyId, SecretAccessKey: 's', SessionToken: 't', Expiration });
    expect((await help({}, ['--format', 'credential-process'])).stdout).toContain(AccessKeyId);
  }
  expect(stage.person.read('runs').trim().split('\n')).toHaveLength(2);
});

test('a disk that takes nothing stops nobody: then nothing is kept', async () => {
  stage.person.write('.local', 'no folder');
  expect(await help()).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^bedrock-api-key-/) });
});

test('pipes where files should be keep nobody waiting', async () => {
  await help();
  const state = join(stage.person.home, '.local/state/bedrock-launcher');
  for (const file of [...kept().map((name) => join(VAULT, name)), join(VAULT, 'key')]) {
    await Bun.$`rm ${file} && mkfifo ${file}`.cwd(stage.person.home).quiet();
    expect((await help()).exitCode).toBe(0);
  }
  for (const lock of Object.keys(stage.person.files('.local/state/bedrock-launcher/locks'))) {
    await Bun.$`rm locks/${lock} && mkfifo locks/${lock}`.cwd(state).quiet();
  }
  expect((await help({ CLAUDE_HELPER_CONTEXT: 'mid-session-refresh' })).exitCode).toBe(0);
});

test('what is too large to be a file of ours keeps nobody waiting, and is written anew', async () => {
  await help();
  for (const file of [...kept().map((name) => join(VAULT, name)), join(VAULT, 'key')]) {
    truncateSync(join(stage.person.home, file), 2 ** 30);
    expect((await help()).exitCode).toBe(0);
    expect(statSync(join(stage.person.home, file)).size).toBeLessThan(10_000);
  }
}, 10_000);
