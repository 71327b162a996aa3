import { makeCertificate } from '../../fake-aws/certificate.ts';
import { startProxy } from '../../shared/network/proxy.ts';
import type { Actor } from './actor.ts';
import { BEARER, client, ended, everyProgram, helper, KEY, KEY_ID, launcher, live, type Story } from './story.ts';

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
/** For the AWS behind the proxy. */
export const certificate = makeCertificate([NAME]);
const PASSWORD = 'correct-horse-battery-staple';

const logins = { right: `ana:${PASSWORD}`, wrong: 'ana:other' };

/** On the way to AWS there is a proxy that asks for a password. */
export const mishapsOverTls: Story[] = (['right', 'wrong'] as const).flatMap((which) =>
  (['proxyUrl', 'HTTPS_PROXY'] as const).map((place) => ({
    name: `a proxy with the ${which} password in ${place}, and secrets in the custom headers`,
    happens: async (actor: Actor) => {
      const proxy = await startProxy({ target: actor.fake.url, login: logins[which] });
      try {
        await live(actor);
        await throughProxy(actor, proxy.url, place);
        await everyProgram(actor);
      } finally {
        proxy.stop();
      }
    },
    exitCodes: which === 'right' ? [0, 0, 0] : [6, 6, 6],
  })),
);

async function throughProxy(actor: Actor, url: string, place: 'proxyUrl' | 'HTTPS_PROXY'): Promise<void> {
  const address = url.replace('//', `//ana:${PASSWORD}@`);
  actor.through(Number(new URL(url).port));
  actor.own('proxy password', PASSWORD);
  actor.own('proxy login', Buffer.from(`ana:${PASSWORD}`).toString('base64'));
  actor.person.env['AWS_ENDPOINT_URL'] = `https://${NAME}`;
  if (place === 'HTTPS_PROXY') actor.person.env[place] = address;
  actor.use({
    ...(place === 'proxyUrl' ? { proxyUrl: address } : {}),
    inferenceCustomHeaders: { 'X-Team-Key': actor.own('custom header', 'team-secret-of-the-headers') },
    inferenceBedrockBearerToken: actor.own('bearer token of the settings', BEARER),
  });
}

export const mishaps: Story[] = [...echoes, ...malformed];
