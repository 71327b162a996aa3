import { existsSync } from 'node:fs';
import { type AwsConfig, awsFiles, readAwsConfig, stanzaOf, valueIn } from '../../../shared/identity/aws-config.ts';
import { signsInTo } from '../../../shared/identity/described-profile.ts';
import { isShadowed, readProfile } from '../../../shared/identity/profile.ts';
import type { ProfileSetting } from '../../../shared/policy/identity-setting.ts';
import { Problem } from '../../../shared/problem.ts';
import type { Check } from '../examination.ts';
import { type Finding, failure, ok, plain, valueOrProblem, warning } from '../finding.ts';
import { missingProfile } from '../missing-profile.ts';
import type { Scene } from '../scene.ts';
import { hasForeignHelper, type Subject } from '../subject.ts';

const WHAT = 'AWS profile';

/** The AWS CLI's own files, and what they say of the profile. */
export const awsConfig: Check<Scene> = {
  id: 'aws',
  section: 'AWS config',
  what: WHAT,
  needs: ['policy'],
  async find(scene) {
    const config = await scene.config();
    const setting = await valueOrProblem(() => config.identity());
    if (setting instanceof Problem || config.credential().from !== 'identity') return [];
    if (setting.source === 'sso') return [ok('aws.profile', WHAT, 'not needed: the settings name the role')];
    const files = awsFiles(scene.host, setting.awsDir);
    const found = await valueOrProblem(() => readAwsConfig(files));
    if (found instanceof Problem) return [failure('aws.files', 'AWS files', found)];
    const fault = await profileFault(scene, found, setting);
    return [
      filesFinding(found),
      ...shadow(found, setting.profile),
      ...(fault ? [] : otherThanDescribed(found, setting)),
      ...(fault
        ? [fault]
        : [...shortAccount(await scene.subject()), resolved(found, setting.profile, await scene.subject())]),
    ];
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

/** Undefined: it can be resolved. Where another program gives the credential, nothing hangs on it. */
async function profileFault(
  scene: Scene,
  found: AwsConfig,
  { profile, described }: ProfileSetting,
): Promise<Finding | undefined> {
  const read = await valueOrProblem(() => readProfile(profile, found.files, scene.host.env, described));
  if (!(read instanceof Problem)) return undefined;
  const { code } = read;
  const guess = !described && !stanzaOf(found, profile);
  const { message, hint } = (guess && (await missingProfile(scene, found, profile))) || read;
  if (!hasForeignHelper(await scene.config())) return failure('aws.profile', WHAT, { code, message, hint });
  return warning('aws.profile', WHAT, { words: message, next: hint }, { code });
}

/** Somebody else wrote the profile, or the settings have changed since the launcher did. */
function otherThanDescribed(found: AwsConfig, { profile, described }: ProfileSetting): Finding[] {
  const role = stanzaOf(found, profile) && described?.();
  if (!role || isShadowed(found, profile) || signsInTo(found, profile, role)) return [];
  const words = `[profile ${profile}] in ${found.files.config} is not what the settings describe: role ${role.roleName} in ${role.accountId}, at ${role.startUrl}`;
  const next = 'start bedrock-launcher, which renews what it wrote; a section of your own has to be removed first';
  return [warning('aws.described', WHAT, { words, next }, { code: 'configuration', explains: ['role', 'identity'] })];
}

/** A spreadsheet takes the zeros away from its front. */
function shortAccount(subject: Subject | undefined): Finding[] {
  const id = subject?.role?.accountId ?? '';
  if (!id || /^\d{12}$/.test(id)) return [];
  const words = `sso_account_id ${id} of the profile is no account ID: it has 12 digits, zeros at its front included`;
  const explains = ['role', 'helper'];
  return [
    warning('aws.account', 'account', { words, next: 'correct sso_account_id' }, { code: 'configuration', explains }),
  ];
}

function resolved(found: AwsConfig, profile: string, subject: Subject | undefined): Finding {
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
  const words = stanzaOf(found, profile)
    ? `${profile} is there and can be resolved`
    : `${profile} is not there yet: the launcher writes it at its next start, as the settings describe it`;
  return ok('aws.profile', WHAT, words, details);
}
