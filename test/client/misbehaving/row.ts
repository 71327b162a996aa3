import { chmodSync } from 'node:fs';
import type { Person } from '../../person.ts';

/** What every helper of the corpus may print and nobody may repeat; the environment has it under that name, beside TOKEN. */
export const PLANTED = 'hunter2-hunter2';

interface Helper {
  name: string;
  /** A script for sh, which knows $TOKEN (AWS takes it) and $PLANTED. */
  script?: string;
  /** Where it is no such script: puts a helper there and says its path. */
  place?: (person: Person) => string;
  settings?: object;
  /** It leaves something running on purpose. */
  leaves?: true;
  /** What is to be seen of its stderr. */
  words?: RegExp;
}

/** A helper that can't be used, and what the person is told. */
export interface Misbehaving extends Helper {
  exitCode: number;
  error: RegExp;
  hint: RegExp;
}

/** An odd helper that keeps to the contract all the same. */
export type Odd = Helper;

/** A helper that prints what is no answer. */
export function printing(name: string, script: string, error: RegExp, hint = /./): Misbehaving {
  const next = new RegExp(`${hint.source}.*; a helper prints one token, or \\{"token"`);
  return { name, script, exitCode: 3, error: new RegExp(`/helper: printed ${error.source}`), hint: next };
}

/** The helper's path. */
export function placed({ script, place }: Helper, person: Person): string {
  return place ? place(person) : file(`#!/bin/sh\n${script}\n`)(person);
}

export function file(text: string, mode = 0o755): (person: Person) => string {
  return (person) => {
    const path = person.write('helper', text);
    chmodSync(path, mode);
    return path;
  };
}
