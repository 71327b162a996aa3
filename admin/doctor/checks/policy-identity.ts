import { chosenSource, namedSource, sourcesSet } from '../../../shared/policy/credential-source.ts';
import type { IdentitySetting } from '../../../shared/policy/identity-setting.ts';
import type { Settings } from '../../../shared/policy/settings.ts';
import { Problem } from '../../../shared/problem.ts';
import { type Finding, failure, ok, plain, valueOrProblem, warning } from '../finding.ts';
import type { Scene } from '../scene.ts';
import { hasForeignHelper } from '../subject.ts';

/** Which of the credential sources counts in the app. */
export async function credentialSource(scene: Scene, settings: Settings): Promise<Finding> {
  const what = 'credential source';
  const config = await valueOrProblem(() => scene.config());
  if (config instanceof Problem) return failure('policy.source', what, config);
  const found = await valueOrProblem(() => ({ credential: config.credential(), chosen: chosenSource(settings) }));
  if (found instanceof Problem) return failure('policy.source', what, found);
  const set = sourcesSet(settings);
  const { credential, chosen = 'no source is set for the app' } = found;
  const details = plain({ provider: config.provider, 'sources set': set.join(', '), counts: chosen });
  const source = credential.from === 'gateway' ? 'the gateway' : chosen;
  if (set.length < 2 || namedSource(settings))
    return ok('policy.source', what, `${config.provider}, ${source}`, details);
  const words = `${set.length} credential sources are set (${set.join(', ')}) and none is named; the app takes ${chosen}`;
  return warning(
    'policy.source',
    what,
    { words, next: 'set inferenceCredentialKind, and keep one source' },
    { details },
  );
}

/** Who signs in, as the settings and the environment have it. */
export async function whoSignsIn(scene: Scene): Promise<Finding[]> {
  const what = 'who signs in';
  const config = await valueOrProblem(() => scene.config());
  if (config instanceof Problem) return [];
  const credential = await valueOrProblem(() => config.credential());
  if (credential instanceof Problem) return [];
  if (credential.from !== 'identity') return [ok('policy.identity', what, `nobody: ${WHY_NOBODY[credential.from]}`)];
  const setting = await valueOrProblem(() => config.identity());
  if (!(setting instanceof Problem)) return [ok('policy.identity', what, wordsOf(setting))];
  if (hasForeignHelper(config)) return [ok('policy.identity', what, 'nobody: another program gives the credential')];
  return [failure('policy.identity', what, setting)];
}

const WHY_NOBODY = {
  settings: 'a Bedrock API key stands in the settings',
  gateway: 'a gateway of your own takes the requests',
  app: 'the app signs in by itself',
};

function wordsOf(setting: IdentitySetting): string {
  if (setting.source === 'profile') return `AWS profile ${setting.profile}`;
  return `role ${setting.roleName} in account ${setting.accountId}, at ${setting.startUrl}`;
}
