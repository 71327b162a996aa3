import { StartDeviceAuthorizationCommand } from '@aws-sdk/client-sso-oidc';
import * as v from 'valibot';
import { aborted } from '../deadline.ts';
import type { Host } from '../host.ts';
import { networkProblem } from '../network/failure.ts';
import { headerText } from '../network/header.ts';
import { isWebAddress } from '../network/safe-url.ts';
import {
  checked,
  createToken,
  type Grant,
  type OidcHost,
  oidcClient,
  type Portal,
  type Registration,
  register,
  sent,
  tokenFrom,
} from './oidc.ts';
import { cancelled, type Invite, refused } from './sign-in.ts';
import type { SsoToken } from './sso-token.ts';

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:device_code';
/** RFC 8628, section 3.5. */
const SLOW_DOWN_MS = 5_000;
const DEFAULT_INTERVAL_S = 5;
/** Whatever the service says: a fraction of a second would be thousands of questions. */
const LEAST_INTERVAL_S = 1;
/** AWS's are 9 characters, for people to compare. */
const LONGEST_USER_CODE = 64;

/** An address that a browser may be sent to: never a script, a file or another program. */
const webAddress = v.pipe(v.string(), v.check(isWebAddress));
const given = v.object({
  deviceCode: headerText,
  userCode: v.pipe(headerText, v.maxLength(LONGEST_USER_CODE)),
  verificationUri: webAddress,
  verificationUriComplete: v.nullish(webAddress),
  /** Seconds. */
  interval: v.nullish(v.pipe(v.number(), v.minValue(0), v.maxValue(60))),
  expiresIn: v.pipe(v.number(), v.minValue(1), v.maxValue(86_400)),
});

interface Authorization {
  deviceCode: string;
  userCode: string;
  address: string;
  /** Milliseconds between two questions. */
  interval: number;
  /** Epoch milliseconds. */
  expiresAt: number;
}

/** Signs in by a code that the person confirms in any browser, on this machine or another. */
export async function signInByDevice(
  host: OidcHost & Pick<Host, 'pause'>,
  portal: Portal,
  invite: Invite,
  signal: AbortSignal,
): Promise<SsoToken> {
  const oidc = oidcClient(host.network, portal.region);
  const registration = await register(oidc, portal, { flow: 'device' }, signal);
  const answer = await sent('SSO OIDC StartDeviceAuthorization', signal, () =>
    requestAuthorization(oidc, registration, portal, signal),
  );
  const authorization = readAuthorization(answer, host.now());
  await invite({
    address: authorization.address,
    userCode: authorization.userCode,
    expiresAt: authorization.expiresAt,
  });
  const grant = await pollUntilDecided(
    host,
    authorization,
    () =>
      createToken(
        oidc,
        {
          clientId: registration.clientId,
          clientSecret: registration.clientSecret.reveal(),
          grantType: GRANT_TYPE,
          deviceCode: authorization.deviceCode,
        },
        signal,
      ),
    signal,
  );
  return tokenFrom(grant, registration, portal, host.now());
}

function requestAuthorization(
  oidc: ReturnType<typeof oidcClient>,
  registration: Registration,
  portal: Portal,
  signal: AbortSignal,
): Promise<unknown> {
  return oidc.send(
    new StartDeviceAuthorizationCommand({
      clientId: registration.clientId,
      clientSecret: registration.clientSecret.reveal(),
      startUrl: portal.startUrl,
    }),
    { abortSignal: signal },
  );
}

export function readAuthorization(answer: unknown, now: number): Authorization {
  const { deviceCode, userCode, verificationUri, verificationUriComplete, interval, expiresIn } = checked(
    given,
    answer,
  );
  return {
    deviceCode,
    userCode,
    address: verificationUriComplete ?? verificationUri,
    interval: Math.max(interval || DEFAULT_INTERVAL_S, LEAST_INTERVAL_S) * 1000,
    expiresAt: now + expiresIn * 1000,
  };
}

async function pollUntilDecided(
  host: Pick<Host, 'now' | 'pause'>,
  { interval, expiresAt }: Authorization,
  ask: () => Promise<Grant>,
  signal: AbortSignal,
): Promise<Grant> {
  for (let wait = interval; ; ) {
    await Promise.race([host.pause(wait), aborted(signal)]).catch(() => {});
    if (signal.aborted) throw cancelled(signal);
    if (host.now() >= expiresAt) throw refused('ExpiredTokenException');
    const answer = await ask().catch((thrown: Error) => decisionOf(thrown, signal));
    if (answer === 'slow down') wait += SLOW_DOWN_MS;
    else if (answer !== 'pending') return answer;
  }
}

/** Pending and slow_down are answers, not failures; a lost connection in between is tried again until the code expires. */
function decisionOf(thrown: Error, signal: AbortSignal): 'pending' | 'slow down' {
  if (thrown.name === 'AuthorizationPendingException') return 'pending';
  if (thrown.name === 'SlowDownException') return 'slow down';
  const refusal = refused(thrown.name);
  if (refusal) throw refusal;
  const problem = networkProblem(thrown, 'SSO OIDC CreateToken', signal);
  if (problem.code === 'unreachable') return 'pending';
  throw problem;
}
