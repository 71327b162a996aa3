import { existsSync } from 'node:fs';
import { type AwsConfig, awsFiles, readAwsConfig, stanzaOf, valueIn } from '../../../shared/identity/aws-config.ts';
import { isShadowed } from '../../../shared/identity/profile.ts';
import type { IdentitySetting } from '../../../shared/policy/identity-setting.ts';
import { Problem } from '../../../shared/problem.ts';
import type { Check } from '../examination.ts';
import { type Finding, failure, ok, plain, valueOrProblem, warning } from '../finding.ts';
import { nearest } from '../nearest.ts';
import type { Scene } from '../scene.ts';
import type { Subject } from '../subject.ts';

/** The AWS CLI's own files, and what they say of the profile. */
export const awsConfig: Check<Scene> = {
  id: 'aws',
  section: 'AWS config',
  what: 'AWS profile',
  needs: ['policy'],
  async find(scene) {
    const config = await scene.config();
    const setting = await valueOrProblem(() => config.identity());
    if (setting instanceof Problem || config.credential().from !== 'identity') return [];
    if (setting.source === 'sso') return [ok('aws.profile', 'AWS profile', 'not needed: the settings name the role')];
    const files = awsFiles(scene.host, setting.awsDir);
    const found = await valueOrProblem(() => readAwsConfig(files));
    if (found instanceof Problem) return [failure('aws.files', 'AWS files', found)];
    const subject = await valueOrProblem(() => scene.subject());
    return [filesFinding(found), ...shadow(found, setting.profile), profileFinding(found, setting, subject)];
  },
};

function filesFinding({ files, config }: AwsConfig): Finding {
  const state = (file: string) => `${file}${existsSync(file) ? '' : ' (not there)'}`;
  const details = { config: state(files.config), credentials: state(files.credentials) };
  return ok(
    'aws.files',
    'AWS files',
    `${config.size} ${config.size === 1 ? 'profile' : 'profiles'} in ${files.config}`,
    details,
  );
}

/** Keys of the same name come first, in the app and in the SDKs too. */
function shadow(found: AwsConfig, name: string): Finding[] {
  const signsIn = ['sso_session', 'sso_start_url', 'role_arn', 'credential_process'].some((key) =>
    valueIn(found.config.get(name) ?? new Map(), key),
  );
  if (!isShadowed(found, name) || !signsIn) return [];
  const { config, credentials } = found.files;
  const words = `access keys in [${name}] of ${credentials} hide the sign-in of [profile ${name}] in ${config}`;
  const next = `remove the section [${name}] from ${credentials}, or name it otherwise`;
  const explains = ['role', 'role.lifetime', 'identity', 'helper', 'model'];
  return [warning('aws.shadowed', 'shadowed profile', { words, next }, { code: 'configuration', explains })];
}

function profileFinding(
  found: AwsConfig,
  { profile }: IdentitySetting & { source: 'profile' },
  subject: Subject | Problem | undefined,
): Finding {
  const what = 'AWS profile';
  if (subject instanceof Problem) {
    const meant = stanzaOf(found, profile)
      ? undefined
      : nearest(profile, [...found.config.keys(), ...found.credentials.keys()]);
    const hint = meant ? `did you mean "${meant}"? correct the name of the profile in the settings` : subject.hint;
    return failure('aws.profile', what, { ...subject, message: subject.message, hint });
  }
  const { role, chain, identity } = subject ?? {};
  const details = plain({
    session: identity?.session?.portal.startUrl,
    'session region': identity?.session?.portal.region,
    account: role?.accountId,
    role: role?.roleName,
    source: chain?.source.kind,
    'assumed roles': chain?.roles.map(({ arn }) => arn).join(', '),
    region: identity?.region,
  });
  return ok('aws.profile', what, `${profile} is there and can be resolved`, details);
}
