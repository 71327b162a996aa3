import { Problem } from '../problem.ts';

/** Whoever may come, stay and leave. */
interface Company {
  wasVisited(): boolean;
  isThere(): boolean;
  /** Whether something is under way that they may come back for. */
  isBusy(): boolean;
}

/** In milliseconds. */
interface Patience {
  /** A reload, a browser that is started anew. */
  afterLeaving: number;
  forComing: number;
  step: number;
}

const PATIENCE: Patience = { afterLeaving: 60_000, forComing: 300_000, step: 250 };

/** Resolves when all have left, some time ago, or at the signal. Throws a Problem (timeout) when nobody ever came. */
export async function untilLeft(company: Company, signal: AbortSignal, patience = PATIENCE): Promise<void> {
  let lastThere = performance.now();
  while (!signal.aborted) {
    const alone = performance.now() - lastThere;
    if (company.isThere() || company.isBusy()) lastThere = performance.now();
    else if (company.wasVisited() && alone > patience.afterLeaving) return;
    else if (!company.wasVisited() && alone > patience.forComing) throw nobodyCame(patience.forComing);
    await Bun.sleep(patience.step);
  }
}

function nobodyCame(milliseconds: number): Problem {
  return new Problem(
    'timeout',
    `nobody opened the page within ${milliseconds / 60_000} minutes`,
    'start it again, and open the address that it says in a browser on this machine',
  );
}
