import * as v from 'valibot';
import type { Run } from '../../shared/bounded-run.ts';
import type { Spoken } from '../../shared/spoken.ts';

/** What is wrong, and what to do. */
interface Fault {
  what: string;
  hint: string;
}

const step = v.object({
  name: v.string(),
  state: v.picklist(['ok', 'warning', 'failed']),
  milliseconds: v.number(),
  words: v.optional(v.string()),
  warning: v.optional(v.string()),
  problem: v.optional(v.object({ message: v.string(), hint: v.string() })),
});

const offered = v.object({
  id: v.string(),
  label: v.string(),
  usable: v.optional(v.boolean()),
  why: v.optional(v.string()),
});

const proof = v.object({ proved: v.boolean(), steps: v.array(step) });
const list = v.object({ source: v.string(), models: v.array(offered) });

/** What came of a run. */
export interface Outcome {
  proof?: v.InferOutput<typeof proof>;
  list?: v.InferOutput<typeof list>;
  fault?: Fault;
}

type Read = (stdout: string, end: Run['end'], spoken: Spoken | undefined) => Outcome;

export type TrialKind = 'test' | 'models';

/** What the client is asked for, and how its answer is read. */
export const trials: Record<TrialKind, { args: readonly string[]; read: Read }> = {
  test: {
    args: ['prove', '--json'],
    read: (stdout, end, spoken) => {
      const found = documentIn(proof, stdout);
      return found ? { proof: found } : { fault: faultOf(end, spoken) };
    },
  },
  models: {
    args: ['models', '--json'],
    read: (stdout, end, spoken) => {
      const found = documentIn(list, stdout);
      return found ? { list: found } : { fault: faultOf(end, spoken) };
    },
  },
};

/** Undefined: the program has not come so far. */
function documentIn<Form extends v.GenericSchema>(form: Form, stdout: string): v.InferOutput<Form> | undefined {
  try {
    return v.parse(form, JSON.parse(stdout));
  } catch (thrown) {
    if (thrown instanceof SyntaxError || v.isValiError(thrown)) return undefined;
    throw thrown;
  }
}

function faultOf(end: Run['end'], spoken: Spoken | undefined): Fault {
  if (spoken) return { what: spoken.what, hint: spoken.hint ?? '' };
  if (end === 'not started')
    return {
      what: "bedrock-client can't be started",
      hint: 'install the whole toolkit: it stands beside this program',
    };
  return { what: 'stopped', hint: '' };
}
