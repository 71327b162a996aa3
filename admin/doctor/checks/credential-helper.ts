import type { CredentialSetting } from '../../../shared/policy/credential-setting.ts';
import { Problem } from '../../../shared/problem.ts';
import type { Check } from '../examination.ts';
import { type Finding, failure, ok, plain, valueOrProblem, warning } from '../finding.ts';
import type { Scene } from '../scene.ts';
import type { SelfTest } from '../self-test.ts';
import { hasForeignHelper } from '../subject.ts';
import { tokenFinding } from '../token-finding.ts';

const WHAT = 'credential helper';

/** The helper, run as the app runs it: absolute path, no arguments, its time limit, and in a context that may ask nobody. */
export const credentialHelper: Check<Scene> = {
  id: 'helper',
  section: 'Token',
  what: WHAT,
  needs: async (scene) => ((await isForeign(scene)) ? ['policy'] : ['policy', 'region', 'session', 'role']),
  async find(scene) {
    const credential = (await scene.config()).credential();
    const why = whyNotNeeded(credential);
    if (!why || (await isForeign(scene))) return findings(scene, await scene.selfTest());
    const unneeded = ok('helper', WHAT, `not needed: ${why}`);
    if (credential.from !== 'settings') return [unneeded];
    return [unneeded, await tokenFinding(scene, { token: credential.token, headers: {} }, 'settings')];
  },
};

function whyNotNeeded(credential: CredentialSetting): string | undefined {
  if (credential.from === 'settings') return 'the API key stands in the settings';
  if (credential.from === 'app') return 'the app signs in by itself';
  return credential.from === 'gateway' && credential.key ? 'the key of the gateway stands in the settings' : undefined;
}

async function isForeign(scene: Scene): Promise<boolean> {
  const config = await valueOrProblem(() => scene.config());
  return !(config instanceof Problem) && (await valueOrProblem(() => hasForeignHelper(config))) === true;
}

async function findings(scene: Scene, test: SelfTest): Promise<Finding[]> {
  const { path, milliseconds, exitCode, answer } = test;
  const details = plain({
    program: path,
    called: 'without arguments, CLAUDE_HELPER_CONTEXT=setup-test',
    took: `${milliseconds} ms`,
    'exit code': String(exitCode ?? 'none'),
  });
  if (answer instanceof Problem) return [failure('helper', WHAT, answer, details)];
  return [spoken(test, details), await tokenFinding(scene, answer, 'helper')];
}

function spoken({ milliseconds, warning: said }: SelfTest, details: Finding['details']): Finding {
  if (!said) return ok('helper', WHAT, `gives a token in ${milliseconds} ms`, details);
  return warning(
    'helper',
    WHAT,
    { words: `it gives a token, but warns: ${said.what}`, next: said.hint ?? '' },
    { details },
  );
}
