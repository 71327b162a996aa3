import type { ExitName } from '../../shared/problem.ts';

export async function prove(..._: unknown[]): Promise<ExitName> {
  return 'bug';
}
