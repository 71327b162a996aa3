import { ForeignAnswer, networkProblem } from '../../../shared/network/failure.ts';
import { Problem } from '../../../shared/problem.ts';
import { problemOf } from '../world.ts';

const CALL = 'STS GetCallerIdentity';

function error(name: string, other: object = {}, message = 'words of AWS'): Error {
  return Object.assign(new Error(message), { name, ...other });
}

const client = (name: string, status = 400) => error(name, { $fault: 'client', $metadata: { httpStatusCode: status } });
const server = (name: string, status = 500) => error(name, { $fault: 'server', $metadata: { httpStatusCode: status } });

describe('no answer', () => {
  test.each<[string, Error, RegExp]>([
    ['an unknown host', error('Error', { code: 'ENOTFOUND' }), /its name could not be looked up/],
    ['a failed look-up', error('Error', { code: 'EAI_AGAIN' }), /its name could not be looked up/],
    [
      'a refused connection, as Bun says it',
      error('Error', { code: 'ConnectionRefused' }),
      /the connection was refused/,
    ],
    ['a refused connection, as Node says it', error('Error', { code: 'ECONNREFUSED' }), /the connection was refused/],
    ['a cut connection', error('Error', { code: 'ECONNRESET' }), /the connection was cut/],
    ['a closed connection, as Bun says it', error('Error', { code: 'ConnectionClosed' }), /the connection was cut/],
    ['a time limit', error('TimeoutError'), /it did not answer in time/],
    ['a refusing proxy', error('Error', { code: 'ProxyConnectionFailed' }), /the proxy refused the connection/],
    [
      'an unknown authority',
      error('Error', { code: 'UNABLE_TO_VERIFY_LEAF_SIGNATURE' }),
      /its certificate is not trusted/,
    ],
    [
      'an unknown issuer',
      error('Error', { code: 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY' }),
      /its certificate is not trusted/,
    ],
    [
      'a self-signed certificate',
      error('Error', { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' }),
      /its certificate is not trusted/,
    ],
    ['a self-signed chain', error('Error', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }), /its certificate is not trusted/],
    ['an expired certificate', error('Error', { code: 'CERT_HAS_EXPIRED' }), /its certificate is not trusted/],
    [
      'a certificate of another host',
      error('Error', { code: 'ERR_TLS_CERT_ALTNAME_INVALID' }),
      /its certificate is not trusted/,
    ],
    [
      'a fault that is the cause',
      error('TypeError', { cause: error('Error', { code: 'ECONNREFUSED' }) }),
      /the connection was refused/,
    ],
  ])('%s is a problem of the network', (_name, thrown, message) => {
    const problem = networkProblem(thrown, CALL);
    expect(problem).toMatchObject({ code: 'unreachable', message: expect.stringMatching(message), cause: thrown });
    expect(problem.message.startsWith(`${CALL}: `)).toBe(true);
  });
});

describe('an answer of AWS', () => {
  test.each<[string, Error, string, RegExp]>([
    ['throttling by STS', client('Throttling'), 'unreachable', /AWS is throttling$/],
    ['throttling by Bedrock', client('ThrottlingException', 429), 'unreachable', /AWS is throttling$/],
    ['throttling by the portal', client('TooManyRequestsException', 429), 'unreachable', /AWS is throttling$/],
    ['a failure inside', server('InternalServerException'), 'unreachable', /AWS failed$/],
    ['a service that is down', server('ServiceUnavailableException', 503), 'unreachable', /AWS failed$/],
    ['a 502 without a name', server('Unknown', 502), 'unreachable', /AWS failed with status 502$/],
    [
      'a 503 of a load balancer',
      error('SyntaxError', { $metadata: { httpStatusCode: 503 } }),
      'unreachable',
      /status 503$/,
    ],
    [
      'expired credentials',
      client('ExpiredTokenException', 403),
      'awsRefused',
      /the credentials have expired: words of AWS/,
    ],
    [
      'expired credentials by STS',
      client('ExpiredToken', 403),
      'awsRefused',
      /the credentials have expired: words of AWS/,
    ],
    [
      'unknown credentials',
      client('InvalidClientTokenId', 403),
      'awsRefused',
      /AWS rejects the credentials: words of AWS/,
    ],
    [
      'a wrong signature',
      client('SignatureDoesNotMatch', 403),
      'awsRefused',
      /AWS rejects the credentials: words of AWS/,
    ],
    ['no permission', client('AccessDeniedException', 403), 'awsRefused', /access denied: words of AWS/],
    [
      'a refusal that we do not know',
      client('OddException'),
      'awsRefused',
      /AWS refused \(OddException\): words of AWS/,
    ],
    [
      'an exception within a stream',
      error('ModelStreamErrorException', { $fault: 'client' }),
      'unreachable',
      /AWS failed$/,
    ],
  ])('%s', (_name, thrown, code, message) => {
    expect(networkProblem(thrown, CALL)).toMatchObject({ code, message: expect.stringMatching(message) });
  });

  test('has the words of the OIDC service where there are some', () => {
    const thrown = Object.assign(client('InvalidRequestException'), { error_description: 'no such scope' });
    expect(networkProblem(thrown, CALL).message).toContain('no such scope');
  });

  test('never repeats anything as long as a token', () => {
    const thrown = error(
      'OddException',
      { $fault: 'client', $metadata: { httpStatusCode: 400 } },
      `bad token ${'aB3/'.repeat(50)}`,
    );
    expect(networkProblem(thrown, CALL).message).toMatch(/bad token \[long text\]$/);
  });

  test('is one line, whatever AWS wrote', () => {
    const thrown = error(
      'OddException',
      { $fault: 'client', $metadata: { httpStatusCode: 400 } },
      'one\nhelper: error: two\r\n\u001b[2Jthree',
    );
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
    expect(networkProblem(thrown, CALL).message).not.toMatch(/[\u0000-\u001f\u007f]/);
  });
});

describe("an answer that is not AWS's", () => {
  test.each<[string, Error, RegExp]>([
    [
      'a web page',
      new ForeignAnswer('a web page (status 200)'),
      /answered with a web page \(status 200\) instead of AWS's answer/,
    ],
    [
      'text that is no JSON',
      error('SyntaxError', { $metadata: { httpStatusCode: 200 } }),
      /something unreadable \(status 200\)/,
    ],
    [
      'text that is no JSON, seen in the response',
      error('SyntaxError', { $response: { statusCode: 200 } }),
      /something unreadable \(status 200\)/,
    ],
    [
      'a refusal without a name',
      error('Unknown', { $fault: 'client', $metadata: { httpStatusCode: 403 } }),
      /something unreadable \(status 403\)/,
    ],
    [
      'a refusal named by a number',
      error('407', { $fault: 'client', $metadata: { httpStatusCode: 407 } }),
      /something unreadable \(status 407\)/,
    ],
  ])('%s', (_name, thrown, message) => {
    expect(networkProblem(thrown, CALL)).toMatchObject({
      code: 'unreachable',
      message: expect.stringMatching(message),
    });
  });
});

test('a Problem comes through as it is', () => {
  const problem = new Problem('timeout', 'late', 'hint');
  expect(networkProblem(problem, CALL)).toBe(problem);
  expect(networkProblem(error('AbortError', { cause: problem }), CALL)).toBe(problem);
});

test.each([
  ['a bug of ours', new TypeError('x is not a function')],
  ['a word', 'boom'],
  ['an object', { internal: 1 }],
])('%s is thrown on as it is: a failure of the network has a shape', async (_name, thrown) => {
  let caught: unknown = 'nothing was thrown';
  await problemOf(() => networkProblem(thrown, CALL)).catch((again: unknown) => {
    caught = again;
  });
  expect(caught).toBe(thrown);
});
