import { chainCredentials } from '../../../shared/identity/chain.ts';
import type { ChainedProfile } from '../../../shared/identity/profile.ts';
import { Secret } from '../../../shared/secret.ts';
import { type FakeAws, startFakeAws } from '../../fake-aws/server.ts';
import { envOf, forever, newWorld, type World } from '../world.ts';

const READER = 'arn:aws:iam::111122223333:role/Reader';
const WRITER = 'arn:aws:iam::111122223333:role/Writer';
const KEYS = {
  accessKeyId: 'AKIAANA',
  secretAccessKey: new Secret('s'),
  sessionToken: undefined,
  expiresAt: undefined,
};
const FILE = '/home/ana/.aws/config';
const sso = { kind: 'sso' as const } as Extract<ChainedProfile['source'], { kind: 'sso' }>;

let fake: FakeAws;
let world: World;

beforeEach(async () => {
  world = newWorld();
  fake = await startFakeAws({
    users: [{ accountId: '111122223333', userName: 'ana', accessKeyId: 'AKIAANA', secretAccessKey: 's' }],
    assumableRoles: [
      { arn: READER, maxSessionSeconds: 3600, trusts: 'arn:aws:iam::111122223333:user/' },
      { arn: WRITER, maxSessionSeconds: 3600, trusts: 'arn:aws:sts::111122223333:assumed-role/Reader/' },
    ],
  });
});
afterEach(async () => {
  world.leave();
  await fake.stop();
});

const role = (arn: string) => ({
  profile: 'it',
  arn,
  sessionName: undefined,
  externalId: undefined,
  durationSeconds: undefined,
});

function credentials(
  chain: Pick<ChainedProfile, 'source' | 'roles'>,
  signedIn?: () => Promise<typeof KEYS | undefined>,
) {
  const host = { ...world, network: { env: envOf(fake) } };
  return chainCredentials(host, { kind: 'chain', name: 'it', region: 'us-east-1', ...chain }, signedIn, forever());
}

test('keys are what they are', async () => {
  expect(await credentials({ source: { profile: 'it', file: FILE, kind: 'keys', keys: KEYS }, roles: [] })).toBe(KEYS);
  expect(fake.calls).toEqual([]);
});

test('roles are assumed in their order, each by the one before', async () => {
  const source = { profile: 'it', file: FILE, kind: 'keys' as const, keys: KEYS };
  expect(await credentials({ source, roles: [role(READER), role(WRITER)] })).toMatchObject({
    accessKeyId: expect.stringMatching(/^ASIA/),
  });
  expect(fake.calls.map(({ role }) => role)).toEqual([READER, WRITER]);
});

test('the access portal is asked by whoever keeps its session', async () => {
  const found = await credentials({ source: sso, roles: [role(READER)] }, () => Promise.resolve(KEYS));
  expect(found?.accessKeyId).toMatch(/^ASIA/);
});

test('a session that is over assumes nothing', async () => {
  expect(await credentials({ source: sso, roles: [role(READER)] }, () => Promise.resolve(undefined))).toBeUndefined();
  expect(fake.calls).toEqual([]);
});
