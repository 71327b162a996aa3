import { signedIn, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';

const stage = onStage({ decision: 'approve' });
beforeEach(() => signedIn(stage.person, stage.fake));

test('a fault in the headers stops only the formats that show them', async () => {
  stage.person.write('settings.json', { ...workSettings(), inferenceCustomHeaders: 'X-Team: blue' });
  const outcomes = await Promise.all(
    ['token', 'app-json', 'json', 'env'].map((format) =>
      stage.person.run('bedrock-credential-helper', ['--format', format]),
    ),
  );
  expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([0, 3, 3, 0]);
  expect(outcomes[1]?.stderr).toContain('settings.json: inferenceCustomHeaders must be an object');
});
