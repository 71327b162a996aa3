import { redacted, redactedLog } from '../../../admin/doctor/redaction.ts';

const LONG = 'aGVsbG8gd29ybGQgaGVsbG8gd29ybGQgaGVsbG8gd29ybGQ=';

test.each([
  ['a Bedrock token', 'token bedrock-api-key-YmVkcm9jaw== ok', 'token [token] ok'],
  ['an access key', 'key AKIAIOSFODNN7EXAMPLE', 'key [access key]'],
  ['a header', 'Authorization: AWS4-HMAC-SHA256 Credential=x, Signature=y', 'Authorization: [secret]'],
  ['a header in JSON', '{"authorization":"Bearer abc"}', '{"authorization":"[secret]"}'],
  ['a bearer token by itself', 'sent Bearer abcdefghij', 'sent Bearer [secret]'],
  ['a field', '{"refresh_token":"abc","x":1}', '{"refresh_token":"[secret]","x":1}'],
  ['a field of the AWS CLI', '{"accessToken":"abc"}', '{"accessToken":"[secret]"}'],
  ['a password in an address', 'http://ana:geheim@proxy:8080/', 'http://[secret]@proxy:8080/'],
  ['what programs print with a sign', 'token=abc pwd=geheim', 'token=[secret] pwd=[secret]'],
  ['what programs print with a colon', 'api_key: abc; passphrase: x', 'api_key: [secret]; passphrase: [secret]'],
  ['a token in JSON', '{"token":"abc"}', '{"token":"[secret]"}'],
  ['a code in an address', 'GET https://x/cb?code=abc&state=1', 'GET https://x/cb?code=[secret]&state=1'],
  ['a long-term Bedrock API key', 'got ABSKQmVkcm9ja0FQSUtleS0x', 'got [token]'],
  ['whatever is long', `what ${LONG}!`, 'what [long text]!'],
])('%s is cut out', (_name, text, expected) => {
  expect([redacted(text), redactedLog(text)]).toEqual([expected, expected]);
});

test.each([
  '/tmp/person-XwdDqI/.aws/sso/cache/71b21161ffa1e6516bcc072aaf5ef38cbe85b511.json',
  'arn:aws:sts::111122223333:assumed-role/AWSReservedSSO_BedrockUser_0123456789abcdef/ana@example.com',
  'global.anthropic.claude-sonnet-4-5-20250929-v1:0',
  'give them in proxyUrl, as in http://USER:PASSWORD@proxy:8080',
  'the session token is missing',
  'a helper prints one token, or {"token": "...", "headers": {...}}, and nothing else',
  'bedrock:CallWithBearerToken, bedrock:InvokeModelWithResponseStream',
])('what is no secret stays: %s', (text) => {
  expect(redacted(text)).toBe(text);
});

test('in a log a secret with slashes is one too, and a path is none', () => {
  const line = `"/var/lib/bedrock-launcher/state/log/log.jsonl" abc/${'x/y'.repeat(20)}`;
  expect(redactedLog(line)).toBe('"/var/lib/bedrock-launcher/state/log/log.jsonl" [long text]');
});
