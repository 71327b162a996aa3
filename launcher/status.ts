import { deadline } from '../shared/deadline.ts';
import type { Host } from '../shared/host.ts';
import { type Identity, resolveIdentity } from '../shared/identity/identity.ts';
import type { RoleCredentials } from '../shared/identity/role-credentials.ts';
import type { Config } from '../shared/policy/config.ts';
import { type ExitName, Problem } from '../shared/problem.ts';
import { print } from '../shared/program.ts';
import { callerOf } from './caller.ts';

const LIMIT_S = 15;

/** What `--status` says; times are RFC 3339, in UTC. */
interface Status {
  /** Missing: nobody has to. */
  signedIn?: boolean;
  /** Who AWS says it is. */
  identity?: string;
  /** Which profile, or which role of which access portal. */
  by: string;
  startUrl?: string;
  /** How a person signs in there. */
  signInMethod?: 'built-in' | 'aws-cli' | 'auto';
  /** Who keeps the session: the AWS CLI's cache, or our own vault. */
  keptIn?: string;
  /** When the access token of the session ends, and whether it is renewed without a person. */
  accessTokenUntil?: string;
  renewable?: boolean;
  credentialsUntil?: string;
}

/** Says on stdout who is signed in, until when and by which way; asks nobody, and exits 4 when a person must sign in. */
export async function showStatus(
  host: Host,
  config: Config,
  nobody: string | undefined,
  json: boolean,
): Promise<ExitName> {
  const status = nobody ? { by: nobody } : await statusOf(host, config);
  print(json ? JSON.stringify(status) : linesOf(status).join('\n'));
  return status.signedIn === false ? 'signInNeeded' : 'done';
}

async function statusOf(host: Host, config: Config): Promise<Status> {
  const late = new Problem('timeout', `AWS did not answer within ${LIMIT_S} s`, 'check the network, then try again');
  const signal = deadline(LIMIT_S * 1000, late);
  const identity = await resolveIdentity(host, config);
  const found = await callerOf(host, config, identity, signal);
  const about = { by: identity.name, ...(await sessionPart(host, config, identity)) };
  if (!found) return { signedIn: false, ...about };
  return { signedIn: true, identity: found.arn, ...about, ...endOf(found.credentials) };
}

async function sessionPart(host: Host, config: Config, { session, profile }: Identity): Promise<Partial<Status>> {
  if (!session) return {};
  const token = await session.store.read();
  return {
    startUrl: session.portal.startUrl,
    signInMethod: config.signIn.method,
    keptIn: profile ? 'the cache of the AWS CLI' : 'the vault of this toolkit',
    ...(token && {
      accessTokenUntil: timeOf(token.expiresAt),
      renewable: token.refreshable(host.now()) !== undefined,
    }),
  };
}

function endOf({ expiresAt }: RoleCredentials): Partial<Status> {
  return expiresAt === undefined ? {} : { credentialsUntil: timeOf(expiresAt) };
}

function timeOf(moment: number): string {
  return new Date(moment).toISOString().replace(/\.\d+Z$/, 'Z');
}

function linesOf(status: Status): string[] {
  const { signedIn, identity, by, startUrl, signInMethod, keptIn, accessTokenUntil, renewable, credentialsUntil } =
    status;
  const session =
    accessTokenUntil && `${accessTokenUntil}${renewable ? ', renewed by itself until the sign-in ends' : ''}`;
  const rows: [string, string | undefined][] = [
    ['signed in as', identity],
    ['not signed in', signedIn === false ? 'start bedrock-launcher to sign in' : undefined],
    ['by', by],
    ['access portal', startUrl],
    ['sign-in method', signInMethod],
    ['session kept in', keptIn],
    ['access token until', session],
    ['credentials until', credentialsUntil],
  ];
  return rows.flatMap(([name, value]) => (value ? [`${name}: ${value}`] : []));
}
