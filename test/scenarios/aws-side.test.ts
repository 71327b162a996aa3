import { asAdministrator, checked } from '../admin/aws/check/administration.ts';
import { MODEL, signedIn, ssoConfig } from '../person.ts';
import { onStage } from '../stage.ts';

const stage = onStage({ decision: 'approve', answer: 'It works.' }, {});

interface Template {
  Resources: { PermissionSet: { Properties: { Name: string; SessionDuration: string; InlinePolicy: never } } };
}

/** What CloudFormation makes of the template, as far as this AWS has it. */
function deploy(template: Template, accountId: string): void {
  const { Name, SessionDuration, InlinePolicy } = template.Resources.PermissionSet.Properties;
  const hours = Number(/^PT(\d+)H$/.exec(SessionDuration)?.[1]);
  stage.fake.options.roles = [{ accountId, roleName: Name, sessionSeconds: hours * 3600, policy: InlinePolicy }];
}

test('from an empty account to an answer: permission set, record, check, and the main job', async () => {
  const { person, fake } = stage;
  const admin = (...args: string[]) => person.run('bedrock-admin', ['aws', ...args]);
  const scope = ['--regions', 'us-east-1', '--models', MODEL, '--account', '111122223333'];
  const { stdout } = await admin('permission-set', '--name', 'Claude', '--hours', '9', ...scope);
  deploy(JSON.parse(stdout), '111122223333');

  // An administrator who has signed in with the AWS CLI, and knows the portal alone.
  person.write('.aws/config', ssoConfig().replace(/\[profile work\][\s\S]*/, ''));
  await signedIn(person, fake);
  const file = person.write('settings.json', {
    inferenceProvider: 'bedrock',
    inferenceBedrockRegion: 'us-east-1',
    inferenceModels: [MODEL],
    inferenceCredentialHelperTtlSec: 28_800,
    secureStorage: 'file',
  });
  expect(await admin('record', '--sso-session', 'company', '--out', file)).toMatchObject({ exitCode: 0 });

  asAdministrator(person, fake);
  const { exitCode, document } = await checked(person);
  expect([exitCode, document.verdict.state]).toEqual([0, 'ok']);

  expect(await person.run('bedrock-launcher', ['--no-open'])).toMatchObject({ exitCode: 0 });
  expect(await person.run('bedrock-client', ['ask', 'Hello?'])).toMatchObject({ exitCode: 0, stdout: 'It works.' });
  const [role] = fake.options.roles;
  expect([role?.roleName, role?.sessionSeconds]).toEqual(['Claude', 32_400]);
});
