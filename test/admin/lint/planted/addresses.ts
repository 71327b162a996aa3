import { toolkitSso } from '../good.ts';
import { planted, type Row } from './row.ts';

const REGION = 'inferenceBedrockRegion';
const BASE = 'inferenceBedrockBaseUrl';
const GATEWAY = 'inferenceGatewayBaseUrl';
const START = 'inferenceBedrockSsoStartUrl';
const HEADERS = 'inferenceCustomHeaders';
const GOV_PORTAL = 'https://start.us-gov-home.awsapps.com/directory/d-1234567890';

export const addressRows: Row[] = [
  planted(
    'the endpoint that manages models',
    'json',
    'helper',
    { app: { [BASE]: 'https://bedrock.us-east-1.amazonaws.com' } },
    `control-endpoint ${BASE}`,
  ),
  ...['bedrock-agent-runtime.us-east-1.amazonaws.com', 'bedrock-mantle.us-east-1.api.aws'].map((host) =>
    planted(
      `the endpoint ${host}`,
      'json',
      'helper',
      { app: { [BASE]: `https://${host}` } },
      `control-endpoint ${BASE}`,
    ),
  ),
  ...[
    'https://us-east-1.console.aws.amazon.com/singlesignon',
    'https://111122223333.signin.aws.amazon.com/console',
    'https://oidc.us-east-1.amazonaws.com',
  ].map((address) =>
    planted(`${address} for a portal`, 'json', 'interactive', { app: { [START]: address } }, `foreign-portal ${START}`),
  ),
  planted(
    'a portal on a host that nobody has',
    'reg',
    'interactive',
    { app: { [START]: 'https://d-1234567890.awsapp.com/start' } },
    `misspelled-portal ${START}`,
  ),
  planted(
    'a portal of another region',
    'mobileconfig',
    'interactive',
    { app: { [START]: 'https://ssoins-1234567890abcdef.portal.eu-west-1.app.aws' } },
    `portal-region ${START}`,
  ),
  planted(
    'a portal of another partition',
    'json',
    'helper',
    {
      toolkit: { ...toolkitSso, ssoStartUrl: 'https://ssoins-1234567890abcdef.portal.us-gov-west-1.app.aws' },
    },
    'partition-mismatch ssoStartUrl',
  ),
  planted(
    'a portal without its path',
    'plist',
    'interactive',
    { app: { [START]: 'https://example.awsapps.com' } },
    `portal-path ${START}`,
  ),
  planted('a zone for a region', 'json', 'helper', { app: { [REGION]: 'us-east-1a' } }, `invalid-value ${REGION}`),
  planted(
    'an http base URL',
    'json',
    'helper',
    { app: { [BASE]: 'http://bedrock.example.com' } },
    `insecure-address ${BASE}`,
  ),
  planted(
    'an http gateway',
    'reg',
    'gateway',
    { app: { [GATEWAY]: 'http://llm.example.com' } },
    `insecure-address ${GATEWAY}`,
  ),
  planted(
    'an http start URL',
    'json',
    'interactive',
    { app: { [START]: 'http://example.awsapps.com/start' } },
    `insecure-address ${START}`,
  ),
  planted(
    'a base URL with a path',
    'mobileconfig',
    'helper',
    { app: { [BASE]: 'https://bedrock.example.com/v1' } },
    `base-url-path ${BASE}`,
  ),
  planted(
    'a base URL with a password',
    'json',
    'helper',
    { app: { [BASE]: 'https://u:p@bedrock.example.com' } },
    `credentials-in-address ${BASE}`,
  ),
  planted(
    'a gateway with a user name',
    'json',
    'gateway',
    { app: { [GATEWAY]: 'https://u@llm.example.com/v1' } },
    `credentials-in-address ${GATEWAY}`,
  ),
  planted(
    'an endpoint of another region',
    'json',
    'helper',
    { app: { [BASE]: 'https://bedrock-runtime.us-west-2.amazonaws.com' } },
    `endpoint-region ${BASE}`,
  ),
  planted(
    'a private endpoint of another region',
    'plist',
    'helper',
    { app: { [BASE]: 'https://vpce-1-2.bedrock-runtime.eu-west-1.vpce.amazonaws.com' } },
    `endpoint-region ${BASE}`,
  ),
  planted('a region that is none', 'json', 'helper', { app: { [REGION]: 'us-est-1' } }, `unknown-region ${REGION}`),
  planted(
    'a region with a zone too many',
    'reg',
    'helper',
    { app: { [REGION]: 'eu-central-7' } },
    `unknown-region ${REGION}`,
  ),
  planted(
    'a sign-in in GovCloud for a commercial region',
    'json',
    'interactive',
    { app: { inferenceBedrockSsoRegion: 'us-gov-west-1' } },
    'partition-mismatch inferenceBedrockSsoRegion',
  ),
  planted(
    'a commercial portal for GovCloud',
    'json',
    'interactive',
    {
      app: {
        [REGION]: 'us-gov-west-1',
        inferenceBedrockSsoRegion: 'us-gov-west-1',
        inferenceModels: ['us-gov.anthropic.claude-x'],
      },
    },
    `partition-mismatch ${START}`,
  ),
  planted(
    'a portal of GovCloud for a commercial region',
    'json',
    'helper',
    { toolkit: { ssoStartUrl: GOV_PORTAL, ssoRegion: 'us-east-1', ssoAccountId: '111122223333', ssoRoleName: 'x' } },
    'partition-mismatch ssoStartUrl',
  ),
  planted(
    'a proxy password for all',
    'reg',
    'helper',
    { toolkit: { proxyUrl: 'http://u:p@proxy.example.com:8080' } },
    'proxy-password proxyUrl',
  ),
  planted('headers as a text', 'json', 'helper', { app: { [HEADERS]: 'X-Team: research' } }, `header-form ${HEADERS}`),
  planted(
    'headers as a list',
    'mobileconfig',
    'helper',
    { app: { [HEADERS]: ['X-Team: research'] } },
    `header-form ${HEADERS}`,
  ),
  planted(
    'a header of the call',
    'reg',
    'helper',
    { app: { [HEADERS]: { Authorization: 'x' } } },
    `reserved-header ${HEADERS}`,
  ),
  planted(
    'a header of AWS',
    'json',
    'helper',
    { app: { [HEADERS]: { 'X-Amz-Security-Token': 'x' } } },
    `reserved-header ${HEADERS}`,
  ),
  planted(
    'a header that is a number',
    'json',
    'helper',
    { app: { [HEADERS]: { 'X-Team': 5 } } },
    `invalid-value ${HEADERS}`,
  ),
];
