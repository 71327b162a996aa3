/** What must hold, whatever happens: design.md, "Behaviour". */
const invariants = {
  answer: 'with a live session and an AWS that works, every helper answers',
  budget: 'every process ends within its budget',
  exitCode: 'exit codes are of the table, and a token goes with code 0 alone',
  stdout: 'stdout is one line with one token, or empty',
  stderr: 'stderr is lines that begin with the name of the program, without a stack or a secret',
  life: 'no token has less life than the TTL and 300 s while AWS would give a longer one',
  honest: 'no token says that it lives longer than its credentials',
  role: 'a token is of the role that the settings name',
  accepted: 'AWS takes every token that was printed',
  session: 'no session is lost',
  refresh: 'no refresh token is spent twice',
  onePage: 'never two live sign-in pages at once',
  pages: 'one page for each ended session, and one more for each killed launcher that had one open',
  files: 'no file is corrupt or set aside',
  leftovers: 'killed processes leave no pile of temporary files',
  modes: 'what is ours is readable by its owner alone',
  processes: 'everything that was started ends by itself',
  awsCli: 'the AWS CLI takes the session that we keep',
} as const;

export type Invariant = keyof typeof invariants;

interface Breach {
  invariant: Invariant;
  round: string;
  at: number;
  what: string;
}

/** Counts what was checked and keeps what broke. */
export class Findings {
  readonly breaches: Breach[] = [];
  readonly #checked = new Map<Invariant, number>();
  /** In whose time things happen. */
  round = 'start';

  /** `what` says what was seen instead. */
  check(invariant: Invariant, holds: boolean, what: () => string): void {
    this.#checked.set(invariant, this.checked(invariant) + 1);
    if (!holds) this.breaches.push({ invariant, round: this.round, at: Date.now(), what: what() });
  }

  checked(invariant: Invariant): number {
    return this.#checked.get(invariant) ?? 0;
  }

  counts(): string {
    return [...this.#checked].map(([name, count]) => `${name} ${count}`).join(', ');
  }

  /** Every invariant that broke, how often, and the first cases. */
  report(): string {
    const broken = Object.groupBy(this.breaches, ({ invariant }) => invariant);
    return Object.entries(broken)
      .map(([name, found]) => described(name as Invariant, found, this.checked(name as Invariant)))
      .join('\n');
  }
}

const EXAMPLES = 3;

function described(invariant: Invariant, found: Breach[], checked: number): string {
  const examples = found.slice(0, EXAMPLES).map(({ at, round, what }) => {
    return `    ${new Date(at).toISOString()} in ${round}: ${what.replaceAll('\n', '\n      ')}`;
  });
  return [`  ${invariants[invariant]}: broken in ${found.length} of ${checked} checks`, ...examples].join('\n');
}
