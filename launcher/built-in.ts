import type { Host } from '../shared/host.ts';
import { signInByCode } from '../shared/identity/code-flow.ts';
import { signInByDevice } from '../shared/identity/device-flow.ts';
import { differs, type SsoSession } from '../shared/identity/session.ts';
import { chooseFlow, hasLocalBrowser, type Invitation } from '../shared/identity/sign-in.ts';
import type { SsoToken } from '../shared/identity/sso-token.ts';
import { Problem } from '../shared/problem.ts';
import { openBrowser } from './browser.ts';
import { tellNoMore } from './page/problem-page.ts';
import { openPage, type Page } from './page/server.ts';
import type { SignIn } from './sign-in-once.ts';

const LOOK_AGAIN_MS = 1_000;

/** Signs in by ourselves, with a page on loopback that follows the state, and stores the session. */
export async function signInBuiltIn(request: SignIn): Promise<void> {
  const page = openPage();
  const over = new AbortController();
  const signal = AbortSignal.any([request.signal, over.signal]);
  try {
    const flow = flowToken({ ...request, signal }, page);
    const token = await Promise.race([flow, signedInElsewhere(request.host, request.session, signal)]);
    if (token) await request.session.store.write(token);
    await request.confirm();
    page.show({ phase: 'done' });
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    page.show({ phase: 'failed', message: thrown.message, hint: thrown.hint });
    throw page.wasVisited() ? tellNoMore(thrown) : thrown;
  } finally {
    over.abort();
    await page.close();
  }
}

/** Somebody may sign in by other means while our page waits (`aws sso login`, say): then there is nothing to wait for. */
async function signedInElsewhere(host: Host, session: SsoSession, signal: AbortSignal): Promise<undefined> {
  const before = await session.store.read();
  while (!signal.aborted) {
    await host.pause(LOOK_AGAIN_MS);
    const token = await session.store.read();
    if (token && (!before || differs(token, before)) && token.expiresAt > host.now()) return undefined;
  }
  // The flow has its own word for an end without a session.
  return new Promise<never>(() => {});
}

function flowToken({ host, config, identity, session, invited, signal }: SignIn, page: Page): Promise<SsoToken> {
  const withNetwork = { ...host, network: identity.network };
  const { flow, timeoutSec, browserCommand } = config.signIn;
  const chosen = chooseFlow(host, session.portal, { flow, browserCommand });
  const invite = async (invitation: Invitation) => {
    await invited(invitation);
    await ask(host, page, invitation, browserCommand);
  };
  if (chosen === 'device-code') return signInByDevice(withNetwork, session.portal, invite, signal);
  const expiresAt = host.now() + timeoutSec * 1000;
  return signInByCode(withNetwork, session.portal, page.callback, invite, expiresAt, signal);
}

/** One browser page, and always the address in words: a browser that fails to open must not end the sign-in. */
async function ask(host: Host, page: Page, invitation: Invitation, browserCommand: string | undefined): Promise<void> {
  const { address, userCode } = invitation;
  page.show({ phase: 'waiting', address, ...(userCode ? { userCode } : {}) });
  const opened =
    hasLocalBrowser(host, browserCommand) && (await openBrowser(host, page.address, browserCommand, page.wasVisited));
  const where = userCode ? 'any browser' : 'a browser on this machine';
  host.say(opened ? 'your browser opens for the sign-in to AWS' : `open this address in ${where} to sign in to AWS`);
  host.say(`address: ${address}`);
  if (userCode) host.say(`code: ${userCode}`);
}
