import { isKnownOver } from '../../../shared/identity/over.ts';
import type { SsoSession } from '../../../shared/identity/session.ts';
import type { SsoToken } from '../../../shared/identity/sso-token.ts';
import { Problem } from '../../../shared/problem.ts';
import { moment } from '../../../shared/spans.ts';
import type { Check } from '../examination.ts';
import { type Finding, failure, ok, plain, unchecked } from '../finding.ts';
import type { Scene } from '../scene.ts';
import { launcherCommand } from '../sign-in-hint.ts';

const WHAT = 'sign-in session';

/** The session with the access portal, as it is stored: live, ended, or to be renewed without a person. */
export const session: Check<Scene> = {
  id: 'session',
  section: 'Sign-in',
  what: WHAT,
  needs: async (scene) => ['policy', 'aws', 'folders', 'token-file', ...((await isSealed(scene)) ? ['keychain'] : [])],
  async find(scene) {
    const subject = await scene.subject();
    if (!subject) return [ok('session', WHAT, 'not needed: nobody signs in to AWS here')];
    const { session: found, name } = subject.identity;
    if (!found) return [ok('session', WHAT, `not needed: ${name} has credentials of its own`)];
    // Its end is one by AWS's time.
    await scene.reaches().catch(() => {});
    const token = await scene.token();
    if (!token) return [ended(await whyNone(found.store.file, name), nextStep(scene), { file: found.store.file })];
    return [await judged(scene, found, token, name)];
  },
};

async function whyNone(file: string, name: string): Promise<string> {
  if (!(await Bun.file(file).exists())) return `nobody is signed in as ${name}`;
  return `the session of ${name} can't be opened: its key is gone, or ${file} is damaged`;
}

async function isSealed(scene: Scene): Promise<boolean> {
  const subject = await scene.subject().catch(() => undefined);
  return subject?.identity.session?.store.file.endsWith('.sealed') ?? false;
}

async function judged(scene: Scene, found: SsoSession, token: SsoToken, name: string): Promise<Finding> {
  const now = scene.host.now();
  const renewable = token.refreshable(now) !== undefined;
  const details = plain({
    portal: found.portal.startUrl,
    'renewed without a person': renewable ? 'yes, as long as the session of the portal lasts' : 'no',
    file: found.store.file,
  });
  if (token.expiresAt > now) return ok('session', WHAT, `${name}: live until ${moment(token.expiresAt, now)}`, details);
  if (renewable && !(await isKnownOver(scene.host, found.key, token))) {
    return ok('session', WHAT, `${name}: the access token has ended, and is renewed by the next call`, details);
  }
  return ended(`the sign-in of ${name} has ended, ${moment(token.expiresAt, now)}`, nextStep(scene), details);
}

function ended(words: string, hint: string, details: Finding['details']): Finding {
  return failure('session', WHAT, new Problem('signInNeeded', words, hint), details);
}

function nextStep(scene: Scene): string {
  return `sign in: start ${launcherCommand(scene)}`;
}

/** Said by the portal of a session that looked live. */
export function refusedByPortal(scene: Scene, name: string): Finding {
  return ended(`the access portal no longer takes the sign-in of ${name}`, nextStep(scene), {});
}

export function notRenewed(): Finding {
  return unchecked(
    'role',
    'role credentials',
    'not checked, because the session was not renewed: see the credential helper',
  );
}
