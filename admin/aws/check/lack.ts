import { networkProblem } from '../../../shared/network/failure.ts';
import { Problem } from '../../../shared/problem.ts';
import { type Finding, unchecked } from '../../doctor/finding.ts';
import type { Report } from '../../doctor/report.ts';
import type { Verdict } from '../../doctor/verdict.ts';

const DENIED = /^(AccessDenied|UnauthorizedOperation|Forbidden)/;

/** The action that the administrator lacks for a call; undefined where it failed for another reason. */
export function lackIn(thrown: unknown, action: string): string | undefined {
  const { name = '', message = '' } = (thrown ?? {}) as Error;
  if (thrown instanceof Problem || !DENIED.test(name)) return undefined;
  return /not authorized to perform: ([\w-]+:\w+)/.exec(message)?.[1] ?? action;
}

/**
 * What a look with the administrator's own rights finds; where they don't reach, it says which one is missing. `action`
 * is that of the call, such as `iam:GetRole`. Throws a Problem.
 */
export async function asFarAsAllowed(
  { id, what, action }: { id: string; what: string; action: string },
  signal: AbortSignal,
  find: () => Promise<Finding[]>,
): Promise<Finding[]> {
  try {
    return await find();
  } catch (thrown) {
    const lack = lackIn(thrown, action);
    if (lack) return [notAllowed(id, what, lack)];
    throw networkProblem(thrown, callOf(action), signal);
  }
}

export function notAllowed(id: string, what: string, lack: string): Finding {
  return unchecked(id, what, `${NEEDS}${lack}`);
}

const NEEDS = 'not checked: needs ';

/** That nothing is wrong says little where much was not looked at. */
export function withLacks(report: Report): Report {
  const findings = report.sections.flatMap((section) => section.findings);
  const lacks = findings.flatMap(({ words }) => (words.startsWith(NEEDS) ? [words.slice(NEEDS.length)] : []));
  if (lacks.length === 0 || report.verdict.state !== 'ok') return report;
  const verdict: Verdict = {
    state: 'warning',
    id: 'administrator',
    words: `not all could be checked: your credentials lack ${[...new Set(lacks)].join(', ')}`,
    next: 'check with credentials that have these permissions: --profile NAME',
    code: 'done',
    also: [],
  };
  return { ...report, verdict };
}

/** `iam:GetRole` is `IAM GetRole` for a person. */
function callOf(action: string): string {
  const [service = '', name = ''] = action.split(':');
  return `${service === 'iam' ? 'IAM' : 'Bedrock'} ${name}`;
}
