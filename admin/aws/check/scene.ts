import type { FoundationModelSummary, InferenceProfileSummary } from '@aws-sdk/client-bedrock';
import { listingClient } from '../../../shared/bedrock/listing.ts';
import { foundationModels, inferenceProfiles } from '../../../shared/bedrock/lists.ts';
import type { Host } from '../../../shared/host.ts';
import { type Identity, resolveIdentity } from '../../../shared/identity/identity.ts';
import { type Caller, probe } from '../../../shared/identity/probe.ts';
import type { RoleCredentials } from '../../../shared/identity/role-credentials.ts';
import { type Config, effectiveConfig, requireRegion } from '../../../shared/policy/config.ts';
import { readPolicy, settingsOf } from '../../../shared/policy/read-settings.ts';
import type { Settings } from '../../../shared/policy/settings.ts';
import { Problem } from '../../../shared/problem.ts';
import { once } from '../../doctor/memo.ts';
import { type Subject, subjectOf } from '../../doctor/subject.ts';
import { orderOf } from '../order.ts';
import type { PolicyOrder } from '../policy.ts';
import { type Answer, availabilityOf } from './availability.ts';
import { type CheckedRole, roleOf } from './checked-role.ts';

/** What the administrator asked for. */
export interface AwsOrder {
  profile: string | undefined;
  /** An ARN, or the name of a role or a permission set. */
  role: string | undefined;
}

/** Whoever runs the check. */
interface Administrator extends Caller {
  identity: Identity;
  credentials: RoleCredentials;
}

/** All that the checks share; each part is found out when the first one asks. */
export interface AwsScene {
  host: Host;
  order: AwsOrder;
  end: AbortSignal;
  config(): Promise<Config>;
  /** What the settings need of AWS. Throws a Problem (configuration). */
  needed(): Promise<PolicyOrder>;
  /** Where Bedrock is called. */
  region(): Promise<string>;
  administrator(): Promise<Administrator>;
  /** Throws as the AWS client does, like the following. */
  profiles(): Promise<InferenceProfileSummary[]>;
  models(): Promise<FoundationModelSummary[]>;
  availability(modelId: string): Promise<Answer>;
  /** The person of the settings; undefined where nobody signs in to AWS by them. */
  subject(): Promise<Subject | undefined>;
  /** The role that people have; undefined where the settings don't say. */
  role(): Promise<CheckedRole | undefined>;
}

export function sceneOf(host: Host, order: AwsOrder, end: AbortSignal): AwsScene {
  const settings = once(async () => settingsOf(host, await readPolicy(host)));
  const scene: AwsScene = {
    host,
    order,
    end,
    config: once(async () => effectiveConfig(await settings(), host.env)),
    needed: once(async () => orderOf(await scene.config())),
    region: once(async () =>
      requireRegion((await scene.config()).region ?? (await ownIdentity(scene, settings)).region),
    ),
    administrator: once(() => administrator(scene, settings)),
    profiles: once(async () => inferenceProfiles(await bedrockClient(scene), end)),
    models: once(async () => foundationModels(await bedrockClient(scene), end)),
    availability: availabilityOf(() => bedrockClient(scene), end),
    subject: once(async () => subjectOf(host, await scene.config())),
    role: once(() => roleOf(scene)),
  };
  return scene;
}

async function bedrockClient(scene: AwsScene) {
  const { identity, credentials } = await scene.administrator();
  const settings = { network: identity.network, customHeaders: {}, baseUrl: undefined, serviceTier: undefined };
  return listingClient(settings, await scene.region(), credentials);
}

/** By --profile or AWS_PROFILE, whatever the settings say: they are about other people. */
async function ownIdentity({ host, order }: AwsScene, settings: () => Promise<Settings>): Promise<Identity> {
  const profile = order.profile ?? (host.env['AWS_PROFILE'] || undefined);
  return resolveIdentity(host, effectiveConfig(await settings(), host.env, { profile }));
}

async function administrator(scene: AwsScene, settings: () => Promise<Settings>): Promise<Administrator> {
  const { host, end } = scene;
  const identity = await ownIdentity(scene, settings);
  const credentials = await identity.credentials(end, { leastMs: 0, began: host.wall() });
  if (!credentials) throw signInNeeded(identity);
  const caller = await probe(identity.network, await scene.region(), credentials, end);
  return { ...caller, identity, credentials };
}

function signInNeeded({ name, profile }: Identity): Problem {
  return new Problem(
    'signInNeeded',
    `nobody is signed in as ${name}`,
    `sign in: bedrock-launcher --no-open${profile ? ` --profile ${profile}` : ''}`,
  );
}
