import type { Call } from '../../fake-aws/calls.ts';
import type { Findings } from './findings.ts';

/** Takes no lock, so what it spends twice is not ours to prevent. */
const AWS_CLI = 'aws-cli';
const SHOWN = 5;

/** Watches that each refresh token is presented once, from the calls that AWS saw. */
export class Refreshes {
  /** Tokens that the AWS CLI spent and that we presented too. */
  collisions = 0;
  readonly #told = new Set<string>();

  /** Each token is judged once it was taken, and told of once when it was presented again. */
  check(findings: Findings, calls: readonly Call[]): void {
    const presented = calls.filter(({ refreshTokenHash }) => refreshTokenHash !== undefined);
    this.collisions = 0;
    for (const [hash, found = []] of Object.entries(Object.groupBy(presented, (call) => call.refreshTokenHash ?? ''))) {
      if (found.some(({ status }) => status === 200)) this.#checkOne(findings, hash, found);
    }
  }

  #checkOne(findings: Findings, hash: string, found: Call[]): void {
    const ours = found.filter(({ agent }) => agent !== AWS_CLI).length;
    const spentByAwsCli = found.some(({ agent, status }) => agent === AWS_CLI && status === 200);
    if (spentByAwsCli && ours > 0) this.collisions++;
    const once = spentByAwsCli || ours === 1;
    if (once ? this.#told.has(`${hash} once`) : this.#told.has(hash)) return;
    this.#told.add(once ? `${hash} once` : hash);
    findings.check('refresh', once, () => described(hash, found));
  }
}

/** What became of the refresh token that was presented last. */
export function lastRefresh(calls: readonly Call[]): string {
  const hash = calls.findLast(({ refreshTokenHash }) => refreshTokenHash)?.refreshTokenHash ?? '';
  return described(
    hash,
    calls.filter(({ refreshTokenHash }) => refreshTokenHash === hash),
  );
}

function described(hash: string, calls: Call[]): string {
  const times = calls.slice(0, SHOWN).map(({ at, status, agent, fault }) => {
    return `${new Date(at).toISOString()} by ${agent}: ${status}${fault ? ` (${fault})` : ''}`;
  });
  return `refresh token ${hash} was presented ${calls.length} times\n${times.join('\n')}`;
}
