import type { Call } from '../../fake-aws/calls.ts';
import type { Findings } from './findings.ts';

/** Takes no lock, so what it spends twice is not ours to prevent. */
const AWS_CLI = 'aws-cli';

/** How often the AWS CLI got in the way: it spent a token that we presented too, or the other way round. */
export interface Excused {
  byAwsCli: number;
}

/** Every refresh token that AWS ever took: presented once by us, or by the AWS CLI. */
export function checkRefreshes(findings: Findings, calls: readonly Call[]): Excused {
  const presented = calls.filter(({ refreshTokenHash }) => refreshTokenHash !== undefined);
  const excused: Excused = { byAwsCli: 0 };
  for (const [hash, found = []] of Object.entries(Object.groupBy(presented, (call) => call.refreshTokenHash ?? ''))) {
    const taken = found.find(({ status }) => status === 200);
    if (!taken) continue;
    const strangers = found.filter(({ agent }) => agent === AWS_CLI).length;
    const ours = found.length - strangers;
    if (strangers > 0) excused.byAwsCli += found.length - 1;
    if (taken.agent !== AWS_CLI) findings.check('refresh', ours === 1, () => described(hash, found));
  }
  return excused;
}

const SHOWN = 5;

function described(hash: string, calls: Call[]): string {
  const times = calls.slice(0, SHOWN).map(({ at, status, agent, fault }) => {
    return `${new Date(at).toISOString()} by ${agent}: ${status}${fault ? ` (${fault})` : ''}`;
  });
  return `refresh token ${hash} was presented ${calls.length} times\n${times.join('\n')}`;
}
