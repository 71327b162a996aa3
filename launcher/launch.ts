import { aborted, deadline } from '../shared/deadline.ts';
import type { Host } from '../shared/host.ts';
import { type Identity, resolveIdentity } from '../shared/identity/identity.ts';
import type { Caller } from '../shared/identity/probe.ts';
import { type Config, effectiveConfig } from '../shared/policy/config.ts';
import { readSettings } from '../shared/policy/read-settings.ts';
import { PROFILE_WISH, type Wishes, wishesIn } from '../shared/policy/wishes.ts';
import { type ExitName, exitCodes, Problem } from '../shared/problem.ts';
import { type Arguments, asProblem } from '../shared/program.ts';
import { wantFor } from '../shared/token/lifetime.ts';
import { Guide } from './guide.ts';
import { type Voice, voiceFor } from './voice.ts';

/** How long the silent part may take: a person waits before a still screen. */
const PROBE_LIMIT_S = 30;
/** Nobody waits for a refresh, but its answer must not be lost. */
const REFRESH_LIMIT_S = 120;

/** One double-click. */
interface Run {
  host: Host;
  wishes: Wishes;
  opening: boolean;
  /** Whether the person wants the next session already. */
  anew: boolean;
  guide: Guide;
  /** Once it is read. */
  config?: Config;
}

/** What is asked for by an option, without a page and without a person. */
const SILENTLY: Record<string, (host: Host, wishes: Wishes, values: Arguments['values']) => Promise<ExitName>> = {
  renew: renewed,
  background: switched,
  refresh: refreshedSession,
  'sign-out': signedOut,
  status: shownStatus,
};

/** Probe, sign in when the probe fails, open the client. */
export async function launch(host: Host, { values }: Arguments): Promise<ExitName> {
  const wishes = wishesIn(values);
  const json = values['json'] === true;
  const [, silently] = Object.entries(SILENTLY).find(([option]) => values[option] !== undefined) ?? [];
  if (silently) return silently(host, wishes, values);
  const voice = voiceFor(host, json);
  try {
    const end = await guided({ ...host, say: voice.say }, voice, wishes, values);
    voice.end(exitCodes[end]);
    return end;
  } catch (thrown) {
    voice.end(exitCodes[asProblem(thrown).code]);
    throw thrown;
  }
}

/** Until the person has got what they want, or has had enough. */
async function guided(host: Host, voice: Voice, wishes: Wishes, values: Arguments['values']): Promise<ExitName> {
  const opening = !values['no-open'];
  const guide = new Guide(host, voice, { opening, profile: wishes.profile });
  const run: Run = { host, wishes, opening, anew: values['sign-in'] === true, guide };
  try {
    for (;;) {
      try {
        return await onceThrough(run);
      } catch (thrown) {
        const press = await guide.offer(asProblem(thrown));
        if (press === 'open-anyway' && run.config) return await openedClient(run, run.config);
        if (!press) throw thrown;
      }
    }
  } finally {
    await guide.close();
  }
}

async function onceThrough(run: Run): Promise<ExitName> {
  const { host, wishes, opening, guide } = run;
  const config = await readConfig(host, wishes);
  run.config = config;
  const nobody = whyNobodySignsIn(config);
  if (nobody) {
    host.say(nobody);
    return opening ? await openedClient(run, config) : 'done';
  }
  guide.obey(config);
  const identity = await resolveIdentity(host, config, true);
  guide.show({ name: await firstState(run, identity) });
  const live = run.anew && identity.session ? undefined : await whoAmI(host, config, identity);
  const caller = live ?? (await whoAmIAfterSignIn(run, config, identity));
  host.say(`signed in as ${caller.arn}`);
  guide.showLive(caller.arn);
  return opening ? await openedClient(run, config) : 'done';
}

/** Whether there is more to do than to ask AWS; looked up for those alone who see it. */
async function firstState({ host, guide }: Run, { session }: Identity): Promise<'checking' | 'refreshable'> {
  const token = guide.isWatched() ? await session?.store.read() : undefined;
  const ended = token !== undefined && token.expiresAt <= host.now();
  return ended && token.refreshable(host.now()) ? 'refreshable' : 'checking';
}

async function readConfig(host: Host, wishes: Wishes): Promise<Config> {
  const config = effectiveConfig(await readSettings(host), host.env, wishes);
  host.log.admit(() => config.logLevel);
  return config;
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

async function whoAmIAfterSignIn({ host, guide, anew }: Run, config: Config, identity: Identity): Promise<Caller> {
  const { signInOnce } = await import('./sign-in-once.ts');
  let caller: Caller | undefined;
  const confirm = async () => {
    caller = await whoAmI(host, config, identity);
  };
  await signInOnce(host, config, identity, guide, { confirm, anew });
  if (!caller) await confirm();
  if (caller) return caller;
  throw new Problem(
    'signInRefused',
    'AWS does not accept the sign-in that just ended',
    "check this machine's clock, then try again",
  );
}

// Each of these is loaded when its moment comes: on most mornings the probe is all.

async function openedClient({ host, wishes: { profile }, guide }: Run, config: Config): Promise<ExitName> {
  const { openClient } = await import('./client.ts');
  const end = await openClient(host, config, profile ? { [PROFILE_WISH]: profile } : {});
  guide.show({ name: 'opened' });
  await (await import('./background/settle.ts')).settleBackground(host, config);
  return end;
}

async function refreshedSession(host: Host, wishes: Wishes): Promise<ExitName> {
  const config = await readConfig(host, wishes);
  const nobody = whyNobodySignsIn(config);
  if (nobody) {
    host.say(nobody);
    return 'done';
  }
  const identity = await resolveIdentity(host, config);
  const { refreshSession } = await import('./refresh-session.ts');
  return refreshSession(host, identity, deadline(REFRESH_LIMIT_S * 1000, tooSlow(REFRESH_LIMIT_S)));
}

async function renewed(host: Host, wishes: Wishes, { jitter = '0' }: Arguments['values']): Promise<ExitName> {
  const { renew } = await import('./background/renew.ts');
  return renew(host, wishes, Number(jitter) || 0);
}

async function switched(host: Host, _: Wishes, { background }: Arguments['values']): Promise<ExitName> {
  const { switchBackground } = await import('./background/switch.ts');
  return switchBackground(host, background);
}

async function signedOut(host: Host, wishes: Wishes): Promise<ExitName> {
  const identity = await resolveIdentity(host, await readConfig(host, wishes));
  const { signOut } = await import('./sign-out.ts');
  return signOut(host, identity, probeDeadline());
}

async function shownStatus(host: Host, wishes: Wishes, { json }: Arguments['values']): Promise<ExitName> {
  const config = await readConfig(host, wishes);
  const { showStatus } = await import('./status.ts');
  return showStatus(host, config, whyNobodySignsIn(config), json === true);
}

function probeDeadline(): AbortSignal {
  return deadline(PROBE_LIMIT_S * 1000, tooSlow(PROBE_LIMIT_S));
}

function tooSlow(seconds: number): Problem {
  return new Problem('timeout', `AWS did not answer within ${seconds} s`, 'check the network, then try again');
}
