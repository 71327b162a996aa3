import { meaningOf, nearest } from '../../../admin/spelling.ts';
import { keyNames } from '../../../shared/policy/keys.ts';

test.each(keyNames)('%s means itself', (name) => {
  expect(meaningOf(name)).toEqual({ key: name });
});

test.each(keyNames)('%s is known with a letter too many, in capitals, with underscores', (name) => {
  const snake = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const wrong = [`${name}x`, name.toUpperCase(), snake].filter((other) => other !== name);
  expect(wrong.map((other) => meaningOf(other)?.key)).toEqual(wrong.map(() => name));
});

/** Claude Desktop's documentation of third-party inference, without the keys that the table has. */
const OTHERS = `inferenceSessionLifetimeSec inferenceAnthropicApiKey inferenceFoundryResource inferenceFoundryApiKey
  inferenceFoundryTenantId inferenceFoundryClientId inferenceFoundryAuthFlow inferenceGatewayOidc
  inferenceGatewayOidcAuthFlow inferenceVertexProjectId inferenceVertexRegion inferenceVertexBaseUrl
  inferenceVertexOAuthClientId inferenceVertexOAuthClientSecret inferenceVertexOAuthScopes inferenceVertexOAuthLoginHint
  inferenceVertexWorkforceAudience inferenceVertexWorkforceUserProject inferenceVertexWorkforceOidc
  inferenceVertexCredentialsFile modelDiscoveryEnabled disableDeploymentModeChooser disableDeepLinkRegistration
  chatTabEnabled chatAdvancedFileAnalysisEnabled isClaudeCodeForDesktopEnabled coworkTabEnabled disabledBuiltinTools
  disableBundledSkills builtinToolPolicy autoModeEnabled allowedWorkspaceFolders coworkEgressAllowedHosts
  requireCoworkFullVmSandbox isDesktopExtensionEnabled isDesktopExtensionSignatureRequired managedMcpServers
  isLocalDevMcpEnabled deploymentOrganizationUuid disableEssentialTelemetry disableNonessentialTelemetry
  disableNonessentialServices disableAutoUpdates autoUpdaterEnforcementHours otlpEndpoint otlpProtocol otlpHeaders
  otlpResourceAttributes organizationPluginsUrl orgPluginSettings bootstrapEnabled bootstrapUrl bootstrapOidc banner
  betaFeaturesEnabled toolSearchEnabled claudeAiImport trustBootstrapDelivery`.split(/\s+/);

test.each(OTHERS)("%s is the app's own matter", (name) => {
  expect(meaningOf(name)).toBeUndefined();
});

test.each(['', 'x', '__proto__', 'constructor', 'toString', 'inference', 'a'.repeat(100_000)])('%#: no key', (name) => {
  expect(meaningOf(name)).toBeUndefined();
});

test.each([
  ['us-est-1', 'us-east-1'],
  ['US-EAST-1', 'us-east-1'],
  ['bedrock', undefined],
])('%s is nearest to %s', (word, expected) => {
  expect(nearest(word, ['us-east-1', 'us-west-2'])).toBe(expected);
});
