import type { Host } from '../shared/host.ts';
import { signInByCode } from '../shared/identity/code-flow.ts';
import { signInByDevice } from '../shared/identity/device-flow.ts';
import { networkOf } from '../shared/identity/identity.ts';
import type { SsoSession } from '../shared/identity/session.ts';
import { chooseFlow, hasLocalBrowser, type Invitation } from '../shared/identity/sign-in.ts';
import type { SsoToken } from '../shared/identity/sso-token.ts';
import type { Config } from '../shared/policy/config.ts';
import { Problem } from '../shared/problem.ts';
import { openBrowser } from './browser.ts';
import { tellNoMore } from './page/problem-page.ts';
import { openPage, type Page } from './page/server.ts';

/** Signs in by ourselves, with a page on loopback that follows the state, and stores the session. */
export async function signInBuiltIn(
  host: Host,
  config: Config,
  session: SsoSession,
  invited: (invitation: Invitation) => Promise<void>,
  deadline: AbortSignal,
): Promise<void> {
  const page = openPage();
  try {
    const token = await flowToken(host, config, session, page, invited, deadline);
    await session.store.write(token);
    page.show({ phase: 'done' });
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    page.show({ phase: 'failed', message: thrown.message, hint: thrown.hint });
    throw page.wasVisited() ? tellNoMore(thrown) : thrown;
  } finally {
    await page.close();
  }
}

function flowToken(
  host: Host,
  config: Config,
  session: SsoSession,
  page: Page,
  invited: (invitation: Invitation) => Promise<void>,
  deadline: AbortSignal,
): Promise<SsoToken> {
  const withNetwork = { ...host, network: networkOf(host, config) };
  const invite = async (invitation: Invitation) => {
    await invited(invitation);
    await ask(host, config, page, invitation);
  };
  if (chooseFlow(host, session.portal, config.signIn) === 'device-code') {
    return signInByDevice(withNetwork, session.portal, invite, deadline);
  }
  const expiresAt = host.now() + config.signIn.timeoutSec * 1000;
  return signInByCode(withNetwork, session.portal, page.callback, invite, expiresAt, deadline);
}

/** One browser page, and always the address in words: a browser that fails to open must not end the sign-in. */
async function ask(host: Host, config: Config, page: Page, invitation: Invitation): Promise<void> {
  page.show({
    phase: 'waiting',
    address: invitation.address,
    ...(invitation.userCode ? { userCode: invitation.userCode } : {}),
  });
  const { browserCommand } = config.signIn;
  const opened = hasLocalBrowser(host, browserCommand) && (await openBrowser(host, page.address, browserCommand));
  host.say(opened ? 'your browser opens for the sign-in to AWS' : 'open this address in a browser to sign in to AWS');
  host.say(`address: ${invitation.address}`);
  if (invitation.userCode) host.say(`code: ${invitation.userCode}`);
}
