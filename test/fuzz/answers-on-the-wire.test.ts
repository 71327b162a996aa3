import fc from 'fast-check';
import { revealed, roleCredentials } from '../../shared/identity/role-credentials.ts';
import { Secret } from '../../shared/secret.ts';
import { forever } from '../shared/world.ts';
import { anyJson, mutated, oddText, outcomeOf, PLANTED, property } from './run.ts';

interface Answer {
  status: number;
  type: string;
  error: string;
  body: string | Uint8Array;
}

let answer: Answer;
let server: ReturnType<typeof Bun.serve>;

beforeAll(() => {
  server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch: () => {
      const { status, type, error, body } = answer;
      const headers = { 'content-type': type, ...(error ? { 'x-amzn-errortype': error } : {}) };
      return new Response(body as string, { status, headers });
    },
  });
});
afterAll(() => server.stop(true));

const word = fc.string({ unit: fc.constantFrom(...'abcXYZ019+/=._-'), minLength: 1 });
const expiration = fc.oneof(fc.integer({ min: 0, max: 9_999_999_999_999 }), fc.constantFrom(null, '1', 1e300, -1, 0.5));
const roleCredentialsOf = fc.record({ accessKeyId: word, secretAccessKey: word, sessionToken: word, expiration });
const good = roleCredentialsOf.map((credentials) => JSON.stringify({ roleCredentials: credentials }));
const body = fc.oneof(
  { weight: 3, arbitrary: good },
  mutated(good),
  anyJson.map((value) => JSON.stringify({ roleCredentials: value })),
  anyJson.map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '<html>sign in to the hotel</html>',
    '',
    '{',
    `{"message":"no ${PLANTED}"}`,
    '{"__type":"UnauthorizedException"}',
  ),
  oddText,
  fc.uint8Array(),
);
const answers: fc.Arbitrary<Answer> = fc.record({
  // Not what is asked again after a pause: 429 and 5xx.
  status: fc.oneof(
    { weight: 3, arbitrary: fc.constant(200) },
    fc.constantFrom(201, 204, 302, 400, 401, 403, 404, 407, 418),
  ),
  type: fc.constantFrom(
    'application/json',
    'application/json',
    'text/html',
    'text/plain',
    'application/octet-stream',
    'x',
  ),
  error: fc.constantFrom(
    '',
    '',
    '',
    'UnauthorizedException',
    'ForbiddenException',
    'ResourceNotFoundException',
    '__proto__',
    'x:y',
    'constructor',
  ),
  body,
});

property(
  'whatever answers gives credentials that stand there, no session, or a problem',
  ['credentials', 'no session', 'refused'],
  [answers],
  async (said) => {
    answer = said;
    const env = { AWS_ENDPOINT_URL: server.url.origin };
    const role = { accountId: '111122223333', roleName: 'BedrockUser' };
    const outcome = await outcomeOf(() => roleCredentials({ env }, 'us-east-1', role, new Secret(PLANTED), forever()));
    if (outcome instanceof Error) {
      expect(['unreachable', 'awsRefused']).toContain(outcome.code);
      return 'refused';
    }
    if (!outcome.value) {
      expect(JSON.stringify([said.error, said.body])).toContain('UnauthorizedException');
      expect(said.status).toBeGreaterThanOrEqual(300);
      return 'no session';
    }
    const {
      accessKeyId,
      secretAccessKey,
      sessionToken,
      expiration: end,
    } = JSON.parse(String(said.body)).roleCredentials;
    expect(revealed(outcome.value)).toEqual({ accessKeyId, secretAccessKey, sessionToken });
    expect([outcome.value.expiresAt, Number.isSafeInteger(end), said.status < 300]).toEqual([end, true, true]);
    return 'credentials';
  },
);
