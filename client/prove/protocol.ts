import type { ExitName, Problem } from '../../shared/problem.ts';
import { exitCodes, oneLine } from '../../shared/problem.ts';
import { asProblem } from '../../shared/program.ts';

/** What a step says of itself. */
export interface Told {
  words: string;
  /** It works, but. */
  warning?: string;
}

interface Step extends Partial<Told> {
  name: string;
  state: 'ok' | 'warning' | 'failed';
  milliseconds: number;
  problem?: { code: ExitName; message: string; hint: string };
}

const NAME_WIDTH = 11;
const TIME_WIDTH = 8;

/** What was done, step by step; told as it is done, where somebody reads along. */
export class Protocol {
  readonly #head: { program: string; at: string };
  readonly #steps: Step[] = [];
  readonly #tell: (line: string) => void;

  constructor(program: string, at: Date, tell: (line: string) => void = () => {}) {
    this.#head = { program, at: at.toISOString() };
    this.#tell = tell;
    tell(`${program}, ${this.#head.at}\n`);
  }

  /** Takes its time. Throws what `act` throws, once that is written down. */
  async step<Result>(name: string, act: () => Promise<[Result, Told]>): Promise<Result> {
    const began = performance.now();
    const time = () => Math.round(performance.now() - began);
    try {
      const [result, told] = await act();
      this.#add({ name, state: told.warning ? 'warning' : 'ok', milliseconds: time(), ...told });
      return result;
    } catch (thrown) {
      const { code, message, hint } = asProblem(thrown);
      this.#add({ name, state: 'failed', milliseconds: time(), problem: { code, message, hint } });
      throw thrown;
    }
  }

  /** The last line. */
  verdict(failure: Problem | undefined): string {
    if (failure) return `FAILED with exit code ${exitCodes[failure.code]}`;
    const warnings = this.#steps.filter(({ state }) => state === 'warning').length;
    return warnings > 0 ? 'proved, with a warning' : 'proved: a model answers with this configuration';
  }

  document(failure: Problem | undefined): object {
    return { ...this.#head, proved: !failure, exitCode: exitCodes[failure?.code ?? 'done'], steps: this.#steps };
  }

  #add(step: Step): void {
    this.#steps.push(step);
    const { name, state, milliseconds, words, warning, problem } = step;
    // A label and a path may be anything, and nothing is to look like a line of ours.
    const said = oneLine(words ?? (problem?.message || 'its words above say why'));
    this.#tell(`${state.padEnd(8)} ${name.padEnd(NAME_WIDTH)} ${`${milliseconds} ms`.padStart(TIME_WIDTH)}  ${said}`);
    const indent = ' '.repeat(8 + 1 + NAME_WIDTH + 1 + TIME_WIDTH + 2);
    if (warning) this.#tell(`${indent}${oneLine(warning)}`);
    if (problem?.hint) this.#tell(`${indent}do this: ${oneLine(problem.hint)}`);
  }
}
