import { type Run, runBounded } from '../../shared/bounded-run.ts';
import { startable } from '../../shared/command-line.ts';
import { profileOption } from '../../shared/identity/profile-option.ts';
import { differs } from '../../shared/identity/session.ts';
import { cancelled, chooseFlow, hasLocalBrowser, type Invitation, refused } from '../../shared/identity/sign-in.ts';
import { type ExitName, Problem, withoutTokens } from '../../shared/problem.ts';
import { lastWordsIn } from '../../shared/spoken.ts';
import type { SignIn } from '../sign-in-once.ts';
import { ask, whilePageWaits } from '../waiting.ts';
import { environmentOf } from './environment.ts';
import { type AwsCli, findAwsCli, notStarted } from './find.ts';
import { Hearing } from './hearing.ts';

/** After the session is there, how long the AWS CLI may take to end by itself. */
const PARTING_MS = 2_000;
const LONGEST_KEPT = 4_096;

/**
 * Has the AWS CLI sign in: `aws sso login --profile NAME`. Where there is a browser, the one page that opens is ours, which
 * leads to the address that the CLI gives; elsewhere the CLI's own words lead the person.
 */
export async function signInByAwsCli(request: SignIn): Promise<void> {
  const { host, config, guide } = request;
  const { profile } = request.identity;
  const { awsCliPath, browserCommand } = config.signIn;
  if (!profile) throw needsProfile();
  const cli = await findAwsCli(host, awsCliPath, request.signal).catch((thrown) => {
    throw request.signal.aborted ? cancelled(request.signal) : thrown;
  });
  guide.show({ name: 'preparing' });
  const page = hasLocalBrowser(host, browserCommand) ? await guide.page() : undefined;
  await whilePageWaits(request, page, (watched) => loggedIn(watched, cli, profile), PARTING_MS);
}

/** Until the AWS CLI has ended well, with a session left behind. */
async function loggedIn(request: SignIn, cli: AwsCli, profile: string): Promise<void> {
  const { host, session, signal } = request;
  const before = await session.store.read();
  const failed = Promise.withResolvers<never>();
  const hearing = hearingOf(request, failed.reject);
  const run = await Promise.race([
    login(request, [cli.path, 'sso', 'login', ...profileWords(profile), ...flowWords(request, cli)], hearing),
    failed.promise,
  ]);
  hearing.end();
  if (signal.aborted) throw cancelled(signal);
  if (run.end === 'not started') throw notStarted(cli.path, run.fault);
  if (run.exitCode !== 0) throw failureOf(run.exitCode, hearing.tail, profile);
  const token = await session.store.read();
  const isNew = token !== undefined && (!before || differs(token, before));
  if (!isNew || token.expiresAt <= host.now()) throw leftNothing(session.store.file);
}

/** A name that begins with a hyphen would be taken for an option. */
function profileWords(profile: string): string[] {
  return profile.startsWith('-') ? [`--profile=${profile}`] : ['--profile', profile];
}

/** The authorization code comes back to a port of this machine, which a browser elsewhere does not reach. */
function flowWords({ host, config, session }: SignIn, cli: AwsCli): string[] {
  const flow = chooseFlow(host, session.portal, config.signIn);
  return flow === 'device-code' && cli.asksForDeviceCode ? ['--use-device-code'] : [];
}

async function login(request: SignIn, command: [string, ...string[]], hearing: Hearing): Promise<Run> {
  const { host, config, signal } = request;
  const start = startable(host.platform, command);
  if (!start) throw new Problem('configuration', 'cmd.exe would change the name of the profile', 'rename the profile');
  const bounds = {
    milliseconds: config.signIn.timeoutSec * 1000,
    characters: LONGEST_KEPT,
    verbatim: start.verbatim,
    signal,
    hear: (piece: string) => hearing.hear('stdout', piece),
  };
  return runBounded(start.words, await environmentOf(request), bounds, (piece) => hearing.hear('stderr', piece));
}

/** The first address opens our page; a later one, as that with the code in it, only takes its place there. */
function hearingOf(request: SignIn, fail: (thrown: unknown) => void): Hearing {
  const { host, config, guide, invited, endsAt: expiresAt } = request;
  const verbatim = !hasLocalBrowser(host, config.signIn.browserCommand);
  const show = async (invitation: Invitation & { apart: true }) => {
    await invited(invitation);
    guide.show({ name: 'sign-in-needed', invitation }, ['sign-in']);
  };
  let before: Promise<void> | undefined;
  const invite = (address: string, userCode: string | undefined) => {
    const invitation = { address, ...(userCode && { userCode }), expiresAt, apart: true as const };
    before = before || verbatim ? (before ?? Promise.resolve()).then(() => show(invitation)) : ask(request, invitation);
    before.catch(fail);
  };
  return new Hearing({ say: host.say, invite, verbatim });
}

/** How AWS CLI 2 says no; the code flow tells nothing but that no code came back. */
const ENDINGS: [pattern: RegExp, exception: 'AccessDeniedException' | 'ExpiredTokenException'][] = [
  [/AccessDeniedException|Failed to retrieve an authorization code/, 'AccessDeniedException'],
  [/ExpiredTokenException|pending authorization to retrieve an SSO token has expired/, 'ExpiredTokenException'],
];
const OFFLINE =
  /Could not connect to the endpoint|Connect(ion)? timeout|Failed to connect to proxy|Connection was closed/;

/** The Problem of an AWS CLI that failed, by its last words. */
export function failureOf(exitCode: number | undefined, stderr: string, profile: string): Problem {
  const [, exception] = ENDINGS.find(([pattern]) => pattern.test(stderr)) ?? [];
  if (exception) return refused(exception);
  const code: ExitName = OFFLINE.test(stderr) ? 'unreachable' : 'signInRefused';
  const last = withoutTokens(lastWordsIn(stderr) ?? '');
  const end = exitCode === undefined ? 'was ended before it had an answer' : `failed with exit code ${exitCode}`;
  const hint = `run aws sso login ${profileOption(profile)} in a terminal to see more`;
  return new Problem(code, `aws sso login ${end}${last && `: ${last}`}`, hint);
}

function leftNothing(file: string): Problem {
  const hint = 'see that the AWS CLI reads the same AWS config file and home folder, or set signInMethod to built-in';
  return new Problem('signInRefused', `aws sso login ended well, but left no session in ${file}`, hint);
}

function needsProfile(): Problem {
  const hint = 'set awsProfile, or signInMethod built-in';
  return new Problem('configuration', 'signInMethod aws-cli needs a named profile', hint);
}
