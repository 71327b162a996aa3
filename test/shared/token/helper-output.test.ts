import { readHelperOutput } from '../../../shared/token/helper-output.ts';
import { problemOf } from '../world.ts';

const PATH = '/opt/helper';
const read = (stdout: string) => {
  const { token, headers } = readHelperOutput(PATH, stdout);
  return { token: token.reveal(), headers };
};

const KEY = 'bedrock-api-key-YmVkcm9jay5hbWF6b25hd3MuY29t';

describe('a helper may print', () => {
  test.each<[string, string, string, Record<string, string>]>([
    ['a token', 'bedrock-api-key-YQ==', 'bedrock-api-key-YQ==', {}],
    ['a token and a line end', 'token\n', 'token', {}],
    ['a token and a Windows line end', '  token\r\n', 'token', {}],
    ['the longest token that there is', 'x'.repeat(16_384), 'x'.repeat(16_384), {}],
    ['a long-term API key', 'ABSKQmVkcm9ja0FQSUtleQ==', 'ABSKQmVkcm9ja0FQSUtleQ==', {}],
    ['a key of a gateway, of capitals and underscores', 'KEY_A-B_C==', 'KEY_A-B_C==', {}],
    ['a word that means there is no key', 'none', 'none', {}],
    ['a document', '{"token":"t"}', 't', {}],
    [
      'a document with headers',
      '{"token":"t","headers":{"X-Team":"blue","x-empty":""}}',
      't',
      { 'X-Team': 'blue', 'x-empty': '' },
    ],
    ['a document over several lines', '\n{\n  "token": "t"\n}\n', 't', {}],
  ])('%s', (_name, stdout, token, headers) => {
    expect(read(stdout)).toEqual({ token, headers });
  });
});

type Row = [name: string, stdout: string, what: string];

const asItCame: Row[] = [
  ['nothing', '', 'nothing'],
  ['a line end alone', '\r\n', 'nothing but empty lines'],
  ['UTF-16, little end first', `\ufffd\ufffd${[...KEY].join('\0')}\0`, 'UTF-16 text'],
  ['UTF-16, big end first', `\0${[...KEY].join('\0')}`, 'UTF-16 text'],
  ['a byte order mark', `\ufeff${KEY}`, 'a byte order mark'],
  ['a byte order mark alone', '\ufeff', 'a byte order mark'],
  ['a byte order mark before a document', '\ufeff{"token":"t"}', 'a byte order mark'],
  ['colours', '\u001b[32mtoken\u001b[0m', 'terminal colours (escape sequences)'],
  ['a NUL', 'to\0ken', 'binary data'],
  ['NULs alone', '\0\0\0\0', 'binary data'],
  ['what is no UTF-8', 'tok\ufffden', 'binary data'],
  ['a bell', 'token\u0007', 'control characters'],
  ['an endless token', 'x'.repeat(16_385), 'more than 16384 characters'],
];

const noTokens: Row[] = [
  ['a page', '<!DOCTYPE html><html><body>Sign in</body></html>', 'an HTML or XML page'],
  ['an error in XML', '<?xml version="1.0"?>\n<Error/>', 'an HTML or XML page'],
  ['a list', '["token"]', 'a JSON list'],
  ['a list of documents', '[\n{"token":"t"}\n]', 'a JSON list'],
  ['lines for a shell', `export AWS_BEARER_TOKEN_BEDROCK=${KEY}`, 'NAME=value'],
  ['a variable', `AWS_BEARER_TOKEN_BEDROCK=${KEY}\n`, 'NAME=value'],
  ['lines for PowerShell', `$Env:AWS_SESSION_TOKEN="${KEY}"`, 'NAME=value'],
  ['an INI file', '[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE', 'NAME=value'],
  ['a token with its name', `api_key: ${KEY}`, 'NAME=value'],
  ['a header', `Authorization: Bearer ${KEY}`, '"Bearer" in front of its token'],
  ['a scheme', `bearer ${KEY}`, '"Bearer" in front of its token'],
  ['quotes', `"${KEY}"\n`, 'its token in quotes'],
  ['single quotes', `'${KEY}'`, 'its token in quotes'],
  ['an access key ID', 'AKIAIOSFODNN7EXAMPLE', 'an AWS access key ID instead of a token'],
  ['access keys', 'ASIAIOSFODNN7EXAMPLE wJalrXUtnFEMI', 'an AWS access key ID instead of a token'],
  ['what jq says of a missing field', 'null\n', 'null instead of a token'],
  ['what Python says of it', 'None\n', 'null instead of a token'],
  ['an address', 'https://example.awsapps.com/start/#/device?user_code=ABCD-EFGH', 'a URL instead of a token'],
];

const crowds: Row[] = [
  ['a banner', 'Welcome to Corp!\ntoken', 'words above its token'],
  ['an epilogue', `${KEY}\n\nvalid until noon, that is`, 'words below its token'],
  ['both', `Welcome to Corp!\n${KEY}\nhave fun today`, 'words above and below its token'],
  ['a log line', `[INFO] signing in\n${KEY}`, 'words above its token'],
  ['sentences alone', 'please sign in\r\nthen try again', '2 lines'],
  ['a banner of one word', `Welcome\n${KEY}`, 'words above its token'],
  ['two tokens', `${KEY}\n${KEY}`, '2 lines, each like a token'],
  ['two words that may be tokens', 'one\ntwo', '2 lines, each like a token'],
  ['a token that base64 broke', `${'A'.repeat(76)}\n${'B'.repeat(76)}\nCC==`, 'its token broken into 3 lines'],
  ['a token that openssl broke', `${'A'.repeat(64)}\nCC==`, 'its token broken into 2 lines'],
  ['a remark', `${KEY} # fresh`, 'words after its token'],
  ['an introduction', `here you are: ${KEY}`, 'words before its token'],
  ['a sentence around it', `use ${KEY} please`, 'words around its token'],
  ['two tokens in one line', `${KEY} ${KEY}`, '2 tokens in one line'],
  ['a sentence', 'token # fresh', '3 words in one line'],
  ['letters of other alphabets', 'tökén', 'letters beyond ASCII'],
  ['quotes of a word processor', '“token”', 'letters beyond ASCII'],
  ['a banner before a document', 'Welcome!\n{"token":"t"}', 'words before its JSON document'],
];

