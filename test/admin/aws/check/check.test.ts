import { MODEL, signedIn, workSettings } from '../../../person.ts';
import { onStage } from '../../../stage.ts';
import { findingOf, statesOf } from '../../doctor/diagnosis.ts';
import { asAdministrator, checked } from './administration.ts';

const stage = onStage({});
const ROLE = { accountId: '111122223333', roleName: 'BedrockUser', sessionSeconds: 43_200 };
const INVOKE = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'];
const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const OWN = 'arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/x1y2z3';

beforeEach(async () => {
  asAdministrator(stage.person, stage.fake);
  await signedIn(stage.person, stage.fake);
});

const set = (changes: object) => stage.person.write('settings.json', { ...workSettings(), ...changes });
const giveRole = (changes: object) => {
  stage.fake.options.roles = [{ ...ROLE, ...changes }];
};
const notOk = (states: Record<string, string>) => Object.entries(states).filter(([, state]) => state !== 'ok');

test('all is well: each model, the role, its durations and every action', async () => {
  const { exitCode, document, stderr } = await checked(stage.person);
  expect({ exitCode, stderr, state: document.verdict.state }).toEqual({ exitCode: 0, stderr: '', state: 'ok' });
  expect(document.report).toBe('bedrock-admin aws check');
  expect(notOk(statesOf(document))).toEqual([['portal', 'unchecked']]);
  expect(findingOf(document, 'administrator').words).toContain('arn:aws:iam::111122223333:user/admin');
  expect(findingOf(document, 'models').words).toBe('3 of 3 enabled in us-east-1');
  expect(findingOf(document, `model.${MODEL}`).details).toEqual({ 'passes calls on to': 'us-east-1, us-west-2' });
  expect(findingOf(document, 'role').words).toMatch(/role\/aws-reserved\/\S*AWSReservedSSO_BedrockUser_/);
  expect(findingOf(document, 'role.lifetime').words).toBe('they live 43200 s, 3900 s are needed');
  expect(findingOf(document, 'permission.InvokeModel').words).toContain('all 3 resources');
  expect(stage.fake.count('InvokeModel') + stage.fake.count('InvokeModelWithResponseStream')).toBe(0);
});

test('the text begins with the verdict', async () => {
  const { stdout, exitCode } = await stage.person.run('bedrock-admin', ['aws', 'check', '--profile', 'admin']);
  expect([exitCode, stdout]).toEqual([0, expect.stringMatching(/^OK: everything that was checked works\n/)]);
  expect(stdout).toMatch(/^ {2}ok bedrock:CallWithBearerToken +allowed$/m);
});

describe('the rights of the role', () => {
  const allow = (Action: string[], Resource = '*') => ({ Effect: 'Allow' as const, Action, Resource });
  const policy = (...Statement: object[]) => ({ policy: { Version: '2012-10-17', Statement: Statement as never } });
  const ALL = [...INVOKE, 'bedrock:CallWithBearerToken', 'bedrock:List*'];

  test('one that no policy allows: which, and where to get the policy', async () => {
    giveRole({ actions: [...INVOKE, 'bedrock:List*'] });
    const { exitCode, document } = await checked(stage.person);
    expect([exitCode, document.verdict.id]).toEqual([7, 'permission.CallWithBearerToken']);
    expect(document.verdict.words).toBe('bedrock:CallWithBearerToken is not allowed: no policy of the role allows it');
    expect(document.verdict.next).toContain('bedrock-admin aws policy --configured');
    expect(notOk(statesOf(document)).length).toBe(2);
  });

  test.each([
    ['the model where a profile passes calls on to', 'arn:aws:bedrock:us-west-2::foundation-model/*', 'us-west-2::f'],
    ['the profile itself', 'arn:aws:bedrock:us-east-1:*:inference-profile/*', ':inference-profile/us.anthropic'],
  ])('explicitly denied: %s', async (_name, denied, shown) => {
    giveRole(policy(allow(ALL), { ...allow(INVOKE, denied), Effect: 'Deny' }));
    const { exitCode, document } = await checked(stage.person);
    expect([exitCode, document.verdict.id]).toEqual([7, 'permission.InvokeModel']);
    expect(document.verdict.words).toMatch(
      /^bedrock:InvokeModel is not allowed, on 1 of 3 resources .*: a policy of the role denies it$/,
    );
    expect(findingOf(document, 'permission.InvokeModel').details['resources']).toContain(shown);
  });

  test('forbidden in the whole organization', async () => {
    stage.fake.options.forbiddenActions = ['bedrock:CallWithBearerToken'];
    const { exitCode, document } = await checked(stage.person);
    expect([exitCode, document.verdict.words]).toEqual([7, expect.stringContaining('whole organization (SCP)')]);
  });

  test('those of the generated policy are enough, scoped to model, region and account', async () => {
    const args = ['aws', 'policy', '--configured', '--account', '111122223333'];
    const { stdout } = await stage.person.run('bedrock-admin', args);
    giveRole({ policy: JSON.parse(stdout) });
    expect((await checked(stage.person)).document.verdict.state).toBe('ok');
    set({ inferenceModels: [MODEL, HAIKU.replace('anthropic', 'us.anthropic')] });
    const { document } = await checked(stage.person);
    expect(document.verdict).toMatchObject({ id: 'permission.InvokeModel', exitCode: 7 });
  });

  test('without configured models, those that people are offered: a part of them is a warning', async () => {
    set({ inferenceModels: undefined });
    expect((await checked(stage.person)).document.verdict.state).toBe('ok');
    giveRole(policy(allow(INVOKE, '*haiku*'), allow(ALL.slice(2))));
    const { exitCode, document } = await checked(stage.person);
    expect([exitCode, document.verdict.state, document.verdict.next]).toEqual([0, 'warning', 'set inferenceModels']);
  });

  test('who signs each call needs no token and no list', async () => {
    set({ awsProfile: undefined, inferenceBedrockProfile: 'work' });
    giveRole({ actions: INVOKE });
    const { exitCode, document } = await checked(stage.person);
    expect([exitCode, Object.keys(statesOf(document)).filter((id) => id.startsWith('permission'))]).toEqual([
      0,
      ['permission.InvokeModel', 'permission.InvokeModelWithResponseStream'],
    ]);
  });
});

