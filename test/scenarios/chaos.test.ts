import { describeWithTrixie, inTrixie } from '../third-parties/trixie.ts';
import { throwDice } from './chaos/dice.ts';
import { type Kind, profile, toolkit } from './chaos/kinds.ts';
import { type Neighbour, Storm } from './chaos/storm.ts';

/** Of all three together. CHAOS_SECONDS=180 in CI; CHAOS_SEED repeats the choices of a run that failed. */
const SECONDS = Number(process.env['CHAOS_SECONDS'] ?? 20) / 3;
const SEED = Number(process.env['CHAOS_SEED'] ?? Date.now() % 1_000_000);
const REST_MS = 180_000;

/** The AWS CLI keeps role credentials of its own: without them, it must use the session. */
const awsCli: Neighbour = {
  async use(person) {
    await Bun.$`rm -rf ${person.home}/.aws/cli`.quiet();
    const command = ['aws', 'configure', 'export-credentials', '--profile', 'work'];
    return (await inTrixie(command, person.env)).exitCode === 0;
  },
};

async function survive(kind: Kind, neighbour?: Neighbour): Promise<void> {
  const storm = await Storm.begin(kind, throwDice(SEED), neighbour);
  try {
    await storm.rage(SECONDS);
    process.stdout.write(storm.summary());
    const broken = storm.findings.report();
    if (broken) throw new Error(`chaos with CHAOS_SEED=${SEED} broke what must hold:\n${storm.summary()}${broken}`);
  } finally {
    await storm.stop();
  }
}

const limit = SECONDS * 1000 + REST_MS;

describe('helpers and launchers by the hundred, kill -9, faults, sessions that end: nothing is lost', () => {
  test.each([profile, toolkit])('$name', (kind) => survive(kind), limit);

  describeWithTrixie('beside the AWS CLI (needs the trixie folder)', () => {
    test(profile.name, () => survive(profile, awsCli), limit);
  });
});
