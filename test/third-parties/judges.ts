/** Describes what these programs of others judge; a machine that lacks one skips by name. */
export function describeWith(programs: readonly string[], title: string, tests: () => void): void {
  const whole = `${title} (needs ${programs.join(', ')})`;
  if (programs.every((program) => Bun.which(program))) describe(whole, tests);
  else describe.skip(whole, tests);
}
