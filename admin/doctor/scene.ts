import { deadline } from '../../shared/deadline.ts';
import type { Host } from '../../shared/host.ts';
import { networkOf } from '../../shared/identity/identity.ts';
import type { SsoToken } from '../../shared/identity/sso-token.ts';
import type { Network } from '../../shared/network/aws-client.ts';
import { type Config, effectiveConfig } from '../../shared/policy/config.ts';
import { readPolicy, settingsOf } from '../../shared/policy/read-settings.ts';
import type { Settings } from '../../shared/policy/settings.ts';
import type { PolicyReading } from '../../shared/policy/source.ts';
import type { Wishes } from '../../shared/policy/wishes.ts';
import type { ExitName } from '../../shared/problem.ts';
import { Problem } from '../../shared/problem.ts';
import { type MeasuredClock, measuredClock } from './measured-clock.ts';
import { once } from './memo.ts';
import { type Reach, reaches } from './reach.ts';
import { type SelfTest, selfTest } from './self-test.ts';
import { storedToken } from './stored-token.ts';
import { type Subject, subjectOf } from './subject.ts';

/** What the person asked for. */
export interface Order {
  wishes: Wishes;
  /** Whether a model may be called. */
  call: boolean;
}

/** All that the checks share. Each part is found out when the first one asks; it throws a Problem where it can't be. */
export interface Scene {
  host: Host;
  clock: MeasuredClock;
  order: Order;
  /** Ends all that is still going on. */
  end: AbortSignal;
  reading(): Promise<PolicyReading>;
  settings(): Promise<Settings>;
  config(): Promise<Config>;
  /** Whose credentials it is about; undefined where nobody signs in to AWS here. */
  subject(): Promise<Subject | undefined>;
  /** The way to AWS, with what the profile says of it. */
  network(): Promise<Network>;
  /** How far each endpoint in use is reached. After it, the host's time is that of AWS. */
  reaches(): Promise<Reach[]>;
  /** The stored session, as it is: nothing is refreshed. */
  token(): Promise<SsoToken | undefined>;
  /** The one run of the credential helper. */
  selfTest(): Promise<SelfTest>;
}

export function sceneOf(world: Host, order: Order, end: AbortSignal): Scene {
  const clock = measuredClock(world);
  const host: Host = { ...world, clock, now: clock.now };
  const scene: Scene = {
    host,
    clock,
    order,
    end,
    reading: once(() => readPolicy(host)),
    settings: once(async () => settingsOf(host, await scene.reading())),
    config: once(async () => effectiveConfig(await scene.settings(), host.env, order.wishes)),
    subject: once(async () => subjectOf(host, await scene.config())),
    network: once(async () => (await scene.subject())?.identity.network ?? networkOf(host, await scene.config())),
    reaches: once(() => reaches(scene)),
    token: once(async () => storedToken(host, await scene.config(), await scene.subject())),
    selfTest: once(() => selfTest(scene)),
  };
  return scene;
}

/** A limit of one step, within that of the whole. `code` says what it means that the time was up. */
export function within(
  { end }: Pick<Scene, 'end'>,
  seconds: number,
  call: string,
  code: ExitName = 'timeout',
  hint = 'check the network, VPN and proxy, then try again',
): AbortSignal {
  const late = new Problem(code, `${call}: no answer within ${seconds} s`, hint);
  return AbortSignal.any([end, deadline(seconds * 1000, late)]);
}