const documents: Row[] = [
  ['half a document', '{"token":"t"', 'JSON that breaks off'],
  ['a text without an end', '{"token":"t}', 'JSON that breaks off'],
  ['two documents', '{"token":"t"}{"token":"u"}', 'two JSON documents or more'],
  ['a document a line', '{"token":"t"}\n{"token":"u"}\n', 'two JSON documents or more'],
  ['a document and a remark', '{"token":"t"} ok', 'words after its JSON document'],
  ['a brace in a text', '{"token":"}"} ok', 'words after its JSON document'],
  ['what Python prints', "{'token': 't'}", 'JSON in single quotes'],
  ['a comma too many', '{"token":"t",}', 'something like JSON that is none'],
  ['names without quotes', '{token:"t"}', 'something like JSON that is none'],
  [
    'an AWS credential',
    '{"Version":1,"AccessKeyId":"A","SecretAccessKey":"S"}',
    'credential_process JSON instead of a token',
  ],
  ['what STS says', '{"Credentials":{"AccessKeyId":"A"}}', '{"Credentials": ...} of AWS instead of a token'],
  ['an empty document', '{}', 'JSON without "token"'],
  ['another name', '{"access_token":"t","expires_in":1}', 'JSON without "token", but with access_token, expires_in'],
  ['a name that is a value', '{"a b c":1}', 'JSON without "token", but with [odd name]'],
  [
    'many fields',
    '{"a":1,"b":1,"c":1,"d":1,"e":1,"f":1,"g":1}',
    'JSON without "token", but with a, b, c, d, e and 2 more',
  ],
  [
    'an expiry, which the app does not know',
    '{"token":"t","expiresAt":"2030-01-01T00:00:00Z"}',
    'JSON with more than "token" and "headers": expiresAt',
  ],
  ['a number for a token', '{"token":5}', 'JSON whose "token" is no text'],
  ['an empty token', '{"token":""}', 'JSON whose "token" is empty'],
  ['a token with its scheme', '{"token":"Bearer t"}', 'JSON whose "token" begins with "Bearer"'],
  ['a token of two words', '{"token":"a b"}', 'JSON whose "token" has white space in it'],
  ['a token with a line break', '{"token":"a\\r\\nX-Evil: 1"}', 'JSON whose "token" has white space in it'],
  ['a token with a NUL', '{"token":"a\\u0000b"}', 'JSON whose "token" is not in printable ASCII'],
  ['a token in quotes of its own', '{"token":"\\"t\\""}', 'JSON with its token in quotes'],
  ['null in the place of a token', '{"token":"null"}', 'JSON with null instead of a token'],
];

const headers: Row[] = [
  ['a list', '["X-A: b"]', 'JSON whose "headers" are no object'],
  ['nothing', 'null', 'JSON whose "headers" are no object'],
  ['a line break', '{"X-A":"b\\r\\nX-Evil: 1"}', 'JSON with the header X-A, whose value is not in one line of ASCII'],
  ['a NUL', '{"X-A":"a\\u0000b"}', 'JSON with the header X-A, whose value is not in one line of ASCII'],
  ['a number', '{"X-A":5}', 'JSON with the header X-A, whose value is no text'],
  [
    'a line break in a name',
    '{"X-A\\r\\nX-Evil":"b"}',
    'JSON with the header [odd name], whose name no header can have',
  ],
  ['what is ours', '{"Authorization":"b"}', 'JSON with the header Authorization, which belongs to the call itself'],
  ["what is AWS's", '{"X-Amz-Date":"b"}', 'JSON with the header X-Amz-Date, which belongs to the call itself'],
].map(([name = '', text = '', what = '']) => [`headers: ${name}`, `{"token":"t","headers":${text}}`, what]);

describe('a helper may not print', () => {
  test.each([...asItCame, ...noTokens, ...crowds, ...documents, ...headers])('%s', async (_name, stdout, what) => {
    expect(await problemOf(() => read(stdout))).toMatchObject({
      code: 'configuration',
      message: `${PATH}: printed ${what}`,
      hint: expect.stringMatching(/^[^;]+; a helper prints one token, or \{"token": .* and nothing else$/),
    });
  });
});

test('what it printed is never repeated', async () => {
  const all = [
    'hunter2 hunter2',
    '{"token":"hunter2","x":1}',
    '{hunter2',
    'hunter2\nhunter2',
    '"hunter2"',
    'A_B=hunter2',
  ];
  for (const stdout of [
    ...all,
    '{"token":"t","headers":{"hunter2 hunter2":"b"}}',
    '{"token":"t","headers":"hunter2"}',
  ]) {
    const { message, hint } = await problemOf(() => read(stdout));
    expect(message + hint).not.toContain('hunter2');
  }
});
