import { MODEL, signedIn } from '../person.ts';
import { onStage } from '../stage.ts';
import { clientRows } from './broken/client.ts';
import { networkRows } from './broken/network.ts';
import { client, launcher, type Row } from './broken/row.ts';
import { settingsRows } from './broken/settings.ts';
import { signInRows } from './broken/sign-in.ts';

const rows: Row[] = [...settingsRows, ...signInRows, ...networkRows, ...clientRows];

const stage = onStage({ decision: 'approve' });

test.each(rows)(
  '$name: $program ends with exit code $exitCode',
  async ({ program, args, env, broken, ...expected }) => {
    await broken(stage.person, stage.fake);
    const before = stage.person.files('.aws');
    const allArgs = args ?? (program === launcher ? ['--no-open'] : []);
    const outcome = await stage.person.run(program, allArgs, env ? { env } : {});
    const errors = linesOf(outcome.stderr, `${program}: error: `);
    const hints = linesOf(outcome.stderr, `${program}: hint: `);
    expect({ exitCode: outcome.exitCode, errors, hints }).toEqual({
      exitCode: expected.exitCode,
      errors: [expect.stringMatching(expected.error)],
      hints: [expect.stringMatching(expected.hint)],
    });
    expect(outcome.stderr).not.toMatch(/^\s+at /m);
    if (program !== client) expect(outcome.stdout).toBe('');
    expect(stage.person.files('.aws')).toEqual(before);
  },
);

function linesOf(stderr: string, start: string): string[] {
  return stderr.split('\n').filter((line) => line.startsWith(start));
}

test('the model of the settings is a real one, or the rows above prove nothing', async () => {
  await signedIn(stage.person, stage.fake);
  expect((await stage.person.run('bedrock-client', ['ask', 'x', '--model', MODEL])).exitCode).toBe(0);
});
