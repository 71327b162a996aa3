/** What a program of ours, or one that speaks as ours do, said on stderr: `NAME: error: what`, `NAME: hint: what next`. */
export interface Spoken {
  what: string;
  hint: string | undefined;
}

/** The first words of that kind, and the first hint. Undefined: there are none. */
export function spokenIn(stderr: string, kind: 'error' | 'warning' = 'error'): Spoken | undefined {
  const said = (word: string) => new RegExp(`^\\S+: ${word}: (.+)$`, 'm').exec(stderr)?.[1]?.trim();
  const what = said(kind);
  return what ? { what, hint: said('hint') } : undefined;
}

/** The last line with a word in it: what a program of somebody else said in the end. */
export function lastWordsIn(stderr: string): string | undefined {
  return stderr
    .split('\n')
    .findLast((line) => /[\p{L}\d]/u.test(line))
    ?.trim();
}
