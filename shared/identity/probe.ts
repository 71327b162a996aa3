import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { clientSettings, type Network } from '../network/aws-client.ts';
import { networkProblem } from '../network/failure.ts';
import { oneLine } from '../problem.ts';
import { type RoleCredentials, revealed } from './role-credentials.ts';

/** Who AWS says we are, in words that can be shown as they are. */
export interface Caller {
  account: string;
  arn: string;
}

/** STS GetCallerIdentity: needs no permission, so a failure means that the credentials or the way to AWS are bad. */
export async function probe(
  network: Network,
  region: string,
  credentials: RoleCredentials,
  signal: AbortSignal,
): Promise<Caller> {
  try {
    const sts = new STSClient({ ...clientSettings(network, 'STS', region), credentials: revealed(credentials) });
    const { Account, Arn } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal: signal });
    const [account, arn] = [oneLine(Account ?? ''), oneLine(Arn ?? '')];
    if (account && arn) return { account, arn };
    throw Object.assign(new Error('no identity in the answer'), {
      name: 'Unknown',
      $metadata: { httpStatusCode: 200 },
    });
  } catch (thrown) {
    throw networkProblem(thrown, 'STS GetCallerIdentity', signal);
  }
}
