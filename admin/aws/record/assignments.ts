import { paginateListAccountRoles, paginateListAccounts, SSOClient } from '@aws-sdk/client-sso';
import type { Host } from '../../../shared/host.ts';
import { liveToken, replaced } from '../../../shared/identity/session.ts';
import { clientSettings } from '../../../shared/network/aws-client.ts';
import { networkProblem } from '../../../shared/network/failure.ts';
import { checkValue, type KeyName } from '../../../shared/policy/keys.ts';
import { oneLine, Problem } from '../../../shared/problem.ts';
import type { PortalSession } from './session.ts';

/** An account that a person has roles in. */
interface Account {
  id: string;
  /** As AWS and the company call it. */
  label: string;
}

/** What the access portal offers to whoever is signed in. Each throws a Problem. */
export interface Portal {
  accounts(): Promise<Account[]>;
  /** The permission sets that the person has in an account. */
  roles(accountId: string): Promise<string[]>;
}

/** No company has more; a list that never ends fills no memory. */
const MOST = 10_000;

/** `limit` is begun anew for each list. Throws a Problem (signInNeeded) where nobody is signed in; nobody is asked to. */
export async function portalOf(host: Host, meant: PortalSession, limit: () => AbortSignal): Promise<Portal> {
  const { network, session } = meant;
  const client = new SSOClient(clientSettings(network, 'SSO', session.portal.region));
  const within = { ...host, network };
  let token = (await liveToken(within, session, limit())) ?? over(meant);

  /** A token that looked alive and is taken no more is replaced once. */
  async function listed<Item>(name: string, list: List<Item>): Promise<Item[]> {
    const signal = limit();
    try {
      return await list(token.accessToken.reveal(), signal).catch(async (thrown) => {
        if ((thrown as Error).name !== 'UnauthorizedException') throw thrown;
        token = (await replaced(within, session, token, signal)) ?? over(meant);
        return list(token.accessToken.reveal(), signal);
      });
    } catch (thrown) {
      if ((thrown as Error).name === 'UnauthorizedException') return over(meant);
      throw networkProblem(thrown, `SSO ${name}`, signal);
    }
  }

  return {
    accounts: () => listed('ListAccounts', (accessToken, signal) => accountsIn(client, accessToken, signal)),
    roles: (id) => listed('ListAccountRoles', (accessToken, signal) => rolesIn(client, accessToken, id, signal)),
  };
}

type List<Item> = (accessToken: string, signal: AbortSignal) => Promise<Item[]>;

function over({ name, signIn }: PortalSession): never {
  throw new Problem('signInNeeded', `nobody is signed in as ${name}`, `sign in: ${signIn}`);
}

async function accountsIn(client: SSOClient, accessToken: string, signal: AbortSignal): Promise<Account[]> {
  const found: Account[] = [];
  const pages = paginateListAccounts({ client, pageSize: 1000 }, { accessToken }, { abortSignal: signal });
  for await (const { accountList = [] } of pages) {
    for (const { accountId, accountName, emailAddress } of accountList) {
      const names = [accountName, emailAddress].filter(Boolean).join(', ');
      if (accountId && isGood('ssoAccountId', accountId))
        found.push({ id: accountId, label: oneLine(names ? `${accountId} (${names})` : accountId) });
    }
    if (found.length > MOST) break;
  }
  return found;
}

async function rolesIn(
  client: SSOClient,
  accessToken: string,
  accountId: string,
  signal: AbortSignal,
): Promise<string[]> {
  const found: string[] = [];
  const pages = paginateListAccountRoles(
    { client, pageSize: 1000 },
    { accessToken, accountId },
    { abortSignal: signal },
  );
  for await (const { roleList = [] } of pages) {
    found.push(...roleList.flatMap(({ roleName }) => (roleName && isGood('ssoRoleName', roleName) ? [roleName] : [])));
    if (found.length > MOST) break;
  }
  return found;
}

/** It becomes a setting: what is none is no choice. */
function isGood(key: KeyName, value: string): boolean {
  return 'value' in checkValue(key, value);
}
