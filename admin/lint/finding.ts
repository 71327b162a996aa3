import type { Subject } from './subject.ts';

export type Level = 'error' | 'warning';

/** What a rule found: where, what is wrong, and what to do about it. */
export interface Found {
  place: string;
  file?: string | undefined;
  key?: string | undefined;
  /** 1-based. */
  line?: number | undefined;
  message: string;
  hint: string;
}

export interface Finding extends Found {
  rule: string;
  level: Level;
}

/** One rule of the lint. */
export interface Rule {
  id: string;
  /** What it finds, as a sentence. */
  title: string;
  level: Level;
  /** Gives way where another rule has something to say about the same key. */
  yields?: true;
  check(subject: Subject): Found[];
}
