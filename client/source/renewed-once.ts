import type { HelperContext } from '../helper.ts';
import type { Failure, Source } from './source.ts';

/** Asks once more with a new credential where the first is refused as too old. Throws what `explain` makes of a failure. */
export async function renewedOnce<Result>(
  ask: (context: HelperContext) => Promise<Result>,
  context: HelperContext,
  renew: Source['renew'],
  explain: (thrown: unknown) => Failure,
): Promise<Result> {
  try {
    return await ask(context);
  } catch (thrown) {
    const { problem, expired } = explain(thrown);
    if (!expired || !renew()) throw problem;
  }
  return ask('mid-session-refresh').catch((thrown: unknown) => {
    throw explain(thrown).problem;
  });
}
