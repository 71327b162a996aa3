import type { Wanted } from '../../../shared/identity/described-stanza.ts';

export const WANTED: Wanted = {
  profile: 'work',
  startUrl: 'https://example.awsapps.com/start',
  region: 'us-east-1',
  accountId: '111122223333',
  roleName: 'BedrockUser',
  bedrockRegion: 'eu-west-1',
};

export const SESSION = 'bedrock-launcher-3072dfd2';

/** What is written for it. */
export const BLOCK = `# >>> bedrock-launcher: from the settings of this computer; whatever is between these two lines will be replaced
[sso-session ${SESSION}]
sso_start_url = https://example.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile work]
sso_session = ${SESSION}
sso_account_id = 111122223333
sso_role_name = BedrockUser
region = eu-west-1
# <<< bedrock-launcher
`;
