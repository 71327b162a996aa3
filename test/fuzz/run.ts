import fc from 'fast-check';
import { exitCodes, Problem } from '../../shared/problem.ts';

/** The same inputs in every run; FUZZ_SEED and FUZZ_RUNS look further, or at one failure again. */
const SEED = Number(process.env['FUZZ_SEED'] ?? 3_141_592);
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 10_000);

/** An outcome that comes less often than once in this many inputs proves nothing: the inputs miss the reader. */
const RARE = 100;

type Inputs<Values> = { [Index in keyof Values]: fc.Arbitrary<Values[Index]> };

/**
 * A test that one property holds for many inputs. `judge` looks at one of them and names what became of it; each of
 * the named outcomes must come about often, so that no property holds because nothing got through.
 */
export function property<Values extends [unknown, ...unknown[]], Outcome extends string>(
  name: string,
  outcomes: readonly Outcome[],
  inputs: Inputs<Values>,
  judge: (...values: Values) => Outcome | Promise<Outcome>,
): void {
  test(`${name} (seed ${SEED}, ${RUNS} inputs)`, async () => {
    const seen = Object.fromEntries(outcomes.map((outcome) => [outcome, 0])) as Record<Outcome, number>;
    const judged = fc.asyncProperty<Values>(...inputs, async (...values) => {
      seen[await readably(() => judge(...values))]++;
    });
    // In the report itself: of a cause, Jest would show the stack alone.
    await fc.assert(judged, { seed: SEED, numRuns: RUNS, includeErrorInReport: true });
    const rare = outcomes.filter((outcome) => seen[outcome] < RUNS / RARE);
    if (rare.length > 0) throw new Error(`hardly ever ${rare.join(', ')}: ${JSON.stringify(seen)}`);
  });
}

/** fast-check reports an error by its stack, at whose head Bun leaves the message out. */
async function readably<Result>(act: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (thrown) {
    if (thrown instanceof Error && !fc.PreconditionFailure.isFailure(thrown))
      thrown.stack = `${thrown.name}: ${thrown.message}\n${thrown.stack}`;
    throw thrown;
  }
}

/** Stands in inputs where a secret would; no message may repeat a piece of it. */
export const PLANTED = 'wJalrXUtnFEMI-planted-bPxRfiCYEXAMPLEKEY';
const PIECES = [PLANTED.slice(0, 12), PLANTED.slice(-12)];

/** The text without the secret and its pieces, where what is read is meant to be told. */
export function unplanted(text: string): string {
  return text.replace(/UtnFEM|AMPLEKE/g, '');
}

const LONGEST_WORDS = 3_000;

/** What came of a read: its value, or a Problem as it must be. Any other throw goes through, as the bug that it is. */
export async function outcomeOf<Value>(read: () => Value | Promise<Value>): Promise<{ value: Value } | Problem> {
  try {
    return { value: await read() };
  } catch (thrown) {
    if (!(thrown instanceof Problem)) throw thrown;
    return sound(thrown);
  }
}

function sound(problem: Problem): Problem {
  const { code, message, hint } = problem;
  if (!Object.hasOwn(exitCodes, code) || code === 'bug' || code === 'done') throw new Error(`the code is ${code}`);
  for (const words of [message, hint]) {
    if (words.trim() === '') throw new Error('a Problem says nothing');
    if (/[\p{Cc}\u2028\u2029]/u.test(words)) throw new Error(`not one line: ${JSON.stringify(words)}`);
    if (words.length > LONGEST_WORDS) throw new Error(`${words.length} characters that nobody reads`);
    if (PIECES.some((piece) => words.includes(piece))) throw new Error(`repeats a secret: ${words}`);
  }
  return problem;
}

/** Names that every object has already. */
export const builtInName = fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf');

/** A text that readers stumble over: empty, long, of other alphabets, half a character, control characters, a secret. */
export const oddText = fc.oneof(
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom('a', ' ', '\t', '\r', '\n', '\0', '\u001b', '\u2028', '\ufeff', '"', '{', '[') }),
  fc.constantFrom('', PLANTED, `${PLANTED}\n`, '\ud800', 'x'.repeat(100_000), `${'x'.repeat(100_000)}\n`),
  builtInName,
);

/** What valibot leaves out of every object that it reads, so that no input reaches a prototype. */
const LEFT_OUT = ['__proto__', 'constructor', 'prototype'];

/** An object's own fields, without those that valibot leaves out. */
export function fieldsOf(value: unknown): Record<string, unknown> {
  const entries = Object.entries(value ?? {}).filter(([name]) => !LEFT_OUT.includes(name));
  return Object.fromEntries(entries);
}

const said = fc.oneof(
  fc.jsonValue({ noUnicodeString: false, maxDepth: 2 }) as fc.Arbitrary<unknown>,
  oddText,
  fc.array(oddText, { maxLength: 3 }),
  fc.dictionary(fc.oneof(fc.string(), builtInName), oddText, { maxKeys: 3 }),
  fc.constantFrom(null, true, 0, -1, 1e308, -0, 0.5, [], {}, [[[[]]]], '__proto__'),
);

/** Anything that JSON can say, as it is read from there. */
export const anyJson: fc.Arbitrary<unknown> = said.map((value) => JSON.parse(JSON.stringify(value)));

/** A text with a piece cut out, doubled, or replaced. */
export function mutated(texts: fc.Arbitrary<string>, piece = oddText): fc.Arbitrary<string> {
  const place = fc.nat({ max: 1_000_000 });
  return fc.tuple(texts, place, fc.nat({ max: 8 }), fc.oneof(piece, fc.constant(''))).map(([text, at, cut, put]) => {
    const from = text.length > 0 ? at % text.length : 0;
    return text.slice(0, from) + put + text.slice(from + cut);
  });
}
