import type { CredentialSetting } from '../../../shared/policy/credential-setting.ts';
import { Problem } from '../../../shared/problem.ts';
import type { HelperAnswer } from '../../../shared/token/helper-output.ts';
import { wantFor } from '../../../shared/token/lifetime.ts';
import { type BearerForm, bearerForm } from '../bearer-form.ts';
import type { Check } from '../examination.ts';
import { type Finding, failure, ok, plain, valueOrProblem, warning } from '../finding.ts';
import { span } from '../moments.ts';
import type { Scene } from '../scene.ts';
import type { SelfTest } from '../self-test.ts';
import { hasForeignHelper } from '../subject.ts';

const WHAT = 'credential helper';

/** The helper, run as the app runs it: absolute path, no arguments, its time limit, and in a context that may ask nobody. */
export const credentialHelper: Check<Scene> = {
  id: 'helper',
  section: 'Token',
  what: WHAT,
  needs: async (scene) => ((await isForeign(scene)) ? ['policy'] : ['policy', 'region', 'session', 'role']),
  async find(scene) {
    const why = whyNotNeeded((await scene.config()).credential());
    if (why && !(await isForeign(scene))) return [ok('helper', WHAT, `not needed: ${why}`)];
    return findings(scene, await scene.selfTest());
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
  return [spoken(test, details), await token(scene, answer)];
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

async function token(scene: Scene, { token, headers }: HelperAnswer): Promise<Finding> {
  const form = bearerForm(token.reveal());
  const names = Object.keys(headers);
  const extra = { headers: names.length > 0 ? names.join(', ') : undefined };
  if (!form) return ok('token', 'token', 'of another kind than those that Bedrock knows by their form', plain(extra));
  const config = await scene.config();
  const rest = form.signedAt + form.lifeSec * 1000 - scene.host.now();
  const details = plain({
    region: form.region,
    'signed for': `${form.lifeSec} s`,
    'still lives': span(rest),
    ...extra,
  });
  const region = config.region ?? (await scene.subject())?.identity.region;
  return (
    fault(form, rest, wantFor(scene.host, config.helper.ttlSec).leastMs, region, details) ??
    ok('token', 'token', `a Bedrock API key for ${form.region}, living ${span(rest)}`, details)
  );
}

function fault(
  form: BearerForm,
  rest: number,
  needed: number,
  region: string | undefined,
  details: Finding['details'],
): Finding | undefined {
  if (region && form.region !== region) {
    const words = `the token is for region ${form.region}, but Bedrock is called in ${region}`;
    const next = 'set the same region for the helper and in inferenceBedrockRegion';
    return warning('token', 'token', { words, next }, { code: 'configuration', details, explains: ['model'] });
  }
  if (rest >= needed) return undefined;
  const words = `the token lives ${Math.max(0, Math.floor(rest / 1000))} s, but the app may use it for ${needed / 1000} s`;
  return warning(
    'token',
    'token',
    { words, next: 'lower inferenceCredentialHelperTtlSec, or have the helper give longer tokens' },
    { code: 'configuration', details, explains: ['model'] },
  );
}
