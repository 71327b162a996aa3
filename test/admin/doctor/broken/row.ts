import type { Fault } from '../../../fake-aws/fault.ts';
import type { FakeAws } from '../../../fake-aws/server.ts';
import { MODEL, type Person, ROLE, workSettings } from '../../../person.ts';
import { live } from '../diagnosis.ts';

/** One broken situation: how it comes about, and the root cause that the doctor must name first. */
export interface Row {
  name: string;
  args?: string[];
  env?: Record<string, string>;
  /** What it gives back puts everything away. */
  broken(person: Person, fake: FakeAws): unknown;
  /** The finding of the verdict. */
  id: string;
  words: RegExp;
  next: RegExp;
  exitCode: number;
}

/** Nothing needs a keychain. */
export const wellSettings = { ...workSettings(), secureStorage: 'file' };

/** The working settings with these on top; undefined takes a key away. */
export function settings(extra: object) {
  return async (person: Person, fake: FakeAws) => {
    person.write('settings.json', { ...wellSettings, ...extra });
    await live(person, fake);
  };
}

/** A live session on an AWS that does that one thing wrong. */
export function faulty(operation: string, fault: Fault) {
  return async (person: Person, fake: FakeAws) => {
    await live(person, fake);
    fake.faults.set(operation, fault);
  };
}

/** A role that may do no more than that. */
export function allowing(...actions: string[]) {
  return async (person: Person, fake: FakeAws) => {
    const [role] = fake.options.roles;
    if (role) fake.options.roles = [{ ...role, actions }];
    await live(person, fake);
  };
}

/** No profile: the settings name the role, and the session is sealed with a key from the keychain. */
export const toolkitSession = {
  inferenceProvider: 'bedrock',
  inferenceBedrockRegion: 'us-east-1',
  inferenceModels: [MODEL],
  ...ROLE,
};
