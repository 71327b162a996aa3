import { signInByCode } from '../shared/identity/code-flow.ts';
import { signInByDevice } from '../shared/identity/device-flow.ts';
import { chooseFlow, hasLocalBrowser, type Invite } from '../shared/identity/sign-in.ts';
import type { SsoToken } from '../shared/identity/sso-token.ts';
import type { Page } from './page/server.ts';
import type { SignIn } from './sign-in-once.ts';
import type { Button } from './states.ts';
import { ask, whilePageWaits } from './waiting.ts';

type Flow = ReturnType<typeof chooseFlow>;

/** Signs in by ourselves, with a page on loopback that follows the state, and stores the session. */
export async function signInBuiltIn(request: SignIn): Promise<void> {
  const page = await request.guide.page();
  const token = await whilePageWaits(request, page, (watched) => tokenByEitherWay(watched, page));
  if (token) await request.session.store.write(token);
}

/** One way of signing in, and the other when the person presses for it, or no browser opens: a code can be typed elsewhere. */
async function tokenByEitherWay(request: SignIn, page: Page): Promise<SsoToken> {
  const { host, config, session } = request;
  const { flow: policy, browserCommand } = config.signIn;
  const mayChange = policy === 'auto' && session.portal.scopes.length > 0 && hasLocalBrowser(host, browserCommand);
  const buttons: Button[] = mayChange ? ['sign-in', 'other-way'] : ['sign-in'];
  for (let flow = chooseFlow(host, session.portal, { flow: policy, browserCommand }); ; flow = otherThan(flow)) {
    const turn = new AbortController();
    const signal = AbortSignal.any([request.signal, turn.signal]);
    const press = page.pressed(['other-way'], signal).then(() => undefined);
    const stuck = Promise.withResolvers<undefined>();
    const otherwise = mayChange && flow === 'authorization-code' ? () => stuck.resolve(undefined) : undefined;
    const way = tokenBy(flow, { ...request, signal }, page, (invitation) =>
      ask({ ...request, signal }, invitation, buttons, otherwise),
    );
    const token = await Promise.race([way, press, stuck.promise]);
    turn.abort();
    if (token) return token;
    request.guide.show({ name: 'preparing' });
  }
}

function otherThan(flow: Flow): Flow {
  return flow === 'device-code' ? 'authorization-code' : 'device-code';
}

function tokenBy(flow: Flow, request: SignIn, page: Page, invite: Invite): Promise<SsoToken> {
  const { host, identity, session, signal, endsAt } = request;
  const withNetwork = { ...host, network: identity.network };
  if (flow === 'device-code') return signInByDevice(withNetwork, session.portal, invite, signal);
  return signInByCode(withNetwork, session.portal, page.callback, invite, endsAt, signal);
}
