import { signedIn } from '../../person.ts';
import { config, helper, launcher, type Row, settings } from './row.ts';

export const settingsRows: Row[] = [
  {
    name: 'no settings at all',
    program: helper,
    env: { BEDROCK_LAUNCHER_CONFIG: '' },
    broken: () => {},
    exitCode: 3,
    error: /no settings found \(looked in .*settings\.json\)/,
    hint: /ask your administrator/,
  },
  {
    name: 'the named settings file is missing',
    program: launcher,
    env: { BEDROCK_LAUNCHER_CONFIG: '/nowhere/settings.json' },
    broken: () => {},
    exitCode: 3,
    error: /no settings file at \/nowhere\/settings\.json/,
    hint: /BEDROCK_LAUNCHER_CONFIG/,
  },
  {
    name: 'settings that are not JSON',
    program: helper,
    broken: (person) => {
      person.write('settings.json', '{"awsProfile": "work",');
    },
    exitCode: 3,
    error: /settings\.json: not valid JSON/,
    hint: /JSON/,
  },
  {
    name: 'settings that are a list',
    program: helper,
    broken: (person) => {
      person.write('settings.json', '[1]');
    },
    exitCode: 3,
    error: /settings\.json: the settings must be one JSON object/,
    hint: /\{ and \}/,
  },
  {
    name: 'a setting of the wrong type',
    program: helper,
    broken: settings({ inferenceCredentialHelperTtlSec: '3600' }),
    exitCode: 3,
    error: /settings\.json: inferenceCredentialHelperTtlSec must be a whole number from 1 to 43200/,
    hint: /correct inferenceCredentialHelperTtlSec/,
  },
  {
    name: 'a setting of the wrong type, which the launcher behind the helper needs',
    program: helper,
    env: { CLAUDE_HELPER_CONTEXT: 'interactive' },
    broken: settings({ signInMethod: 'cli' }),
    exitCode: 3,
    error: /settings\.json: signInMethod must be one of built-in, aws-cli, auto/,
    hint: /correct signInMethod/,
  },
  {
    name: 'half a set of SSO keys',
    program: launcher,
    broken: settings({
      awsProfile: undefined,
      ssoStartUrl: 'https://example.awsapps.com/start',
      ssoRegion: 'us-east-1',
    }),
    exitCode: 3,
    error: /needs all four sso\* keys, missing: ssoAccountId, ssoRoleName/,
    hint: /set the missing keys/,
  },
  {
    name: 'another provider',
    program: launcher,
    broken: settings({ inferenceProvider: 'vertex' }),
    exitCode: 3,
    error: /inferenceProvider is vertex/,
    hint: /bedrock/,
  },
  {
    name: 'no region anywhere',
    program: helper,
    broken: async (person, fake) => {
      await signedIn(person, fake);
      settings({ inferenceBedrockRegion: undefined })(person);
      config(person.read('.aws/config').replace(/\nregion = .*/, ''))(person);
    },
    exitCode: 3,
    error: /no Bedrock region is set/,
    hint: /inferenceBedrockRegion/,
  },
  {
    name: 'no profile of that name',
    program: launcher,
    broken: settings({ awsProfile: 'wrok' }),
    exitCode: 3,
    error: /no profile "wrok" in .*config.*profiles there: work/,
    hint: /correct the name/,
  },
  {
    name: 'a profile that names a missing sso-session',
    program: launcher,
    broken: config('[profile work]\nsso_session = gone\nsso_account_id = 111122223333\nsso_role_name = BedrockUser\n'),
    exitCode: 3,
    error: /there is no \[sso-session gone\]/,
    hint: /add that section/,
  },
  {
    name: 'a profile without its role',
    program: launcher,
    broken: config(
      '[sso-session c]\nsso_start_url = https://a.awsapps.com/start\nsso_region = us-east-1\n[profile work]\nsso_session = c\n',
    ),
    exitCode: 3,
    error: /\[profile work\] lacks sso_account_id/,
    hint: /sso_account_id = /,
  },
  {
    name: 'an unparsable config file',
    program: launcher,
    broken: config('[profile work]\nsso_session = company\nthis is no setting\n'),
    exitCode: 3,
    error: /config: line 3 is neither a \[section\] nor name = value/,
    hint: /correct that line/,
  },
  {
    name: 'an unknown flag',
    program: helper,
    args: ['--tokn'],
    broken: () => {},
    exitCode: 2,
    error: /--tokn/,
    hint: /--help/,
  },
  {
    name: 'an unknown format',
    program: helper,
    args: ['--format', 'xml'],
    broken: () => {},
    exitCode: 2,
    error: /unknown format "xml"/,
    hint: /token/,
  },
  {
    name: 'an argument for the launcher',
    program: launcher,
    args: ['please'],
    broken: () => {},
    exitCode: 2,
    error: /please/,
    hint: /--help/,
  },
];
