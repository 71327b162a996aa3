import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { newPerson, type Person, signedIn, workSettings } from '../person.ts';

let fake: FakeAws;
let person: Person;

beforeEach(async () => {
  fake = await startFakeAws({ decision: 'approve', wordDelayMs: 0 });
  person = newPerson(fake);
  await signedIn(person, fake);
});
afterEach(async () => {
  person.leave();
  await fake.stop();
});

test('a fault in the headers stops only the formats that show them', async () => {
  person.write('settings.json', { ...workSettings(), inferenceCustomHeaders: 'X-Team: blue' });
  const outcomes = await Promise.all(
    ['token', 'app-json', 'json', 'env'].map((format) => person.run('bedrock-credential-helper', ['--format', format])),
  );
  expect(outcomes.map(({ exitCode }) => exitCode)).toEqual([0, 3, 3, 0]);
  expect(outcomes[1]?.stderr).toContain('settings.json: inferenceCustomHeaders must be an object');
});
