import { signedIn } from '../../person.ts';
import { config, helper, launcher, type Row, settings } from './row.ts';

export const signInRows: Row[] = [
  {
    name: 'a half-written cache file, in the background',
    program: helper,
    env: { CLAUDE_HELPER_CONTEXT: 'background' },
    broken: async (person, fake) => {
      await signedIn(person, fake);
      const [name = ''] = Object.keys(person.files('.aws/sso/cache'));
      person.write(`.aws/sso/cache/${name}`, person.read(`.aws/sso/cache/${name}`).slice(0, 80));
    },
    exitCode: 4,
    error: /the AWS sign-in of profile work has ended/,
    hint: /start bedrock-launcher/,
  },
  {
    name: 'an expired registration with an ended access token',
    program: helper,
    env: { CLAUDE_HELPER_CONTEXT: 'scheduled-task' },
    broken: async (person, fake) => {
      const session = {
        ...(await fake.issueSession()),
        expiresAt: '2020-01-01T00:00:00Z',
        registrationExpiresAt: '2020-01-01T00:00:00Z',
      };
      await signedIn(person, fake);
      const [name = ''] = Object.keys(person.files('.aws/sso/cache'));
      person.write(`.aws/sso/cache/${name}`, session);
    },
    exitCode: 4,
    error: /the AWS sign-in of profile work has ended/,
    hint: /start bedrock-launcher/,
  },
  {
    name: 'an assumed role whose source profile has no session',
    program: helper,
    env: { CLAUDE_HELPER_CONTEXT: 'background' },
    broken: (person) => {
      const role = 'role_arn = arn:aws:iam::111122223333:role/Bedrock\nsource_profile = work';
      person.write('.aws/config', `${person.read('.aws/config')}\n[profile assumed]\n${role}\n`);
      settings({ awsProfile: 'assumed' })(person);
    },
    exitCode: 4,
    error: /the AWS sign-in of profile assumed has ended/,
    hint: /start bedrock-launcher/,
  },
  {
    name: 'a denied sign-in',
    program: launcher,
    broken: (_, fake) => {
      fake.options.decision = 'deny';
    },
    exitCode: 5,
    error: /the sign-in was denied in the browser/,
    hint: /start bedrock-launcher again/,
  },
  {
    name: 'a denied sign-in by device code',
    program: launcher,
    broken: (person, fake) => {
      fake.options.decision = 'deny';
      settings({ signInFlow: 'device-code' })(person);
    },
    exitCode: 5,
    error: /the sign-in was denied in the browser/,
    hint: /start bedrock-launcher again/,
  },
  {
    name: 'an abandoned sign-in by device code',
    program: launcher,
    broken: (person, fake) => {
      Object.assign(fake.options, { decision: 'ask', deviceCodeSeconds: 2 });
      settings({ signInFlow: 'device-code' })(person);
    },
    exitCode: 5,
    error: /the sign-in was not finished in time/,
    hint: /start bedrock-launcher again/,
  },
  {
    name: 'an abandoned sign-in by authorization code',
    program: launcher,
    broken: (person, fake) => {
      fake.options.decision = 'ask';
      settings({ signInTimeoutSec: 10 })(person);
    },
    exitCode: 5,
    error: /the sign-in was not finished in time/,
    hint: /start bedrock-launcher again/,
  },
  {
    name: 'a role that is not assigned',
    program: helper,
    broken: async (person, fake) => {
      await signedIn(person, fake);
      config(person.read('.aws/config').replace('BedrockUser', 'Admin'))(person);
    },
    exitCode: 7,
    error: /no credentials for role Admin in account 111122223333/,
    hint: /ssoRoleName/,
  },
];
