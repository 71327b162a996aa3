import type { RoleCredentials } from '../../../shared/identity/role-credentials.ts';
import { Problem } from '../../../shared/problem.ts';
import { moment } from '../../../shared/spans.ts';
import { lifeAdvice, wantFor } from '../../../shared/token/lifetime.ts';
import type { Check } from '../examination.ts';
import { type Finding, failure, ok, plain } from '../finding.ts';
import { roleAnswer } from '../role-answer.ts';
import type { Scene } from '../scene.ts';
import type { Subject } from '../subject.ts';
import { notRenewed, refusedByPortal } from './session.ts';

const WHAT = 'role credentials';

/** Whether AWS gives the role's credentials, and whether they live as long as the app will use what is made of them. */
export const role: Check<Scene> = {
  id: 'role',
  section: 'Role',
  what: WHAT,
  needs: ['session', 'network.portal'],
  async find(scene) {
    const subject = await scene.subject();
    if (!subject) return [];
    const answer = await roleAnswer(scene);
    if (answer?.credentials) return given(scene, subject, answer.credentials, answer.renewed);
    if (answer?.stale) return [notRenewed()];
    return [refusedByPortal(scene, subject.identity.name)];
  },
};

async function given(scene: Scene, subject: Subject, found: RoleCredentials, renewed: boolean): Promise<Finding[]> {
  const { host } = scene;
  const { ttlSec } = (await scene.config()).helper;
  const needed = Math.floor(wantFor(host, ttlSec).leastMs / 1000);
  const life = found.expiresAt === undefined ? undefined : Math.round((found.expiresAt - host.now()) / 1000);
  const details = plain({
    account: subject.role?.accountId,
    role: subject.role?.roleName,
    end: found.expiresAt === undefined ? 'never' : moment(found.expiresAt, host.now()),
    session: renewed ? "renewed by the helper's self-test, as the app's next call would have done" : undefined,
  });
  const words = `AWS gives them${subject.role ? ` for ${subject.role.roleName} in ${subject.role.accountId}` : ''}`;
  return [ok('role', WHAT, words, details), lifetime(subject, life, ttlSec, needed)];
}

function lifetime({ identity }: Subject, life: number | undefined, ttlSec: number, needed: number): Finding {
  const what = 'lifetime';
  const details = {
    'credentials live': life === undefined ? 'for ever' : `${life} s`,
    inferenceCredentialHelperTtlSec: `${ttlSec} s`,
    needed: `${needed} s (${ttlSec} s and 300 s in reserve)`,
  };
  if (life === undefined || life >= needed)
    return ok('role.lifetime', what, `long enough: ${needed} s are needed`, details);
  const message = `the role's credentials live ${life} s, but inferenceCredentialHelperTtlSec ${ttlSec} needs ${needed} s`;
  const advice = lifeAdvice(identity.lifeSetting, life * 1000, needed);
  return failure('role.lifetime', what, new Problem('configuration', message, advice), details);
}
