import { signedIn } from '../../person.ts';
import { type Complaint, client, helper, sleeper, survivors, use } from './row.ts';

/** Programs, and an AWS, that take their time. */
export const patienceComplaints: Complaint[] = [
  {
    number: 9,
    complaint: 'the helper hangs (228 s seen)',
    scenario: 'AWS takes the request and never answers: exit code 9 within the budget',
    async happens({ person, fake }) {
      await signedIn(person, fake);
      fake.faults.set('*', 'stall');
      use(person, { inferenceCredentialHelperTimeoutSec: 2 });
      return person.run(helper);
    },
    holds: { exitCode: 9, stdout: '', stderr: expect.stringMatching(/error: no credential within 1\.4 s/) },
  },
  {
    number: 9,
    complaint: 'the helper hangs (228 s seen)',
    scenario: 'a credential_process that sleeps, with a child that sleeps longer: both end with the budget',
    async happens({ person }) {
      person.write('.aws/config', `[profile work]\ncredential_process = ${sleeper(person)}\nregion = us-east-1\n`);
      use(person, { inferenceCredentialHelperTimeoutSec: 2 });
      const { exitCode, stdout } = await person.run(helper);
      return { exitCode, stdout, left: await survivors(person, 'sleepers') };
    },
    holds: { exitCode: 9, stdout: '', left: 0 },
  },
  {
    number: 9,
    complaint: 'the helper hangs (228 s seen)',
    scenario: 'the client ends a helper that hangs, and all that it started',
    async happens({ person }) {
      use(person, { inferenceCredentialHelper: sleeper(person), inferenceCredentialHelperTimeoutSec: 1 });
      const { exitCode, stderr } = await person.run(client, ['ask', 'hi']);
      return { exitCode, stderr, left: await survivors(person, 'sleepers') };
    },
    holds: { exitCode: 9, stderr: expect.stringMatching(/no answer within 1 s/), left: 0 },
  },
  {
    number: 20,
    complaint: 'GetRoleCredentials called on every request',
    scenario: 'a hundred helper calls in a row on a live session make one GetRoleCredentials',
    async happens({ person, fake }) {
      await signedIn(person, fake);
      use(person, { secureStorage: 'file' });
      const outcomes = [];
      for (let call = 0; call < 100; call++) outcomes.push(await person.run(helper));
      const answered = outcomes.filter(
        ({ exitCode, stdout }) => exitCode === 0 && stdout.startsWith('bedrock-api-key-'),
      );
      return { answered: answered.length, asked: fake.count('GetRoleCredentials') };
    },
    holds: { answered: 100, asked: 1 },
  },
  {
    number: 20,
    complaint: 'throttling in the morning',
    scenario: 'the portal says 429 with Retry-After 2: the second try comes two seconds later, and works',
    async happens({ person, fake }) {
      await signedIn(person, fake);
      fake.faults.set('GetRoleCredentials', throttledFor(2), 1);
      const { exitCode } = await person.run(helper);
      const [first = 0, second = 0] = fake.calls
        .filter(({ operation }) => operation === 'GetRoleCredentials')
        .map(({ at }) => at);
      return { exitCode, tries: fake.count('GetRoleCredentials'), waited: second - first >= 2_000 };
    },
    holds: { exitCode: 0, tries: 2, waited: true },
  },
  {
    number: 20,
    complaint: 'throttling in the morning',
    scenario: 'the portal asks for more patience than there is: one try, and the reason',
    async happens({ person, fake }) {
      await signedIn(person, fake);
      fake.faults.set('GetRoleCredentials', throttledFor(3600));
      const { exitCode, stderr } = await person.run(helper);
      return { exitCode, stderr, tries: fake.count('GetRoleCredentials') };
    },
    holds: { exitCode: 6, stderr: expect.stringMatching(/throttling/), tries: 1 },
  },
];

function throttledFor(seconds: number) {
  const headers = { 'retry-after': String(seconds), 'x-amzn-errortype': 'TooManyRequestsException' };
  return { status: 429, body: '{"message":"HTTP 429 Too Many Requests"}', headers };
}
