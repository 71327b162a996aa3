import { startDetached } from '../../shared/child.ts';
import { deadline } from '../../shared/deadline.ts';
import type { Host } from '../../shared/host.ts';
import type { SsoSession } from '../../shared/identity/session.ts';
import type { SsoToken } from '../../shared/identity/sso-token.ts';
import { programPath } from '../../shared/places.ts';
import { Problem } from '../../shared/problem.ts';
import { withLock } from '../../shared/vault/lock.ts';
import { noticeLanguage } from '../notice/language.ts';
import { type Notice, type Reaction, showNotice } from '../notice/notice.ts';
import { catalogue } from '../texts/catalogue.ts';
import { forgetTold, noteTold, wasTold } from './told.ts';

/** The session that ends, or has ended. */
interface Ending {
  session: SsoSession;
  token: SsoToken;
  profile: string | undefined;
  /** How many minutes are left; undefined when it is over. */
  minutes: number | undefined;
}

const LOCK_LIMIT_MS = 5_000;

/** Says it once for each session, and starts the launcher when the person wants to sign in. False: it could not be said. */
export async function tell(host: Host, ending: Ending): Promise<boolean> {
  if (!(await isFirst(host, ending))) return true;
  const reaction = await showNotice(host, noticeOf(host, ending.minutes));
  host.log.info('notification', { about: ending.minutes === undefined ? 'over' : 'soon', reaction });
  if (reaction === 'clicked') await startLauncher(host, ending);
  if (reaction === 'unavailable') await forgetTold(host, ending.session);
  return reaction !== 'unavailable';
}

/** Notes that it is about to be said, unless somebody else was faster. */
function isFirst(host: Host, { session, token }: Ending): Promise<boolean> {
  const late = new Problem('timeout', 'another run is telling the person', 'nothing');
  return withLock(host, 'told', deadline(LOCK_LIMIT_MS, late), async () => {
    if (await wasTold(host, session, token)) return false;
    await noteTold(host, session, token);
    return true;
  });
}

function noticeOf(host: Pick<Host, 'platform' | 'env'>, minutes: number | undefined): Notice {
  const { soon, over, signIn, later } = catalogue[noticeLanguage(host)].notification;
  const { title, text } = minutes === undefined ? over : soon;
  return { title, text: text.replace('{minutes}', String(minutes)), signIn, later };
}

/** As by a double-click; of a session that still lives it asks for the next one. */
async function startLauncher(host: Host, { profile, minutes }: Ending): Promise<Reaction | undefined> {
  const args = [...(minutes === undefined ? [] : ['--sign-in']), ...(profile ? [`--profile=${profile}`] : [])];
  await startDetached(programPath(host, 'bedrock-launcher'), args);
  return undefined;
}
