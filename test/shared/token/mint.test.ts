import { getToken } from '@aws/bedrock-token-generator';
import { type RoleCredentials, revealed } from '../../../shared/identity/role-credentials.ts';
import { Secret } from '../../../shared/secret.ts';
import { mint } from '../../../shared/token/mint.ts';
import { ask, bedrockOf, refusalOf, roleCredentials } from '../../fake-aws/clients.ts';
import { type FakeAws, startFakeAws } from '../../fake-aws/server.ts';
import { problemOf } from '../world.ts';

const PREFIX = 'bedrock-api-key-';
const LONGEST_S = 43_200;

function credentialsFor(lifeMs: number | undefined, now = Date.now()): RoleCredentials {
  return {
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    secretAccessKey: new Secret('wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'),
    sessionToken: new Secret(`IQoJb3JpZ2luX2VjE+/=${'a'.repeat(600)}`),
    expiresAt: lifeMs === undefined ? undefined : now + lifeMs,
  };
}

const decoded = (token: string) => Buffer.from(token.slice(PREFIX.length), 'base64').toString();
const encoded = (text: string) => `${PREFIX}${Buffer.from(text).toString('base64')}`;

function parameters(token: string): [string, string][] {
  const [, query = ''] = decoded(token).split('?');
  return [...new URLSearchParams(query)];
}

/** Mints until both were signed in the same second. */
async function bothOf(region: string, credentials: RoleCredentials) {
  for (;;) {
    const { token } = await mint({ now: Date.now }, region, credentials);
    const ours = parameters(token.reveal());
    const expiresInSeconds = Number(new Map(ours).get('X-Amz-Expires'));
    const theirs = parameters(await getToken({ region, credentials: revealed(credentials), expiresInSeconds }));
    if (new Map(ours).get('X-Amz-Date') === new Map(theirs).get('X-Amz-Date')) return { ours, theirs };
  }
}

describe('the token', () => {
  test.each([
    ['us-east-1', credentialsFor(3_600_000)],
    ['eu-central-1', credentialsFor(60_000)],
    ['us-gov-west-1', credentialsFor(undefined)],
    ['us-west-2', { ...credentialsFor(900_000), sessionToken: undefined }],
  ])('equals that of the official generator in %s, parameter by parameter', async (region, credentials) => {
    const { ours, theirs } = await bothOf(region, credentials);
    expect(ours.length).toBeGreaterThanOrEqual(8);
    expect(ours).toEqual(theirs);
  });

  test('is one word of printable ASCII without a line break', async () => {
    const { token } = await mint({ now: Date.now }, 'us-east-1', credentialsFor(3_600_000));
    expect(token.reveal()).toMatch(/^bedrock-api-key-[A-Za-z0-9+/]+={0,2}$/);
    expect(token.reveal().length).toBeLessThanOrEqual(16_384);
  });
});

describe('its life', () => {
  const now = Date.now();
  test.each([
    ['one second', 1_000, 1],
    ['almost two seconds', 1_999, 1],
    ['a minute', 60_000, 60],
    ['a fraction less than a minute', 59_999, 59],
    ['12 hours', LONGEST_S * 1000, LONGEST_S],
    ['more than AWS allows', (LONGEST_S + 1) * 1000, LONGEST_S],
    ['ten years', 3650 * 86_400_000, LONGEST_S],
    ['no end', undefined, LONGEST_S],
  ])('is never above the rest of credentials with %s', async (_name, rest, seconds) => {
    const { token, expiresAt } = await mint({ now: () => now }, 'us-east-1', credentialsFor(rest, now));
    expect(new Map(parameters(token.reveal())).get('X-Amz-Expires')).toBe(String(seconds));
    expect(expiresAt).toBe(now + seconds * 1000);
  });

  test.each([0, 999, -1, -86_400_000, Number.NaN])(
    'credentials with %d ms left give a problem and no token',
    async (rest) => {
      const problem = await problemOf(() => mint({ now: () => now }, 'us-east-1', credentialsFor(rest, now)));
      expect(problem).toMatchObject({ code: 'awsRefused', message: expect.stringContaining('already ended') });
    },
  );
});

describe('AWS', () => {
  let fake: FakeAws;
  let token: string;

  beforeEach(async () => {
    fake = await startFakeAws({ wordDelayMs: 0, answer: 'yes' });
    const { accessKeyId, secretAccessKey, sessionToken } = await roleCredentials(fake);
    const minted = await mint({ now: Date.now }, 'us-east-1', {
      accessKeyId,
      secretAccessKey: new Secret(secretAccessKey),
      sessionToken: new Secret(sessionToken),
      expiresAt: Date.now() + 600_000,
    });
    token = minted.token.reveal();
  });
  afterEach(() => fake.stop());

  const use = (given: string) => ask(bedrockOf(fake, { token: given }));

  test('accepts it, for as long as the credentials live', async () => {
    expect(await use(token)).toBe('yes');
    expect(fake.calls.at(-1)?.tokenSeconds).toBeGreaterThan(590);
    expect(fake.calls.at(-1)?.tokenSeconds).toBeLessThanOrEqual(600);
  });

  const NAMES = [
    'Action',
    'X-Amz-Algorithm',
    'X-Amz-Credential',
    'X-Amz-Date',
    'X-Amz-Expires',
    'X-Amz-Security-Token',
    'X-Amz-Signature',
    'X-Amz-SignedHeaders',
    'Version',
  ];

  test('these are all of its parameters', () => {
    expect(
      parameters(token)
        .map(([name]) => name)
        .sort(),
    ).toEqual([...NAMES].sort());
  });

  const changes: [string, (value: string) => string][] = [
    ['has another last character', (value) => `${value.slice(0, -1)}${value.endsWith('1') ? '2' : '1'}`],
    ['has a character more', (value) => `${value}0`],
    ['is empty', () => ''],
  ];
  const tampered = NAMES.flatMap((name) => changes.map(([how, change]) => ({ name, how, change })));

  test.each(tampered)('refuses it when $name $how', async ({ name, change }) => {
    const text = decoded(token).replace(
      new RegExp(`([?&]${name}=)([^&]*)`),
      (_, start: string, value: string) => `${start}${change(value)}`,
    );
    expect(text).not.toBe(decoded(token));
    expect(await refusalOf(use(encoded(text)))).toMatchObject({ name: 'AccessDeniedException', status: 403 });
  });

  test.each(NAMES)('refuses it without %s', async (name) => {
    const text = decoded(token).replace(new RegExp(`(?<=[?&])${name}=[^&]*&?`), '');
    expect(text).not.toBe(decoded(token));
    expect(await refusalOf(use(encoded(text)))).toMatchObject({ name: 'AccessDeniedException', status: 403 });
  });
});
