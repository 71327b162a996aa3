import { Problem } from '../../../shared/problem.ts';
import { vaultKey } from '../../../shared/vault/key.ts';
import type { Check } from '../examination.ts';
import { type Finding, failure, ok, valueOrProblem, warning } from '../finding.ts';
import type { Scene } from '../scene.ts';
import { hasForeignHelper } from '../subject.ts';

const WHAT = 'keychain';
const SLOW_MS = 1_000;

/** The keychain of the operating system, as the programs ask it: nobody is asked to unlock it. */
export const keychain: Check<Scene> = {
  id: 'keychain',
  section: 'Storage',
  what: WHAT,
  needs: ['policy'],
  async find(scene) {
    const { secureStorage } = await scene.config();
    if (secureStorage === 'file') return [ok('keychain', WHAT, 'not used: secureStorage is file')];
    if (await keepsNothing(scene)) return [ok('keychain', WHAT, 'not needed: the credential is none of ours')];
    const began = performance.now();
    const key = await valueOrProblem(() => vaultKey(scene.host, 'keychain'));
    const milliseconds = Math.round(performance.now() - began);
    if (key instanceof Problem) return [await lacking(scene, key)];
    return [
      milliseconds > SLOW_MS
        ? slow(milliseconds)
        : ok('keychain', WHAT, `answered in ${milliseconds} ms${key ? '' : '; no key of ours yet'}`),
    ];
  },
};

/** A key in the settings, a gateway, or another program's tokens: and nobody signs in beside it. */
async function keepsNothing(scene: Scene): Promise<boolean> {
  const config = await scene.config();
  if (hasForeignHelper(config)) return (await valueOrProblem(() => config.identity())) instanceof Problem;
  const credential = await valueOrProblem(() => config.credential());
  if (credential instanceof Problem || credential.from === 'identity') return false;
  return credential.from !== 'gateway' || credential.key !== undefined;
}

/** A profile's session is the AWS CLI's file: without a keychain, nothing is kept, and that is all. */
async function lacking(scene: Scene, problem: Problem): Promise<Finding> {
  const setting = await valueOrProblem(async () => (await scene.config()).identity());
  const needed = !(setting instanceof Problem) && setting.source === 'sso';
  if (needed) return failure('keychain', WHAT, problem);
  const words = `${problem.message} (nothing needs it: but no token is kept, and AWS is asked each time)`;
  return warning('keychain', WHAT, { words, next: problem.hint }, { code: 'storage' });
}

function slow(milliseconds: number): Finding {
  const words = `the keychain took ${(milliseconds / 1000).toFixed(1)} s to answer; after 3 s it is given up`;
  const next = 'look at what slows it down (another keyring program, a security agent), or set secureStorage to file';
  return warning('keychain', WHAT, { words, next }, { code: 'storage', explains: ['session', 'helper'] });
}
