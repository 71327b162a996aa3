import type { ExitName } from '../../shared/problem.ts';

export async function models(..._: unknown[]): Promise<ExitName> {
  return 'bug';
}
