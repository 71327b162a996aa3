import { existsSync } from 'node:fs';
import { deadline } from '../deadline.ts';
import type { Host } from '../host.ts';
import type { Config } from '../policy/config.ts';
import { Problem, type Reason } from '../problem.ts';
import type { Portal } from './oidc.ts';

/** What a person needs to sign in: an address for a browser, and the code to compare with the device flow. */
export interface Invitation {
  address: string;
  userCode?: string;
  /** Epoch milliseconds. */
  expiresAt: number;
}

/** Shows an invitation: opens the page, prints the address. */
export type Invite = (invitation: Invitation) => Promise<void>;

const TRY_AGAIN = 'start bedrock-launcher again to try once more';

/** How the OIDC service says no, by the exception's name. */
const REFUSALS: Record<string, string> = {
  AccessDeniedException: 'the sign-in was denied in the browser',
  ExpiredTokenException: 'the sign-in was not finished in time',
  InvalidGrantException: 'the sign-in was no longer valid when it came back',
  InvalidClientException: "the sign-in service no longer knows this program's registration",
  UnauthorizedClientException: 'the sign-in service does not allow this program',
};

const REASONS: Record<string, Reason> = { AccessDeniedException: 'denied', ExpiredTokenException: 'expired' };

/** The Problem for a refused sign-in; undefined when that name is no refusal. */
export function refused(exception: keyof typeof REFUSALS & string): Problem;
export function refused(exception: string): Problem | undefined;
export function refused(exception: string): Problem | undefined {
  const what = Object.hasOwn(REFUSALS, exception) ? REFUSALS[exception] : undefined;
  if (!what) return undefined;
  const problem = new Problem('signInRefused', what, TRY_AGAIN);
  const reason = REASONS[exception];
  return reason ? problem.because(reason) : problem;
}

/** The Problem that a deadline's or a cancellation's signal carries. */
export function cancelled(signal: AbortSignal): Problem {
  return signal.reason instanceof Problem
    ? signal.reason
    : new Problem('signInRefused', 'the sign-in was cancelled', TRY_AGAIN).because('cancelled');
}

/** A signal that ends the sign-in when the person walked away. */
export function signInDeadline(seconds: number): AbortSignal {
  return deadline(seconds * 1000, refused('ExpiredTokenException'));
}

/**
 * The authorization code needs a browser on this machine that reaches our loopback port: not over SSH, not from WSL,
 * not from a container where nobody names one, not without a display. A legacy profile has no scope to ask for, hence the device code.
 */
export function chooseFlow(
  host: Surroundings,
  portal: Portal,
  signIn: Pick<Config['signIn'], 'flow' | 'browserCommand'>,
): 'authorization-code' | 'device-code' {
  if (portal.scopes.length === 0) return 'device-code';
  if (signIn.flow !== 'auto') return signIn.flow;
  return hasLocalBrowser(host, signIn.browserCommand) ? 'authorization-code' : 'device-code';
}

/** Where we run; `exists` says whether there is such a file. */
export interface Surroundings extends Pick<Host, 'platform' | 'env'> {
  exists?: (file: string) => boolean;
}

/** The person's browser is on another system, whatever else is set; a distribution in WSL sets BROWSER by itself. */
const SSH = ['SSH_CONNECTION', 'SSH_CLIENT', 'SSH_TTY'];
const WSL = ['WSL_DISTRO_NAME', 'WSL_INTEROP'];
/** A container's display is mostly for something else than a browser. */
const CONTAINER = ['container', 'REMOTE_CONTAINERS', 'CODESPACES'];
const CONTAINER_FILES = ['/.dockerenv', '/run/.containerenv'];

/**
 * Whether the person's browser can be opened, and comes back to this machine. Who names a browser in a container
 * (development containers do, on purpose) means one that does.
 */
export function hasLocalBrowser(surroundings: Surroundings, browserCommand?: string): boolean {
  const { platform, env } = surroundings;
  if (SSH.some((name) => env[name])) return false;
  if (platform !== 'linux') return true;
  if (WSL.some((name) => env[name])) return false;
  if (browserCommand || env['BROWSER']) return true;
  return Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY']) && !isContainer(surroundings);
}

function isContainer({ env, exists = existsSync }: Surroundings): boolean {
  return CONTAINER.some((name) => env[name]) || CONTAINER_FILES.some((file) => exists(file));
}
