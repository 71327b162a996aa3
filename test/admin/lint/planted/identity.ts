import { appSso, toolkitSso } from '../good.ts';
import { planted, type Row } from './row.ts';

const { inferenceBedrockSsoAccountId: _account, inferenceBedrockSsoRoleName: _role, ...halfSso } = appSso;
const { ssoRegion: _region, ...partOfOurs } = toolkitSso;

export const identityRows: Row[] = [
  planted(
    'a profile by its heading',
    'json',
    'profile',
    { app: { inferenceBedrockProfile: '[profile work]' } },
    'profile-heading inferenceBedrockProfile',
  ),
  planted(
    'our profile by its heading',
    'reg',
    'helper',
    { toolkit: { awsProfile: 'profile work' } },
    'profile-heading awsProfile',
  ),
  planted(
    'the role that AWS made of a permission set',
    'json',
    'interactive',
    { app: { inferenceBedrockSsoRoleName: 'AWSReservedSSO_BedrockUser_0123456789abcdef' } },
    'reserved-role inferenceBedrockSsoRoleName',
  ),
  planted(
    'the ARN of a role',
    'mobileconfig',
    'helper',
    { toolkit: { ...toolkitSso, ssoRoleName: 'arn:aws:iam::111122223333:role/x' } },
    'reserved-role ssoRoleName',
  ),
  planted(
    'half of the app’s role',
    'json',
    'interactive',
    { app: { inferenceBedrockSsoAccountId: undefined, inferenceBedrockSsoRoleName: undefined } },
    'partial-sso inferenceBedrockSsoStartUrl',
  ),
  planted(
    'half of the app’s role beside our helper',
    'plist',
    'helper',
    { app: halfSso },
    'partial-sso inferenceBedrockSsoStartUrl',
  ),
  planted('a part of our role', 'json', 'helper', { toolkit: partOfOurs }, 'partial-toolkit-sso ssoStartUrl'),
  planted(
    'identitySource profile, but a role',
    'json',
    'helper',
    { toolkit: { identitySource: 'profile', ...toolkitSso } },
    'contradicting-identity identitySource',
  ),
  planted(
    'identitySource sso, but a profile',
    'json',
    'helper',
    { toolkit: { identitySource: 'sso', awsProfile: 'work' } },
    'contradicting-identity identitySource',
  ),
  planted(
    'a profile and a part of what describes it',
    'json',
    'helper',
    { toolkit: { awsProfile: 'work', ...partOfOurs } },
    'partial-toolkit-sso ssoStartUrl',
  ),
];
