import { deadline } from '../shared/deadline.ts';
import type { Host } from '../shared/host.ts';
import { type Identity, resolveIdentity } from '../shared/identity/identity.ts';
import { isKnownOver } from '../shared/identity/over.ts';
import type { RoleCredentials } from '../shared/identity/role-credentials.ts';
import type { SsoSession } from '../shared/identity/session.ts';
import { jsonText } from '../shared/json-text.ts';
import type { Config } from '../shared/policy/config.ts';
import type { Wishes } from '../shared/policy/wishes.ts';
import { type ExitName, oneLine, Problem } from '../shared/problem.ts';
import { asProblem, print } from '../shared/program.ts';
import { spinning } from '../shared/spinner.ts';
import { callerOf } from './caller.ts';
import { inASentence, nobodySignsIn, readConfig } from './read-config.ts';

const LIMIT_S = 15;

/** What `--status` says, as far as it is known; times are RFC 3339, in UTC. */
interface Status {
  /** Missing: nobody has to, or AWS could not be asked. */
  signedIn?: boolean;
  /** Who AWS says it is. */
  identity?: string;
  /** Which profile, or which role of which access portal; `api-key`, `gateway` or `app` where nobody signs in. */
  by?: string;
  /** Why nobody has to sign in. */
  message?: string;
  startUrl?: string;
  /** How a person signs in there. */
  signInMethod?: 'built-in' | 'aws-cli' | 'auto';
  /** Who keeps the session: the AWS CLI's cache, or our own vault. */
  keptIn?: string;
  /** When the access token of the session ends, and whether it is renewed without a person. */
  accessTokenUntil?: string;
  renewable?: boolean;
  credentialsUntil?: string;
  /** Why there is not more to say. */
  problem?: Pick<Problem, 'code' | 'message' | 'hint'>;
}

/** Tells what has been found out since it last told. */
type Tell = (part: Status) => void;

/**
 * Says on stdout who is signed in, until when and by which way; asks no person, and exits 4 when one must sign in. Throws the
 * Problem that kept it from knowing more, once it has said what it knows.
 */
export async function showStatus(host: Host, wishes: Wishes, json: boolean): Promise<ExitName> {
  const status: Status = {};
  const problem = await spinning(host, 'asking AWS who you are', (quiet) =>
    lookedInto(quiet, wishes, (part) => Object.assign(status, part)),
  );
  if (problem) status.problem = { code: problem.code, message: problem.message, hint: problem.hint };
  const lines = linesOf(status, host.now());
  if (json) print(jsonText(status));
  else if (lines.length > 0) print(lines.join('\n'));
  if (problem) throw problem;
  return status.signedIn === false ? 'signInNeeded' : 'done';
}

/** What is known on this machine first, then what AWS says. */
async function lookedInto(host: Host, wishes: Wishes, tell: Tell): Promise<Problem | undefined> {
  try {
    const config = await readConfig(host, wishes);
    const nobody = nobodySignsIn(config);
    if (nobody) tell({ by: nobody.by, message: inASentence(nobody) });
    else await askedAws(host, config, tell);
    return undefined;
  } catch (thrown) {
    return asProblem(thrown);
  }
}

async function askedAws(host: Host, config: Config, tell: Tell): Promise<void> {
  const late = new Problem('timeout', `AWS did not answer within ${LIMIT_S} s`, 'check the network, then try again');
  const signal = deadline(LIMIT_S * 1000, late);
  const identity = await resolveIdentity(host, config);
  const { name, session } = identity;
  tell({ by: name, ...(session && portalPart(config, identity, session)) });
  try {
    const found = await callerOf(host, config, identity, signal);
    // Of a session that is over, no token has anything to say any more.
    if (!found) return tell({ signedIn: false });
    tell({ signedIn: true, identity: found.arn, ...(session && (await tokenPart(host, session))) });
    tell(endOf(found.credentials));
  } catch (thrown) {
    if (session) tell(await tokenPart(host, session).catch(() => ({})));
    throw thrown;
  }
}

function portalPart(config: Config, { profile }: Identity, { portal }: SsoSession): Status {
  return {
    startUrl: portal.startUrl,
    signInMethod: config.signIn.method,
    keptIn: profile ? 'the cache of the AWS CLI' : 'the vault of this toolkit',
  };
}

async function tokenPart(host: Host, { store, key }: SsoSession): Promise<Status> {
  const token = await store.read();
  if (!token) return {};
  const renewable = token.refreshable(host.now()) !== undefined && !(await isKnownOver(host, key, token));
  return { accessTokenUntil: timeOf(token.expiresAt), renewable };
}

function endOf({ expiresAt }: RoleCredentials): Status {
  return expiresAt === undefined ? {} : { credentialsUntil: timeOf(expiresAt) };
}

function timeOf(moment: number): string {
  return new Date(moment).toISOString().replace(/\.\d+Z$/, 'Z');
}

function linesOf(status: Status, now: number): string[] {
  const { signedIn, identity, by, message, startUrl, signInMethod, keptIn, accessTokenUntil, problem } = status;
  if (message) return [message];
  // Credentials that are kept outlive it: nobody has needed another one.
  const over = accessTokenUntil !== undefined && Date.parse(accessTokenUntil) <= now;
  const renewal = over ? 'when it is needed' : 'until the sign-in ends';
  const renewed = signedIn && status.renewable ? `, renewed by itself ${renewal}` : '';
  const rows: [string, string | undefined][] = [
    ['signed in as', identity],
    ['not signed in', signedIn === false ? 'start bedrock-launcher to sign in' : undefined],
    ['signed in', by && problem ? 'not known' : undefined],
    [signedIn === false ? 'would sign in by' : 'by', by],
    ['access portal', startUrl],
    ['sign-in method', signInMethod],
    ['session kept in', keptIn],
    [over ? 'access token ended' : 'access token until', accessTokenUntil && `${accessTokenUntil}${renewed}`],
    ['credentials until', status.credentialsUntil],
  ];
  return rows.flatMap(([name, value]) => (value ? [`${name}: ${oneLine(value)}`] : []));
}
