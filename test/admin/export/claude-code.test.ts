import { claudeCode } from '../../../admin/export/claude-code.ts';
import { normalized } from '../../../admin/setup/normalized.ts';
import { setupOf, type Values } from '../../../admin/setup/setup.ts';

const OPTIONS = { hive: 'HKLM', organization: undefined } as const;
const region = { inferenceBedrockRegion: 'us-east-1' };
const env = { CLAUDE_CODE_USE_BEDROCK: '1', AWS_REGION: 'us-east-1' };

async function written(values: Values): Promise<Record<string, unknown>> {
  const files = await claudeCode.files(normalized(setupOf(values), { target: 'linux' }), OPTIONS);
  return Object.fromEntries(files.map(({ name, content }) => [name.split('/')[0], JSON.parse(String(content))]));
}

test('our programs sign in and give the credentials, by the path of each system', async () => {
  const { macos, windows, linux } = await written({
    ...region,
    awsProfile: 'work',
    inferenceBedrockBaseUrl: 'https://vpce.example',
  });
  const all = { ...env, ANTHROPIC_BEDROCK_BASE_URL: 'https://vpce.example' };
  expect(linux).toEqual({
    awsAuthRefresh: "'/usr/lib/bedrock-launcher/bedrock-launcher' --no-open",
    awsCredentialExport: "'/usr/lib/bedrock-launcher/bedrock-credential-helper' --format claude-code",
    env: all,
  });
  expect(macos).toMatchObject({
    awsAuthRefresh: "'/Applications/Bedrock Launcher.app/Contents/MacOS/bedrock-launcher' --no-open",
  });
  expect(windows).toMatchObject({
    awsCredentialExport: '"C:\\Program Files\\Bedrock Launcher\\bedrock-credential-helper.exe" --format claude-code',
  });
});

test.each<[string, Values, object]>([
  [
    'a key of Bedrock',
    { ...region, inferenceBedrockBearerToken: 'k' },
    { env: { ...env, AWS_BEARER_TOKEN_BEDROCK: 'k' } },
  ],
  [
    'a key of a gateway',
    { inferenceGatewayBaseUrl: 'https://g', inferenceGatewayApiKey: 'k' },
    { env: { ANTHROPIC_BASE_URL: 'https://g', ANTHROPIC_AUTH_TOKEN: 'k' } },
  ],
  [
    'the same in a header',
    { inferenceGatewayBaseUrl: 'https://g', inferenceGatewayApiKey: 'k', inferenceGatewayAuthScheme: 'x-api-key' },
    { env: { ANTHROPIC_BASE_URL: 'https://g', ANTHROPIC_API_KEY: 'k' } },
  ],
  [
    'the helper of a gateway',
    { inferenceGatewayBaseUrl: 'https://g', inferenceCredentialHelper: "/opt/it's $x/h" },
    { apiKeyHelper: "'/opt/it'\\''s $x/h'", env: { ANTHROPIC_BASE_URL: 'https://g' } },
  ],
])('%s', async (_name, values, expected) => {
  expect((await written(values))['linux']).toEqual(expected);
});

test('the helper of a gateway is a program of one system', async () => {
  const values = { inferenceGatewayBaseUrl: 'https://g', inferenceCredentialHelper: '/usr/bin/h' };
  expect(Object.keys(await written(values))).toEqual(['linux']);
});

test('a sign-in of the app alone is none of Claude Code', () => {
  const setup = normalized(setupOf({ ...region, inferenceCredentialKind: 'external-idp' }), { target: 'linux' });
  expect(claudeCode.unfit?.(setup)?.what).toContain('signs in by itself');
});
