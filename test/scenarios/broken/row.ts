import type { Fault } from '../../fake-aws/fault.ts';
import type { FakeAws } from '../../fake-aws/server.ts';
import { type Person, type ProgramName, signedIn, workSettings } from '../../person.ts';

/** One broken situation: how it comes about, who meets it, and what must be said. */
export interface Row {
  name: string;
  program: ProgramName;
  args?: string[];
  env?: Record<string, string>;
  broken(person: Person, fake: FakeAws): void | Promise<void>;
  exitCode: number;
  error: RegExp;
  hint: RegExp;
}

export const helper = 'bedrock-credential-helper';
export const launcher = 'bedrock-launcher';
export const client = 'bedrock-client';

/** The working settings with these on top; undefined takes a key away. */
export function settings(extra: object) {
  return (person: Person) => {
    person.write('settings.json', { ...workSettings(), ...extra });
  };
}

/** Another AWS config file. */
export function config(text: string) {
  return (person: Person) => {
    person.write('.aws/config', text);
  };
}

/** A live session on an AWS that does that one thing wrong. */
export function live(fault?: { operation: string; fault: Fault }) {
  return async (person: Person, fake: FakeAws) => {
    await signedIn(person, fake);
    if (fault) fake.faults.set(fault.operation, fault.fault);
  };
}
