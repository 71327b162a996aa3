import { roleCredentials } from '../../../shared/identity/role-credentials.ts';
import { Problem } from '../../../shared/problem.ts';
import { lifeAdvice, wantFor } from '../../../shared/token/lifetime.ts';
import type { Check } from '../../doctor/examination.ts';
import { type Finding, failure, ok, unchecked } from '../../doctor/finding.ts';
import { storedToken } from '../../doctor/stored-token.ts';
import type { Subject } from '../../doctor/subject.ts';
import type { CheckedRole } from './checked-role.ts';
import { asFarAsAllowed, notAllowed } from './lack.ts';
import type { AwsScene } from './scene.ts';

const ROLE = { id: 'role', what: 'role', action: 'iam:GetRole' };

/** The role that people have. */
export const role: Check<AwsScene> = {
  ...ROLE,
  section: 'Role',
  needs: ['administrator'],
  find: (scene) =>
    asFarAsAllowed(ROLE, scene.end, async () => {
      const found = await scene.role();
      if (!found) return [unchecked(ROLE.id, ROLE.what, NOBODY)];
      const of = found.permissionSet ? `, of the permission set ${found.permissionSet}` : '';
      return [ok(ROLE.id, ROLE.what, `${found.arn}${of}`)];
    }),
};

export const NOBODY = 'not checked: the settings name no role; say --role NAME';

const LONGEST = { id: 'role.longest', what: 'longest session', action: 'iam:GetRole' };

/** What IAM lets sessions of the role last. */
export const longestSession: Check<AwsScene> = {
  ...LONGEST,
  section: 'Role',
  needs: ['role'],
  find: (scene) =>
    asFarAsAllowed(LONGEST, scene.end, async () => {
      const found = await scene.role();
      return found ? [await longest(scene, found)] : [];
    }),
};

async function longest(scene: AwsScene, { longestSession, permissionSet, name, lack }: CheckedRole): Promise<Finding> {
  if (longestSession === undefined) return notAllowed(LONGEST.id, LONGEST.what, lack ?? LONGEST.action);
  const needed = await neededSec(scene);
  const setting = `MaxSessionDuration of the role ${name}`;
  if (longestSession < needed) return tooShort(LONGEST, longestSession, needed, setting);
  const own = permissionSet ? '; the session duration of its permission set may be shorter' : '';
  return ok(LONGEST.id, LONGEST.what, `${longestSession} s at most, ${needed} s are needed${own}`);
}

const LIFE = { id: 'role.lifetime', what: 'role credentials' };

/** How long role credentials really live: IAM does not know it, the access portal shows it to whoever has the role. */
export const lifetime: Check<AwsScene> = {
  ...LIFE,
  section: 'Role',
  needs: ['role'],
  async find(scene) {
    if (scene.order.role !== undefined) return [];
    const subject = await scene.subject();
    if (!subject?.role || subject.chain) return [];
    return [await measured(scene, subject, subject.role)];
  },
};

async function measured(scene: AwsScene, { identity, ...rest }: Subject, assigned: NonNullable<Subject['role']>) {
  const { host, end } = scene;
  const token = await storedToken(host, await scene.config(), { identity, ...rest });
  const live = token && token.expiresAt > host.now() ? token : undefined;
  if (!live || !identity.session) return notMeasured(`nobody is signed in as ${identity.name} on this machine`);
  try {
    const { region } = identity.session.portal;
    const found = await roleCredentials(identity.network, region, assigned, live.accessToken, end);
    if (!found) return notMeasured(`the sign-in of ${identity.name} has ended`);
    const life = Math.round(((found.expiresAt ?? Number.POSITIVE_INFINITY) - host.now()) / 1000);
    const needed = await neededSec(scene);
    if (life < needed) return tooShort(LIFE, life, needed, identity.lifeSetting);
    return ok(LIFE.id, LIFE.what, `they live ${life} s, ${needed} s are needed`);
  } catch (thrown) {
    if (thrown instanceof Problem && thrown.code === 'awsRefused')
      return notMeasured('the role is not assigned to you');
    throw thrown;
  }
}

function notMeasured(why: string): Finding {
  const where = 'see the session duration of the permission set in the console of IAM Identity Center';
  return unchecked(LIFE.id, LIFE.what, `not measured: ${why}; ${where}`);
}

/** A token handed out must outlive inferenceCredentialHelperTtlSec. */
async function neededSec(scene: AwsScene): Promise<number> {
  const { ttlSec } = (await scene.config()).helper;
  return Math.floor(wantFor(scene.host, ttlSec).leastMs / 1000);
}

function tooShort({ id, what }: { id: string; what: string }, life: number, needed: number, setting: string): Finding {
  const message = `role credentials live ${life} s at most, but inferenceCredentialHelperTtlSec needs ${needed} s`;
  return failure(id, what, new Problem('configuration', message, lifeAdvice(setting, life * 1000, needed)));
}

/** https://docs.aws.amazon.com/singlesignon/latest/userguide/configure-user-session.html */
export const portal: Check<AwsScene> = {
  id: 'portal',
  section: 'Role',
  what: 'portal session',
  find: async () => [
    unchecked(
      'portal',
      'portal session',
      'not checked: no API of AWS tells how long it lasts, 8 h unless changed; see IAM Identity Center > Settings > Authentication',
    ),
  ],
};
