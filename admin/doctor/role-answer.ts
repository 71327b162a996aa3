import { chainCredentials } from '../../shared/identity/chain.ts';
import { type RoleCredentials, roleCredentials } from '../../shared/identity/role-credentials.ts';
import type { SsoToken } from '../../shared/identity/sso-token.ts';
import { memoized } from './memo.ts';
import { type Scene, within } from './scene.ts';
import { storedToken } from './stored-token.ts';
import type { Subject } from './subject.ts';

/** What AWS gave for the person's role, asked for anew; nothing of it is kept. */
export interface RoleAnswer {
  credentials: RoleCredentials | undefined;
  /** The session had to be renewed first, which the helper did. */
  renewed: boolean;
  /** The session still has to be renewed. */
  stale: boolean;
}

const LIMIT_S = 6;

export const roleAnswer = memoized(async (scene: Scene): Promise<RoleAnswer | undefined> => {
  const subject = await scene.subject();
  if (!subject) return undefined;
  const { session } = subject.identity;
  const token = await scene.token();
  const now = scene.host.now();
  const live = !session || (token !== undefined && token.expiresAt > now);
  const credentials = live ? await ask(scene, subject, token) : undefined;
  if (credentials || !session) return { credentials, renewed: false, stale: false };
  return askAgain(scene, subject, token, !live);
});

/** The doctor spends no refresh token of its own: it looks whether the helper, called as the app calls it, has spent one. */
async function askAgain(
  scene: Scene,
  subject: Subject,
  old: SsoToken | undefined,
  stale: boolean,
): Promise<RoleAnswer> {
  if (!old?.refreshable(scene.host.now())) return { credentials: undefined, renewed: false, stale };
  await scene.selfTest();
  const token = await storedToken(scene.host, await scene.config(), subject);
  const renewed = token !== undefined && token.accessToken.reveal() !== old.accessToken.reveal();
  if (!renewed) return { credentials: undefined, renewed, stale };
  return { credentials: await ask(scene, subject, token), renewed, stale: false };
}

function ask(scene: Scene, { identity, role, chain }: Subject, token: SsoToken | undefined) {
  const signal = limited(scene, chain);
  const { network, session } = identity;
  const assigned = async () =>
    session && role && token && roleCredentials(network, session.portal.region, role, token.accessToken, signal);
  return chain ? chainCredentials({ ...scene.host, network, quiet: true }, chain, assigned, signal) : assigned();
}

/** A program that hangs is no fault of the network. */
function limited(scene: Scene, chain: Subject['chain']): AbortSignal {
  if (chain?.source.kind !== 'process') return within(scene, LIMIT_S, 'role credentials');
  const { file, profile } = chain.source;
  const call = `${file}: the credential_process of profile ${profile}`;
  const hint = 'run it by hand: it may wait for a person, or for the network';
  return within(scene, LIMIT_S, call, 'timeout', hint);
}
