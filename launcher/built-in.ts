import type { Host } from '../shared/host.ts';
import { signInByCode } from '../shared/identity/code-flow.ts';
import { signInByDevice } from '../shared/identity/device-flow.ts';
import { differs, type SsoSession } from '../shared/identity/session.ts';
import { chooseFlow, hasLocalBrowser, type Invitation } from '../shared/identity/sign-in.ts';
import type { SsoToken } from '../shared/identity/sso-token.ts';
import { whileThere } from './guide.ts';
import { knocksSince } from './knock.ts';
import type { Page } from './page/server.ts';
import type { SignIn } from './sign-in-once.ts';
import type { Button } from './states.ts';

type Flow = ReturnType<typeof chooseFlow>;

const LOOK_AGAIN_MS = 1_000;
/** Of twenty double-clicks at once, none is a sign that the page was lost. */
const IMPATIENCE_MS = 10_000;

/** Signs in by ourselves, with a page on loopback that follows the state, and stores the session. */
export async function signInBuiltIn(request: SignIn): Promise<void> {
  const page = await request.guide.page();
  const over = new AbortController();
  const closed = whileThere(page, Number.POSITIVE_INFINITY);
  const signal = AbortSignal.any([request.signal, over.signal, closed]);
  try {
    const token = await Promise.race([
      tokenByEitherWay({ ...request, signal }, page),
      signedInElsewhere(request.host, request.session, signal),
      reopened(request, page, signal),
    ]);
    if (token) await request.session.store.write(token);
  } finally {
    over.abort();
  }
}

/** One way of signing in, and the other when the person presses for it. */
async function tokenByEitherWay(request: SignIn, page: Page): Promise<SsoToken> {
  const { host, config, session } = request;
  const { flow: policy, browserCommand } = config.signIn;
  const mayChange = policy === 'auto' && session.portal.scopes.length > 0 && hasLocalBrowser(host, browserCommand);
  const buttons: Button[] = mayChange ? ['sign-in', 'other-way'] : ['sign-in'];
  for (let flow = chooseFlow(host, session.portal, { flow: policy, browserCommand }); ; flow = otherThan(flow)) {
    const turn = new AbortController();
    const signal = AbortSignal.any([request.signal, turn.signal]);
    const press = page.pressed(['other-way'], signal).then(() => undefined);
    const token = await Promise.race([tokenBy(flow, { ...request, signal }, page, buttons), press]);
    turn.abort();
    if (token) return token;
    request.guide.show({ name: 'preparing' });
  }
}

function otherThan(flow: Flow): Flow {
  return flow === 'device-code' ? 'authorization-code' : 'device-code';
}

function tokenBy(flow: Flow, request: SignIn, page: Page, buttons: Button[]): Promise<SsoToken> {
  const { host, config, identity, session, signal } = request;
  const withNetwork = { ...host, network: identity.network };
  const invite = (invitation: Invitation) => ask(request, invitation, buttons);
  if (flow === 'device-code') return signInByDevice(withNetwork, session.portal, invite, signal);
  const expiresAt = host.now() + config.signIn.timeoutSec * 1000;
  return signInByCode(withNetwork, session.portal, page.callback, invite, expiresAt, signal);
}

/** One browser page, and always the address in words: a browser that fails to open must not end the sign-in. */
export async function ask(
  { host, guide, invited, signal }: SignIn,
  invitation: Invitation & { apart?: boolean },
  buttons: readonly Button[] = ['sign-in'],
): Promise<void> {
  const { address, userCode } = invitation;
  await invited(invitation);
  // The person may have pressed for the other way meanwhile.
  signal.throwIfAborted();
  guide.show({ name: 'sign-in-needed', invitation }, buttons);
  const opened = await guide.open();
  const where = userCode ? 'any browser' : 'a browser on this machine';
  host.say(opened ? 'your browser opens for the sign-in to AWS' : `open this address in ${where} to sign in to AWS`);
  host.say(`address: ${address}`);
  if (userCode) host.say(`code: ${userCode}`);
}

/** Somebody may sign in by other means while our page waits (`aws sso login`, say): then there is nothing to wait for. */
export async function signedInElsewhere(host: Host, session: SsoSession, signal: AbortSignal): Promise<undefined> {
  const before = await session.store.read();
  while (!signal.aborted) {
    await host.pause(LOOK_AGAIN_MS);
    const token = await session.store.read();
    if (token && (!before || differs(token, before)) && token.expiresAt > host.now()) return undefined;
  }
  // The flow has its own word for an end without a session.
  return new Promise<never>(() => {});
}

/** A person who double-clicks again while no page of ours is open has lost it: they get it back. */
export async function reopened({ host, guide, session }: SignIn, page: Page, signal: AbortSignal): Promise<never> {
  for (let since = host.wall() + IMPATIENCE_MS; !signal.aborted; ) {
    await host.pause(LOOK_AGAIN_MS);
    if (page.isThere()) since = Math.max(since, host.wall());
    else if (await knocksSince(host, session.key, since)) {
      since = host.wall() + IMPATIENCE_MS;
      await guide.openAnew();
    }
  }
  return new Promise<never>(() => {});
}
