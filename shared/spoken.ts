/** What a program of ours, or one that speaks as ours do, said on stderr: `NAME: error: what`, `NAME: hint: what next`. */
export interface Spoken {
  error: string;
  hint: string | undefined;
}

/** Undefined: no such words. */
export function spokenIn(stderr: string): Spoken | undefined {
  const [, error] = /^\S+: error: (.+)$/m.exec(stderr) ?? [];
  const [, hint] = /^\S+: hint: (.+)$/m.exec(stderr) ?? [];
  return error === undefined ? undefined : { error: error.trim(), hint: hint?.trim() };
}
