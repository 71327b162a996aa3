import type { ExitName } from '../../shared/problem.ts';

export async function page(..._: unknown[]): Promise<ExitName> {
  return 'bug';
}
