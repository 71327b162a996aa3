import { deadline } from '../../../shared/deadline.ts';
import type { Host } from '../../../shared/host.ts';
import { jsonText } from '../../../shared/json-text.ts';
import { wishesIn } from '../../../shared/policy/wishes.ts';
import { type ExitName, Problem } from '../../../shared/problem.ts';
import { type Arguments, print } from '../../../shared/program.ts';
import { isTerminal } from '../../../shared/terminal.ts';
import { examine } from '../../doctor/examination.ts';
import { progress } from '../../doctor/progress.ts';
import { documentOf, reportOf } from '../../doctor/report.ts';
import { textOf } from '../../doctor/text.ts';
import { administrator, settings } from './identity.ts';
import { withLacks } from './lack.ts';
import { configuredModels, enabledModels } from './models.ts';
import { permissions } from './permissions.ts';
import { lifetime, longestSession, portal, role } from './role.ts';
import { sceneOf } from './scene.ts';

const CHECKS = [
  settings,
  administrator,
  enabledModels,
  configuredModels,
  role,
  longestSession,
  lifetime,
  portal,
  permissions,
];
const LIMIT_S = 60;

/** `aws check`: examines the AWS side with the administrator's own credentials. Nothing is changed there. */
export async function check(host: Host, { values }: Arguments): Promise<ExitName> {
  const { profile } = wishesIn(values);
  const name = values['role'];
  if (name === '') throw new Problem('usage', '--role needs a name', 'name a role, a permission set, or an ARN');
  const late = new Problem('timeout', `not finished within ${LIMIT_S} s`, 'check the network, then try again');
  const end = deadline(LIMIT_S * 1000, late);
  const { tell, end: clear } = progress();
  const made = new Date(host.wall());
  const scene = sceneOf(host, { profile, role: typeof name === 'string' ? name : undefined }, end);
  const report = withLacks(reportOf(await examine(CHECKS, scene, end, tell).finally(clear), made));
  const coloured = isTerminal(1) && !host.env['NO_COLOR'];
  print(values['json'] ? jsonText(documentOf(report, 'bedrock-admin aws check'), 2) : textOf(report, coloured));
  return report.verdict.code;
}
