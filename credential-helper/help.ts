import { aborted } from '../shared/deadline.ts';
import type { Host } from '../shared/host.ts';
import { resolveIdentity } from '../shared/identity/identity.ts';
import { type Config, effectiveConfig, requireRegion, wishesIn } from '../shared/policy/config.ts';
import { readSettings } from '../shared/policy/settings.ts';
import { type ExitName, Problem } from '../shared/problem.ts';
import { type Arguments, print } from '../shared/program.ts';
import { startBudget } from './budget.ts';
import { mayAsk, signInByLauncher } from './interaction.ts';

interface Question {
  host: Host;
  config: Config;
  profile: string | undefined;
  signal: AbortSignal;
}

/** Prints one credential. The only writer of stdout is the last line. */
export async function help(host: Host, { values }: Arguments): Promise<ExitName> {
  const write = formatNamed(String(values['format'] ?? 'token'));
  const wishes = wishesIn(values);
  const config = effectiveConfig(readSettings(host), host.env, wishes);
  host.log.admit(() => config.logLevel);
  const signal = startBudget(host.env, config.helper.timeoutSec);
  print(await Promise.race([write({ host, config, profile: wishes.profile, signal }), aborted(signal)]));
  return 'done';
}

/** How a credential is written; each gives one line. */
export const formats: Record<string, (question: Question) => Promise<string>> = {
  token: async (question) => (await bearerToken(question)).token.reveal(),
  json: async (question) => {
    const { token, expiresAt } = await bearerToken(question);
    return JSON.stringify({ token: token.reveal(), expiresAt: new Date(expiresAt).toISOString() });
  },
  'credential-process': async (question) => {
    const { credentials } = await liveCredentials(question);
    return JSON.stringify({
      Version: 1,
      AccessKeyId: credentials.accessKeyId,
      SecretAccessKey: credentials.secretAccessKey.reveal(),
      SessionToken: credentials.sessionToken?.reveal(),
      Expiration: credentials.expiresAt === undefined ? undefined : new Date(credentials.expiresAt).toISOString(),
    });
  },
};

function formatNamed(name: string): (question: Question) => Promise<string> {
  const format = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (format) return format;
  throw new Problem('usage', `unknown format "${name}"`, `--format takes ${Object.keys(formats).join(', ')}`);
}

async function bearerToken(question: Question) {
  // The signer is loaded while the portal answers.
  const [{ credentials, region }, { mint }] = await Promise.all([
    liveCredentials(question),
    import('../shared/token/mint.ts'),
  ]);
  const token = await mint(question.host, requireRegion(region), credentials);
  warnWhenShort(question, token.expiresAt);
  return token;
}

async function liveCredentials({ host, config, profile, signal }: Question) {
  const identity = await resolveIdentity(host, config);
  const region = config.region ?? identity.region;
  const silent = await identity.credentials(signal);
  if (silent) return { credentials: silent, region };
  if (!identity.session || !mayAsk(host.env)) throw signInNeeded(identity.name);
  await signInByLauncher(host, identity.session.key, profile, signal);
  const credentials = await identity.credentials(signal);
  if (!credentials) throw signInNeeded(identity.name);
  return { credentials, region };
}

function signInNeeded(name: string): Problem {
  return new Problem('signInNeeded', `the AWS sign-in of ${name} has ended`, 'sign in: start bedrock-launcher');
}

/** The app keeps a token for the TTL and can't be told that it ends before; say which two numbers conflict. */
const MARGIN_S = 300;

function warnWhenShort({ host, config }: Question, expiresAt: number): void {
  const life = Math.floor((expiresAt - host.now()) / 1000);
  const needed = config.helper.ttlSec + MARGIN_S;
  if (life >= needed) return;
  const fitting = life - MARGIN_S;
  host.say(
    `warning: the token lives ${life} s, but inferenceCredentialHelperTtlSec ${config.helper.ttlSec} needs ${needed} s`,
  );
  host.say(
    `hint: lengthen the permission set's session duration to ${needed} s or more${
      fitting > 0 ? `, or set inferenceCredentialHelperTtlSec to at most ${fitting}` : ''
    }`,
  );
}
