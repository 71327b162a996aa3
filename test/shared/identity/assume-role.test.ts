import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { assumeRole, assumeRoleWithWebIdentity, stsRegion } from '../../../shared/identity/assume-role.ts';
import { Secret } from '../../../shared/secret.ts';
import { type FakeAws, startFakeAws } from '../../fake-aws/server.ts';
import { envOf, forever, newWorld, problemOf, type World } from '../world.ts';

describe('the region of STS is', () => {
  const role = (partition: string) => `arn:${partition}:iam::111122223333:role/x`;
  test.each([
    ['that of the environment', 'aws', ['eu-west-1', 'us-west-2'], 'eu-west-1'],
    ["else the profile's", 'aws', [undefined, 'us-west-2'], 'us-west-2'],
    ['else a home of the partition', 'aws', [undefined, undefined], 'us-east-1'],
    ['in GovCloud', 'aws-us-gov', [undefined, 'us-gov-east-1'], 'us-gov-east-1'],
    ['in GovCloud, without a region', 'aws-us-gov', [undefined, undefined], 'us-gov-west-1'],
    [
      'in GovCloud, whatever region of another partition is named',
      'aws-us-gov',
      ['us-east-1', undefined],
      'us-gov-west-1',
    ],
    ['in China', 'aws-cn', ['us-east-1', 'cn-northwest-1'], 'cn-northwest-1'],
    ['in China, without a region', 'aws-cn', [undefined, undefined], 'cn-north-1'],
    ['in a partition that we know by its regions alone', 'aws-iso', [undefined, 'us-iso-east-1'], 'us-iso-east-1'],
    ['in a partition that we do not know', 'aws-new', [undefined, 'new-north-1'], 'new-north-1'],
  ])('%s', (_what, partition, named, region) => {
    expect(stsRegion(role(partition), named)).toBe(region);
  });
});

describe('a role', () => {
  const ARN = 'arn:aws:iam::111122223333:role/Reader';
  const ROLE = { profile: 'it', arn: ARN, sessionName: undefined, externalId: undefined, durationSeconds: undefined };
  const KEYS = {
    accessKeyId: 'AKIAANA',
    secretAccessKey: new Secret('s'),
    sessionToken: undefined,
    expiresAt: undefined,
  };

  let fake: FakeAws;
  let world: World;

  beforeEach(async () => {
    world = newWorld();
    fake = await startFakeAws({
      users: [{ accountId: '111122223333', userName: 'ana', accessKeyId: 'AKIAANA', secretAccessKey: 's' }],
      assumableRoles: [{ arn: ARN, maxSessionSeconds: 7200 }],
    });
  });
  afterEach(async () => {
    world.leave();
    await fake.stop();
  });

  const host = () => ({ ...world, network: { env: envOf(fake) } });
  const assume = (changes: object = {}, keys: object = {}) =>
    assumeRole(host(), 'us-east-1', { ...ROLE, ...changes }, { ...KEYS, ...keys }, forever());

  test('gives credentials for as long as it was asked to', async () => {
    const hour = await assume();
    expect(hour.accessKeyId).toMatch(/^ASIA/);
    expect(hour.sessionToken?.reveal().length).toBeGreaterThan(100);
    expect(Math.abs((hour.expiresAt ?? 0) - Date.now() - 3_600_000)).toBeLessThan(60_000);
    const longer = await assume({ durationSeconds: 7200 });
    expect((longer.expiresAt ?? 0) - (hour.expiresAt ?? 0)).toBeGreaterThan(3_500_000);
  });

  test.each([
    [
      'another role',
      { arn: `${ARN}X` },
      {},
      'awsRefused',
      /AWS does not let it \(.*not authorized to perform: sts:AssumeRole/,
    ],
    ['too long a session', { durationSeconds: 43_200 }, {}, 'awsRefused', /exceeds the MaxSessionDuration/],
    ['too short a session', { durationSeconds: 100 }, {}, 'awsRefused', /AWS does not take the request/],
    ['a bad name', { sessionName: 'a b' }, {}, 'awsRefused', /roleSessionName/],
    [
      'an unknown key',
      {},
      { accessKeyId: 'AKIABOB' },
      'awsRefused',
      /STS AssumeRole for profile it: AWS rejects the credentials/,
    ],
  ])('is refused for %s', async (_what, changes, keys, code, message) => {
    expect(await problemOf(() => assume(changes, keys))).toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });

  test('is tried again later when AWS is throttling', async () => {
    fake.faults.set('AssumeRole', 'throttle');
    const message = expect.stringMatching(/^STS AssumeRole for profile it: AWS is throttling/);
    expect(await problemOf(() => assume())).toMatchObject({ code: 'unreachable', message });
  });

  test('is given to a web identity, whose token is read afresh and never shown', async () => {
    fake.options.assumableRoles = [{ arn: ARN, maxSessionSeconds: 3600, webIdentityToken: 'a.new.token' }];
    writeFileSync(join(world.home, 'token'), 'an.old.token\n');
    const exchange = () => assumeRoleWithWebIdentity(host(), 'us-east-1', '~/token', ROLE, forever());
    const { message, hint } = await problemOf(exchange);
    expect(message).toContain('AWS does not take the web identity token');
    expect(message + hint).not.toContain('an.old');
    writeFileSync(join(world.home, 'token'), 'a.new.token\n');
    expect((await exchange()).accessKeyId).toMatch(/^ASIA/);
  });
});
