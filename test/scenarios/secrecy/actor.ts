import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FakeAws } from '../../fake-aws/server.ts';
import { type Outcome, type Person, type ProgramName, programFile, workSettings } from '../../person.ts';
import type { Act } from './calls.ts';
import { traced } from './strace.ts';

/** A person whose every step is watched. */
export interface Actor {
  person: Person;
  fake: FakeAws;
  acts: Act[];
  outcomes: Outcome[];
  /** Secrets that the fake can't know: what the settings, the files and our own vault hold. */
  own(kind: string, value: string): string;
  owned: { kind: string; value: string }[];
  /** The file that holds the vault's key, where policy has it in one: from now on its content is a secret elsewhere. */
  ownVaultKey(): void;
  keyFile: string | undefined;
  /** The port of a proxy on the way. */
  through(port: number): void;
  ports: number[];
  use(settings: object): void;
  run(
    program: ProgramName,
    args?: string[],
    options?: { env?: Record<string, string>; input?: string },
  ): Promise<Outcome>;
}

/** The hardest case for modes: a person whose umask takes nothing away. */
export function actorOf(person: Person, fake: FakeAws, umask = '000'): Actor {
  mkdirSync(join(person.home, 'tmp'));
  person.env['TMPDIR'] = join(person.home, 'tmp');
  const actor: Actor = {
    person,
    fake,
    acts: [],
    outcomes: [],
    owned: [],
    ports: [Number(new URL(fake.url).port)],
    own(kind, value) {
      actor.owned.push({ kind, value });
      return value;
    },
    ownVaultKey() {
      const state = '.local/state/bedrock-launcher';
      const found = Object.entries(person.files(state)).find(([, text]) => /^[A-Za-z0-9+/]{43}=\s*$/.test(text));
      if (!found) throw new Error(`no key of a vault below ${state}`);
      actor.keyFile = `/${state}/${found[0]}`;
      actor.own('vault key', found[1].trim());
    },
    keyFile: undefined,
    through: (port) => actor.ports.push(port),
    use: (settings) => person.write('settings.json', { ...workSettings(), logLevel: 'debug', ...settings }),
    async run(program, args = [], { env = {}, input = '' } = {}) {
      const { acts, ...outcome } = await traced(
        [programFile(program), ...args],
        { ...person.env, ...env },
        { umask, input },
      );
      actor.acts.push(...acts);
      actor.outcomes.push(outcome);
      return outcome;
    },
  };
  actor.use({});
  return actor;
}
