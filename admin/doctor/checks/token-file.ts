import { statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { readIfThere } from '../../../shared/files.ts';
import type { SsoToken } from '../../../shared/identity/sso-token.ts';
import { Problem } from '../../../shared/problem.ts';
import type { Check } from '../examination.ts';
import { type Finding, failure, ok, valueOrProblem, warning } from '../finding.ts';
import type { Scene } from '../scene.ts';
import { launcherCommand } from '../sign-in-hint.ts';

const WHAT = 'session file';

/** The file of the session: whole, of this portal, and the person's own. */
export const tokenFile: Check<Scene> = {
  id: 'token-file',
  section: 'Storage',
  what: WHAT,
  needs: ['policy', 'aws', 'folders'],
  async find(scene) {
    const session = (await scene.subject())?.identity.session;
    if (!session) return [];
    const { file } = session.store;
    const bytes = await valueOrProblem(() => readIfThere(file));
    if (bytes instanceof Problem) return [unreadable(scene, bytes, file)];
    if (!bytes) return [ok('token-file', WHAT, 'none yet', { file })];
    // The keychain's own check says why a sealed one can't be opened.
    if (file.endsWith('.sealed')) return [ok('token-file', WHAT, 'sealed', { file })];
    const token = await scene.token();
    if (!token) return [damaged(scene, file)];
    return [
      strangeness(file, token, session.portal.startUrl, scene.host.platform) ??
        ok('token-file', WHAT, 'whole', { file }),
    ];
  },
};

/** It can be made anew, which is easier than to mend it. */
function unreadable(scene: Scene, { code, message }: Problem, file: string): Finding {
  const hint = `move it away, then sign in again, which writes it anew: start ${launcherCommand(scene)}`;
  return failure('token-file', WHAT, { code, message, hint }, { file });
}

function damaged(scene: Scene, file: string): Finding {
  const hint = `sign in again, which writes it anew: start ${launcherCommand(scene)}`;
  const what = `${file}: half-written, or not a session of the AWS CLI`;
  return failure('token-file', WHAT, new Problem('signInNeeded', what, hint));
}

function strangeness(file: string, token: SsoToken, startUrl: string, platform: string): Finding | undefined {
  const portal = token.reveal().startUrl;
  if (portal && portal.replace(/[#/]+$/, '') !== startUrl.replace(/[#/]+$/, '')) {
    const words = `${file}: is a session of ${portal}, not of ${startUrl}`;
    return suspicious(words, 'sign out and in again: bedrock-launcher --sign-out, then bedrock-launcher');
  }
  if (platform === 'win32') return undefined;
  const { uid, mode } = statSync(file);
  if (uid !== userInfo().uid)
    return suspicious(`${file}: belongs to another user`, `make it the person's own: ${file}`);
  if ((mode & 0o077) === 0) return undefined;
  return warning('token-file', WHAT, { words: `${file}: others can read it`, next: `chmod 600 ${file}` });
}

function suspicious(words: string, next: string): Finding {
  const explains = ['session', 'role', 'identity', 'helper'];
  return warning('token-file', WHAT, { words, next }, { code: 'storage', explains });
}
