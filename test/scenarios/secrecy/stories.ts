import { chmodSync } from 'node:fs';
import { programFile } from '../../person.ts';
import type { Actor } from './actor.ts';
import { BEARER, client, ended, everyProgram, helper, KEY, KEY_ID, launcher, live, type Story } from './story.ts';

/** All that happens on a good day, and a refusal. */
const signIns: Story[] = [
  { name: 'a sign-in by authorization code, a token, a question', happens: everyProgram, exitCodes: [0, 0, 0] },
  {
    name: 'a sign-in by device code, a token, a question',
    happens: async (actor) => {
      actor.use({ signInFlow: 'device-code' });
      await everyProgram(actor);
    },
    exitCodes: [0, 0, 0],
  },
  {
    name: 'a session of the toolkit with its key in a file, and a sign-out',
    happens: async (actor) => {
      actor.use({
        awsProfile: undefined,
        ssoStartUrl: 'https://example.awsapps.com/start',
        ssoRegion: 'us-east-1',
        ssoAccountId: '111122223333',
        ssoRoleName: 'BedrockUser',
        secureStorage: 'file',
      });
      await everyProgram(actor);
      actor.ownVaultKey();
      await actor.run(launcher, ['--sign-out']);
    },
    exitCodes: [0, 0, 0, 0],
  },
  {
    name: 'tokens and credentials of a profile, kept in a vault with its key in a file',
    happens: async (actor) => {
      await live(actor);
      actor.use({ secureStorage: 'file' });
      for (const format of ['token', 'token', 'json', 'credential-process'])
        await actor.run(helper, ['--format', format]);
      actor.ownVaultKey();
    },
    exitCodes: [0, 0, 0, 0],
  },
  {
    name: 'a helper that has the launcher ask the person',
    happens: async (actor) => {
      await actor.run(helper, [], { env: { CLAUDE_HELPER_CONTEXT: 'interactive' } });
    },
    exitCodes: [0],
  },
  {
    name: 'a refresh, with the rotated token stored',
    happens: async (actor) => {
      await ended(actor);
      await actor.run(helper);
    },
    exitCodes: [0],
  },
  {
    name: 'a client that the launcher opens',
    happens: async (actor) => {
      await live(actor);
      const file = actor.person.write('client.sh', '#!/bin/sh\nexit 0\n');
      chmodSync(file, 0o755);
      actor.use({ client: file, inferenceBedrockBearerToken: actor.own('bearer token of the settings', BEARER) });
      await actor.run(launcher);
    },
    exitCodes: [0],
  },
  ...(['authorization-code', 'device-code'] as const).map((signInFlow) => ({
    name: `a denied sign-in (${signInFlow})`,
    happens: async (actor: Actor) => {
      actor.fake.options.decision = 'deny';
      actor.use({ signInFlow });
      await actor.run(launcher, ['--no-open']);
      await actor.run(helper, [], { env: { CLAUDE_HELPER_CONTEXT: 'background' } });
    },
    exitCodes: [5, 4],
  })),
];

const formats: Story[] = [
  ['token'],
  ['json'],
  ['app-json'],
  ['credential-process'],
  ['claude-code'],
  ['env', '--shell', 'sh'],
  ['env', '--shell', 'fish'],
  ['env', '--shell', 'powershell'],
  ['env', '--shell', 'cmd'],
].map((format) => ({
  name: `the helper in the format ${format.join(' ')}`,
  happens: async (actor) => {
    await live(actor);
    await actor.run(helper, ['--format', ...format, '--profile', 'work']);
  },
  exitCodes: [0],
}));

/** A profile whose source is a program or a file: the keys are another's, and just as secret. */
const profiles: Story[] = [
  {
    name: 'a credential_process profile',
    happens: async (actor) => {
      actor.own('secret access key of another program', KEY);
      const answer = JSON.stringify({ Version: 1, AccessKeyId: KEY_ID, SecretAccessKey: KEY, SessionToken: BEARER });
      actor.own('session token of another program', BEARER);
      actor.person.write('answer.json', answer);
      actor.person.write(
        '.aws/config',
        `[profile work]\ncredential_process = /bin/cat ${actor.person.home}/answer.json\nregion = us-east-1\n`,
      );
      await actor.run(helper);
      await actor.run(helper, ['--format', 'credential-process', '--profile', 'work']);
      await actor.run(client, ['ask', 'hi']);
    },
    exitCodes: [0, 0, 7],
  },
  {
    name: 'a credential_process that says its secret in a line of nonsense, on both outputs, and fails',
    happens: async (actor) => {
      actor.own('secret access key of another program', KEY);
      const file = actor.person.write(
        'process.sh',
        `#!/bin/sh\necho '{"SecretAccessKey": ${KEY}'\necho '${KEY}' >&2\nexit 3\n`,
      );
      chmodSync(file, 0o755);
      actor.person.write('.aws/config', `[profile work]\ncredential_process = ${file}\nregion = us-east-1\n`);
      await actor.run(helper);
    },
    exitCodes: [3],
  },
  {
    name: 'our own helper as credential_process of another profile',
    happens: async (actor) => {
      await live(actor);
      const command = `${programFile(helper)} --format credential-process --profile work`;
      const config = actor.person.read('.aws/config');
      actor.person.write(
        '.aws/config',
        `${config}\n[profile app]\ncredential_process = ${command}\nregion = us-east-1\n`,
      );
      await actor.run(helper, ['--profile', 'app']);
      await actor.run(launcher, ['--no-open', '--profile', 'app']);
    },
    exitCodes: [0, 0],
  },
  {
    name: 'static keys in the credentials file',
    happens: async (actor) => {
      actor.own('secret access key of the file', KEY);
      actor.person.write('.aws/credentials', `[work]\naws_access_key_id = ${KEY_ID}\naws_secret_access_key = ${KEY}\n`);
      await actor.run(helper);
      await actor.run(launcher, ['--no-open']);
    },
    exitCodes: [0, 7],
  },
];

export const stories: Story[] = [...signIns, ...formats, ...profiles];