describe('what the administrator may not look at', () => {
  const BEDROCK = ['bedrock:List*', 'bedrock:GetFoundationModelAvailability'];

  test.each([
    ['iam:SimulatePrincipalPolicy', [...BEDROCK, 'iam:GetRole', 'iam:ListRoles'], ['permissions']],
    ['iam:ListRoles', BEDROCK, ['role', 'role.longest', 'permissions']],
    ['iam:GetRole', [...BEDROCK, 'iam:ListRoles'], ['role', 'role.longest', 'permissions']],
    ['bedrock:GetFoundationModelAvailability', ['bedrock:List*', 'iam:*'], ['models', `model.${MODEL}`]],
    ['bedrock:ListFoundationModels', ['bedrock:Get*', 'bedrock:ListI*', 'iam:*'], ['models', `model.${MODEL}`]],
    ['bedrock:ListInferenceProfiles', ['bedrock:Get*', 'bedrock:ListF*', 'iam:*'], [`model.${MODEL}`, 'permissions']],
  ])('%s', async (lack, actions, ids) => {
    asAdministrator(stage.person, stage.fake, { actions });
    const { exitCode, document } = await checked(stage.person);
    for (const id of ids) {
      expect(findingOf(document, id)).toMatchObject({ state: 'unchecked', words: `not checked: needs ${lack}` });
    }
    expect(notOk(statesOf(document)).map(([id]) => id)).toEqual(expect.arrayContaining(ids));
    expect([exitCode, document.verdict.state, document.verdict.words]).toEqual([
      0,
      'warning',
      `not all could be checked: your credentials lack ${lack}`,
    ]);
  });

  test('with the ARN of the role its rights can be simulated all the same', async () => {
    const { document: full } = await checked(stage.person);
    const [arn = ''] = findingOf(full, 'role').words.split(', ');
    asAdministrator(stage.person, stage.fake, { actions: [...BEDROCK, 'iam:Simulate*'] });
    const { document } = await checked(stage.person, ['--role', arn]);
    expect(findingOf(document, 'permission.InvokeModel').state).toBe('ok');
    expect(findingOf(document, 'role.longest').words).toBe('not checked: needs iam:GetRole');
  });
});

describe('a model', () => {
  test.each([
    [{ agreementAvailability: { status: 'NOT_AVAILABLE' } }, 7, 'failure', /agreement has not been accepted/],
    [{ agreementAvailability: { status: 'PENDING' } }, 0, 'warning', /being enabled/],
    [
      { agreementAvailability: { status: 'ERROR', errorMessage: 'no card' } },
      7,
      'failure',
      /not be enabled \(no card\)/,
    ],
    [{ entitlementAvailability: 'NOT_AVAILABLE' }, 7, 'failure', /no entitlement/],
    [{ authorizationStatus: 'NOT_AUTHORIZED' }, 7, 'failure', /not authorized/],
  ])('with %j', async (answer, code, state, words) => {
    stage.fake.options.notEnabled = { [MODEL.slice(3)]: answer };
    const { exitCode, document } = await checked(stage.person);
    const { id, ...verdict } = document.verdict;
    expect([exitCode, id, verdict.words]).toEqual([code, `model.${MODEL}`, expect.stringMatching(words)]);
    expect(verdict.words).toContain(MODEL);
    expect(verdict).toMatchObject({ state, next: expect.stringMatching(/./) });
    expect(findingOf(document, 'models').details['not enabled']).toBe(MODEL.slice(3));
  });

  test.each([
    ['eu.anthropic.claude-sonnet-4-5-20250929-v1:0', /is no inference profile of us-east-1/, /begins with us\./],
    ['us.anthropic.claude-unknown-v1:0', /is no inference profile of/, /correct inferenceModels/],
    ['anthropic.unknown-v1:0', /knows no model anthropic\.unknown/, /correct inferenceModels/],
    [HAIKU, /only through an inference profile/, new RegExp(`name us\\.${HAIKU}`)],
  ])('that can not be called: %s', async (id, words, next) => {
    set({ inferenceModels: [id] });
    const { exitCode, document } = await checked(stage.person);
    expect([exitCode, document.verdict.id]).toEqual([7, `model.${id}`]);
    expect([document.verdict.words, document.verdict.next]).toEqual([
      expect.stringMatching(words),
      expect.stringMatching(next),
    ]);
  });

  test("behind the account's own profile", async () => {
    stage.fake.options.models = [...stage.fake.options.models, OWN];
    set({ inferenceModels: [OWN] });
    const { exitCode, document } = await checked(stage.person);
    expect([exitCode, findingOf(document, `model.${OWN}`).state]).toEqual([0, 'ok']);
  });

  test('of provisioned throughput is in no list', async () => {
    const arn = 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc';
    set({ inferenceModels: [arn] });
    const { exitCode, document } = await checked(stage.person);
    expect([exitCode, findingOf(document, `model.${arn}`).state]).toEqual([0, 'unchecked']);
  });
});
