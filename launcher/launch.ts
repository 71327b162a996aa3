import type { Host } from '../shared/host.ts';
import { type Identity, resolveIdentity } from '../shared/identity/identity.ts';
import type { Caller } from '../shared/identity/probe.ts';
import type { Config } from '../shared/policy/config.ts';
import { PROFILE_WISH, type Wishes, wishesIn } from '../shared/policy/wishes.ts';
import { type ExitName, exitCodes, Problem } from '../shared/problem.ts';
import { type Arguments, asProblem, speak } from '../shared/program.ts';
import { callerOf } from './caller.ts';
import { Guide } from './guide.ts';
import { whenInterrupted } from './interruption.ts';
import { checkOptions } from './options.ts';
import { probeDeadline } from './patience.ts';
import { readConfig, whyNobodySignsIn } from './read-config.ts';
import { SILENTLY } from './silent.ts';
import { type Voice, voiceFor } from './voice.ts';

/** One double-click. */
interface Run {
  host: Host;
  wishes: Wishes;
  opening: boolean;
  /** Whether the person wants the next session already. */
  anew: boolean;
  guide: Guide;
  /** From here on an interruption is another one's. */
  handOver(): void;
  /** Once it is read. */
  config?: Config;
}

/** Probe, sign in when the probe fails, open the client. */
export async function launch(host: Host, { values }: Arguments): Promise<ExitName> {
  checkOptions(values);
  const wishes = wishesIn(values);
  const json = values['json'] === true;
  const [, silently] = Object.entries(SILENTLY).find(([option]) => values[option] !== undefined) ?? [];
  if (silently) return silently(host, wishes, values);
  const voice = voiceFor(host, json);
  const handOver = whenInterrupted(() => void interrupted(host, voice));
  try {
    const end = await guided({ ...host, say: voice.say }, voice, wishes, values, handOver);
    voice.end(exitCodes[end]);
    return end;
  } catch (thrown) {
    voice.end(exitCodes[asProblem(thrown).code]);
    throw thrown;
  } finally {
    handOver();
  }
}

/** The line that is being painted is wiped, and whoever reads events is told of the end. */
async function interrupted(host: Host, voice: Voice): Promise<never> {
  const { code } = INTERRUPTED;
  voice.end(exitCodes[code]);
  speak(host, INTERRUPTED);
  await host.log.flush();
  process.exit(exitCodes[code]);
}

const INTERRUPTED = new Problem('signInRefused', 'cancelled', 'start bedrock-launcher again').because('cancelled');

/** Until the person has got what they want, or has had enough. */
async function guided(
  host: Host,
  voice: Voice,
  wishes: Wishes,
  values: Arguments['values'],
  handOver: () => void,
): Promise<ExitName> {
  const opening = !values['no-open'];
  const guide = new Guide(host, voice, { opening, profile: wishes.profile });
  const run: Run = { host, wishes, opening, anew: values['sign-in'] === true, guide, handOver };
  try {
    for (;;) {
      try {
        return await onceThrough(run);
      } catch (thrown) {
        const press = await guide.offer(asProblem(thrown));
        if (press === 'open-anyway' && run.config) return await openedClient(run, run.config);
        if (!press) throw thrown;
        run.anew ||= press === 'other-account';
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
  await describedProfile(host, config);
  const identity = await resolveIdentity(host, config, true);
  guide.hasSession = identity.session !== undefined;
  guide.show({ name: await firstState(run, identity) });
  const live =
    run.anew && identity.session
      ? undefined
      : await callerOf(host, config, identity, probeDeadline(guide.isWatched() || !guide.reachesByWindowAlone()));
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

async function whoAmIAfterSignIn(run: Run, config: Config, identity: Identity): Promise<Caller> {
  const { host, guide, anew } = run;
  const { signInOnce } = await import('./sign-in-once.ts');
  let caller: Caller | undefined;
  const confirm = async () => {
    // Whatever fails from here on, the next session is there.
    run.anew = false;
    caller = await callerOf(host, config, identity, probeDeadline(true));
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

/** The AWS config file has the profile that the settings describe, if they do. */
async function describedProfile(host: Host, config: Config): Promise<void> {
  const setting = config.identity();
  if (setting.source !== 'profile' || !setting.described) return;
  const { ensureProfile } = await import('./profile-stanza/ensure.ts');
  await ensureProfile(host, setting);
}

async function openedClient(run: Run, config: Config): Promise<ExitName> {
  const { host, wishes, guide } = run;
  const { profile } = wishes;
  const { openClient } = await import('./client.ts');
  const handOver = async () => {
    run.handOver();
    guide.show({ name: 'opened' });
    await guide.close();
  };
  const end = await openClient(host, config, profile ? { [PROFILE_WISH]: profile } : {}, handOver);
  guide.show({ name: 'opened' });
  await (await import('./background/settle.ts')).settleBackground(host, config);
  return end;
}
