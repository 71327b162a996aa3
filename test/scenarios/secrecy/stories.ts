import { chmodSync } from 'node:fs';
import { makeCertificate } from '../../fake-aws/certificate.ts';
import { programFile, signedIn } from '../../person.ts';
import { startProxy } from '../../shared/network/proxy.ts';
import type { Actor } from './actor.ts';

/** What somebody goes through, each program of it watched, and the exit codes that show that it happened. */
export interface Story {
  name: string;
  /** Gives the exit codes. */
  happens(actor: Actor): Promise<void>;
  exitCodes: number[];
}

const launcher = 'bedrock-launcher';
const helper = 'bedrock-credential-helper';
const client = 'bedrock-client';

const KEY_ID = 'AKIAIOSFODNN7EXAMPLE';
const KEY = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const BEARER = `bedrock-api-key-${Buffer.from(KEY.repeat(4)).toString('base64')}`;

async function live({ person, fake }: Actor): Promise<void> {
  await signedIn(person, fake);
}

/** A live session whose access token has ended, so that the next program refreshes it. */
async function ended({ person, fake }: Actor): Promise<void> {
  fake.options.accessTokenSeconds = 0;
  await signedIn(person, fake);
  fake.options.accessTokenSeconds = 3600;
}

async function everyProgram(actor: Actor): Promise<void> {
  await actor.run(launcher, ['--no-open']);
  await actor.run(helper);
  await actor.run(client, ['ask', 'hi']);
}

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
      actor.own('vault key', actor.person.read('.local/state/bedrock-launcher/vault/key').trim());
      await actor.run(launcher, ['--sign-out']);
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

/** AWS says no in words that repeat what we sent. */
const echoes: Story[] = (['echo', 'echo-name'] as const).flatMap((fault) =>
  [
    { operation: 'GetRoleCredentials', program: helper, before: live },
    { operation: 'CreateToken', program: helper, before: ended },
    { operation: 'GetCallerIdentity', program: launcher, before: live },
    { operation: 'InvokeModelWithResponseStream', program: client, before: live },
    { operation: 'CreateToken', program: launcher, before: async () => {} },
    { operation: 'StartDeviceAuthorization', program: launcher, before: async () => {} },
  ].map(({ operation, program, before }) => ({
    name: `${operation} refused to ${program}${before === ended ? ', refreshing,' : ''} with an ${fault} of the request`,
    happens: async (actor: Actor) => {
      await before(actor);
      if (operation === 'StartDeviceAuthorization') actor.use({ signInFlow: 'device-code' });
      actor.fake.faults.set(operation, fault);
      await actor.run(
        program as typeof helper,
        program === client ? ['ask', 'hi'] : program === launcher ? ['--no-open'] : [],
      );
    },
    exitCodes: [fault === 'echo' ? 7 : expect.any(Number)],
  })),
);

const settings = `{"inferenceBedrockBearerToken": ${BEARER}, "proxyUrl": "http://ana:correct-horse-battery@127.0.0.1:9"`;

/** Files that hold secrets and that nobody can read. */
const malformed: Story[] = [
  {
    name: 'settings that are not JSON',
    happens: async (actor) => {
      actor.own('bearer token of the settings', BEARER);
      actor.own('proxy password', 'correct-horse-battery');
      actor.person.write('settings.json', settings);
      await everyProgram(actor);
    },
    exitCodes: [3, 3, 3],
  },
  {
    name: 'secrets where settings want something else',
    happens: async (actor) => {
      await live(actor);
      actor.own('bearer token of the settings', BEARER);
      for (const key of ['inferenceBedrockRegion', 'inferenceProvider', 'proxyUrl', 'identitySource']) {
        actor.use({ [key]: BEARER });
        await actor.run(helper);
      }
    },
    exitCodes: [3, 3, 3, 3],
  },
  {
    name: 'AWS files with a line that is no setting, or a secret for a region',
    happens: async (actor) => {
      actor.own('secret access key of the file', KEY);
      const config = actor.person.read('.aws/config');
      actor.person.write('.aws/credentials', `[work]\naws_access_key_id = ${KEY_ID}\naws_secret_access_key ${KEY}\n`);
      await actor.run(helper);
      actor.person.write('.aws/credentials', '');
      actor.person.write('.aws/config', config.replaceAll('us-east-1', KEY));
      await actor.run(helper);
    },
    exitCodes: [3, 3],
  },
  {
    name: 'a cache file and records that were cut off',
    happens: async (actor) => {
      await live(actor);
      const [name = ''] = Object.keys(actor.person.files('.aws/sso/cache'));
      const path = `.aws/sso/cache/${name}`;
      actor.person.write(path, actor.person.read(path).slice(0, 700));
      await actor.run(helper, [], { env: { CLAUDE_HELPER_CONTEXT: 'background' } });
      await actor.run(launcher, ['--no-open']);
      for (const file of Object.keys(actor.person.files('.local/state/bedrock-launcher'))) {
        actor.person.write(`.local/state/bedrock-launcher/${file}`, `{"failure": "${BEARER}`);
      }
      await actor.run(helper);
    },
    exitCodes: [4, 0, 0],
  },
];

const NAME = 'aws.invalid';
const PASSWORD = 'correct-horse-battery-staple';

/** On the way to AWS there is a proxy that asks for a password. */
const network: Story[] = (
  [
    ['right', `ana:${PASSWORD}`, [0, 0, 0]],
    ['wrong', 'ana:other', [6, 6, 6]],
  ] as const
).map(([which, login, exitCodes]) => ({
  name: `a proxy with a password in its address, the ${which} one, and secrets in the custom headers`,
  happens: async (actor) => {
    const proxy = await startProxy({ target: actor.fake.url, login });
    try {
      await live(actor);
      actor.through(Number(new URL(proxy.url).port));
      actor.own('proxy password', PASSWORD);
      actor.own('proxy login', Buffer.from(`ana:${PASSWORD}`).toString('base64'));
      actor.person.env['AWS_ENDPOINT_URL'] = `https://${NAME}`;
      actor.use({
        proxyUrl: proxy.url.replace('//', `//ana:${PASSWORD}@`),
        inferenceCustomHeaders: { 'X-Team-Key': actor.own('custom header', 'team-secret-of-the-headers') },
        inferenceBedrockBearerToken: actor.own('bearer token of the settings', BEARER),
      });
      await everyProgram(actor);
    } finally {
      proxy.stop();
    }
  },
  exitCodes: [...exitCodes],
}));

/** For the AWS behind the proxy. */
export const certificate = makeCertificate([NAME]);

export const stories: Story[] = [...signIns, ...formats, ...profiles, ...echoes, ...malformed];
export const storiesOverTls: Story[] = network;
