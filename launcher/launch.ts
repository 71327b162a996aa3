import { aborted, deadline } from '../shared/deadline.ts';
import type { Host } from '../shared/host.ts';
import { type Identity, resolveIdentity } from '../shared/identity/identity.ts';
import type { Caller } from '../shared/identity/probe.ts';
import { type Config, effectiveConfig } from '../shared/policy/config.ts';
import { readSettings } from '../shared/policy/read-settings.ts';
import { PROFILE_WISH, type Wishes, wishesIn } from '../shared/policy/wishes.ts';
import { type ExitName, Problem } from '../shared/problem.ts';
import type { Arguments } from '../shared/program.ts';
import { wantFor } from '../shared/token/lifetime.ts';

/** How long the silent part may take: a person waits before a still screen. */
const PROBE_LIMIT_S = 30;
/** Nobody waits for a refresh, but its answer must not be lost. */
const REFRESH_LIMIT_S = 120;

/** Probe, sign in when the probe fails, open the client. */
export async function launch(host: Host, { values }: Arguments): Promise<ExitName> {
  const silently = values['refresh'] || values['sign-out'];
  const opening = !values['no-open'] && !silently;
  try {
    const wishes = wishesIn(values);
    const config = effectiveConfig(await readSettings(host), host.env, wishes);
    host.log.admit(() => config.logLevel);
    const nobody = values['sign-out'] ? undefined : whyNobodySignsIn(config);
    if (nobody) {
      host.say(nobody);
      return opening ? await openedClient(host, config, wishes) : 'done';
    }
    if (!silently) await describedProfile(host, config);
    const identity = await resolveIdentity(host, config, !silently);
    if (values['refresh']) return await refreshedSession(host, identity);
    if (values['sign-out']) return await signedOut(host, identity);
    const caller = (await whoAmI(host, config, identity)) ?? (await whoAmIAfterSignIn(host, config, identity));
    host.say(`signed in as ${caller.arn}`);
    return opening ? await openedClient(host, config, wishes) : 'done';
  } catch (thrown) {
    if (opening && thrown instanceof Problem) await shownProblem(host, thrown, values['profile']);
    throw thrown;
  }
}

/** Undefined: somebody does, or a profile has credentials. */
function whyNobodySignsIn(config: Config): string | undefined {
  switch (config.credential().from) {
    case 'identity':
      return undefined;
    case 'settings':
      return 'nothing to sign in to: the settings hold a Bedrock API key';
    case 'gateway':
      return 'nothing to sign in to: the gateway has the AWS credentials';
    case 'app':
      return 'nothing to sign in to here: the app asks for the sign-in itself';
  }
}

/** Undefined: a person must sign in. */
async function whoAmI(host: Host, config: Config, identity: Identity): Promise<Caller | undefined> {
  const signal = probeDeadline();
  try {
    return await probed(host, config, identity, signal, false);
  } catch (thrown) {
    if (!(thrown instanceof Problem && thrown.code === 'awsRefused')) throw thrown;
    // AWS no longer takes what was kept; perhaps it takes new ones.
    return probed(host, config, identity, signal, true);
  }
}

async function probed(
  host: Host,
  config: Config,
  identity: Identity,
  signal: AbortSignal,
  renew: boolean,
): Promise<Caller | undefined> {
  const want = wantFor(host, config.helper.ttlSec, renew);
  const [credentials, { probe }] = await Promise.all([
    Promise.race([identity.credentials(signal, want), aborted(signal)]),
    import('../shared/identity/probe.ts'),
  ]);
  const region = config.region ?? identity.region ?? identity.session?.portal.region ?? 'us-east-1';
  return credentials && (await probe(identity.network, region, credentials, signal));
}

async function whoAmIAfterSignIn(host: Host, config: Config, identity: Identity): Promise<Caller> {
  const { signInOnce } = await import('./sign-in-once.ts');
  let caller: Caller | undefined;
  const confirm = async () => {
    caller = await whoAmI(host, config, identity);
  };
  await signInOnce(host, config, identity, confirm);
  if (!caller) await confirm();
  if (caller) return caller;
  throw new Problem(
    'signInRefused',
    'AWS does not accept the sign-in that just ended',
    "check this machine's clock, then try again",
  );
}

// Each of these is loaded when its moment comes: on most mornings the probe is all.

/** The AWS config file has the profile that the settings describe, if they do. */
async function describedProfile(host: Host, config: Config): Promise<void> {
  const setting = config.identity();
  if (setting.source !== 'profile' || !setting.described) return;
  const { ensureProfile } = await import('./profile-stanza/ensure.ts');
  await ensureProfile(host, setting);
}

async function openedClient(host: Host, config: Config, { profile }: Wishes): Promise<ExitName> {
  const { openClient } = await import('./client.ts');
  return openClient(host, config, profile ? { [PROFILE_WISH]: profile } : {});
}

async function refreshedSession(host: Host, identity: Identity): Promise<ExitName> {
  const { refreshSession } = await import('./refresh-session.ts');
  return refreshSession(host, identity, deadline(REFRESH_LIMIT_S * 1000, tooSlow(REFRESH_LIMIT_S)));
}

async function signedOut(host: Host, identity: Identity): Promise<ExitName> {
  const { signOut } = await import('./sign-out.ts');
  return signOut(host, identity, probeDeadline());
}

async function shownProblem(host: Host, problem: Problem, profile: unknown): Promise<void> {
  // Before the page: it stays open as long as the person reads.
  host.log.warn('problem page', { code: problem.code });
  const { showProblem } = await import('./page/problem-page.ts');
  await showProblem(host, problem, typeof profile === 'string' ? profile : undefined);
}

function probeDeadline(): AbortSignal {
  return deadline(PROBE_LIMIT_S * 1000, tooSlow(PROBE_LIMIT_S));
}

function tooSlow(seconds: number): Problem {
  return new Problem('timeout', `AWS did not answer within ${seconds} s`, 'check the network, then try again');
}
