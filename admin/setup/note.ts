import type { Host } from '../../shared/host.ts';

/** What was done to a setup that its administrator should know, and what to do about it. */
export interface Note {
  message: string;
  hint?: string | undefined;
}

/** Each once, however many exports it concerns. */
export function sayNotes({ say }: Pick<Host, 'say'>, notes: readonly Note[]): void {
  const said = new Set<string>();
  for (const { message, hint } of notes) {
    if (said.has(message)) continue;
    said.add(message);
    say(`warning: ${message}`);
    if (hint) say(`hint: ${hint}`);
  }
}
