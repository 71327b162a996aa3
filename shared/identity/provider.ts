import { aborted } from '../deadline.ts';
import { clientSettings, type Network } from '../network/aws-client.ts';
import { networkProblem } from '../network/failure.ts';
import { Problem } from '../problem.ts';
import { Secret } from '../secret.ts';
import type { AwsFiles } from './profile.ts';
import type { RoleCredentials } from './role-credentials.ts';
import { LAST_MOMENT } from './sso-token.ts';

/** A profile that the AWS SDK's own providers resolve: static keys, credential_process, an assumed role and so on. */
export interface ProviderProfile {
  profile: string;
  files: AwsFiles;
  network: Network;
  region: string | undefined;
}

/** Tells a credential_process for which profiles we ask: should it be ourselves, we must not ask again. */
const RESOLVING = 'BEDROCK_LAUNCHER_RESOLVING';

/** The profile's credentials as the SDK would give them to any program, over our own network layer. */
export async function providerCredentials(about: ProviderProfile, signal: AbortSignal): Promise<RoleCredentials> {
  const { profile, files, network, region } = about;
  refuseLoop(profile);
  const { fromIni } = await import('@aws-sdk/credential-providers');
  const settings = clientSettings(network, 'STS', region ?? 'us-east-1');
  const { requestHandler, retryStrategy, maxAttempts, systemClockOffset } = settings;
  const provider = fromIni({
    profile,
    configFilepath: files.config,
    filepath: files.credentials,
    clientConfig: { requestHandler, retryStrategy, maxAttempts, systemClockOffset },
    // Not in clientConfig: there it would also replace the region of an sso-session.
    parentClientConfig: region ? { region } : {},
  });
  const found = await Promise.race([provider(), aborted(signal)]).catch((thrown: unknown) => {
    throw providerProblem(thrown, about, signal);
  });
  return {
    accessKeyId: found.accessKeyId,
    secretAccessKey: new Secret(found.secretAccessKey),
    sessionToken: found.sessionToken ? new Secret(found.sessionToken) : undefined,
    expiresAt: found.expiration && momentOf(found.expiration, profile),
  };
}

function momentOf(expiration: Date, profile: string): number {
  const moment = expiration.getTime();
  if (moment > 0 && moment < LAST_MOMENT) return moment;
  const hint = 'correct the Expiration that its credential_process prints';
  throw new Problem('configuration', `profile ${profile} gives credentials whose end is no date`, hint);
}

function refuseLoop(profile: string): void {
  const asked = (process.env[RESOLVING] ?? '').split('\n');
  if (asked.includes(profile)) {
    throw new Problem(
      'configuration',
      `the credential_process of profile ${profile} asks for profile ${profile} again`,
      'let it name another profile: the one that signs in',
    );
  }
  process.env[RESOLVING] = [...asked, profile].join('\n');
}

function providerProblem(thrown: unknown, { profile, files }: ProviderProfile, signal: AbortSignal): Problem {
  if (thrown instanceof Problem || (thrown as Error).name !== 'CredentialsProviderError') {
    return networkProblem(thrown, `profile ${profile}`, signal);
  }
  return new Problem(
    'configuration',
    `profile ${profile} in ${files.config} gives no credentials`,
    `check it with: aws sts get-caller-identity --profile ${profile}`,
    thrown,
  );
}
