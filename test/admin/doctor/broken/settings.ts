import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { ROLE } from '../../../person.ts';
import { live } from '../diagnosis.ts';
import { type Row, settings, wellSettings } from './row.ts';

/** Keys of somebody who is long gone. */
const DEAD_KEYS = '[work]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = abcdEXAMPLEKEY\n';

export const settingsRows: Row[] = [
  {
    name: 'no settings at all',
    env: { BEDROCK_LAUNCHER_CONFIG: '' },
    broken: () => {},
    id: 'policy.identity',
    words: /no settings found \(looked in .*settings\.json\)/,
    next: /ask your administrator for the settings/,
    exitCode: 3,
  },
  {
    name: 'settings that are not JSON',
    broken: (person) => {
      person.write('settings.json', '{"awsProfile": "work",');
    },
    id: 'policy.place',
    words: /settings\.json: not valid JSON/,
    next: /JSON validator/,
    exitCode: 3,
  },
  {
    name: 'a malformed value',
    broken: settings({ inferenceCredentialHelperTtlSec: '3600' }),
    id: 'policy.value',
    words: /inferenceCredentialHelperTtlSec must be a whole number from 1 to 43200/,
    next: /correct inferenceCredentialHelperTtlSec/,
    exitCode: 3,
  },
  {
    name: 'a bad name for the region',
    broken: settings({ inferenceBedrockRegion: 'us-east' }),
    id: 'policy.value',
    words: /inferenceBedrockRegion must be an AWS region such as us-west-2/,
    next: /correct inferenceBedrockRegion/,
    exitCode: 3,
  },
  {
    name: 'a misspelled key, and so nobody who signs in',
    broken: settings({ awsProfile: undefined, awsProfil: 'work' }),
    id: 'policy.misspelled',
    words: /no key is named awsProfil/,
    next: /name it awsProfile/,
    exitCode: 3,
  },
  {
    name: 'half a set of SSO keys',
    broken: settings({ awsProfile: undefined, ssoStartUrl: 'https://example.awsapps.com/start' }),
    id: 'policy.identity',
    words: /missing: ssoRegion, ssoAccountId, ssoRoleName/,
    next: /set the missing keys/,
    exitCode: 3,
  },
  {
    name: 'no region anywhere',
    broken: async (person, fake) => {
      await settings({ inferenceBedrockRegion: undefined })(person, fake);
      person.write('.aws/config', person.read('.aws/config').replace(/\nregion = .*/, ''));
    },
    id: 'region',
    words: /no Bedrock region is set/,
    next: /inferenceBedrockRegion/,
    exitCode: 3,
  },
  {
    name: 'no profile of that name',
    broken: settings({ awsProfile: 'wrok' }),
    id: 'aws.profile',
    words: /no profile "wrok" in .*config/,
    next: /did you mean "work"\?/,
    exitCode: 3,
  },
  {
    name: 'no profile of the name that the settings describe, yet',
    broken: async (person, fake) => {
      await settings({ awsProfile: 'wrok', ...ROLE })(person, fake);
      cpSync(join(person.home, '.aws'), join(person.home, 'before'), { recursive: true });
      return () => expect(person.files('.aws')).toEqual(person.files('before'));
    },
    id: 'session',
    words: /nobody is signed in as profile wrok$/,
    next: /^sign in: start bedrock-launcher$/,
    exitCode: 4,
  },
  {
    name: 'a profile of an own role, not the one that the settings describe',
    broken: async (person, fake) => {
      await settings({ awsProfile: 'work', ...ROLE })(person, fake);
      person.write('.aws/config', person.read('.aws/config').replace('BedrockUser', 'Other'));
    },
    id: 'aws.described',
    words: /\[profile work\] in .*config is not what the settings describe: role BedrockUser in 111122223333, at https/,
    next: /^start bedrock-launcher, which renews what it wrote; a section of your own has to be removed first$/,
    exitCode: 3,
  },
  {
    name: 'no profile of the name on the command line',
    args: ['--profile', 'somebody'],
    broken: live,
    id: 'aws.profile',
    words: /no profile "somebody".*profiles there: work/,
    next: /aws configure sso --profile somebody/,
    exitCode: 3,
  },
  {
    name: 'a mistyped AWS_PROFILE, and no settings',
    env: { BEDROCK_LAUNCHER_CONFIG: '', AWS_PROFILE: 'wrok' },
    broken: live,
    id: 'aws.profile',
    words: /no profile "wrok"/,
    next: /did you mean "work"\? correct AWS_PROFILE$/,
    exitCode: 3,
  },
  {
    name: 'a mistyped name on the command line',
    args: ['--profile', 'wrok'],
    broken: live,
    id: 'aws.profile',
    words: /no profile "wrok"/,
    next: /did you mean "work"\? correct --profile$/,
    exitCode: 3,
  },
  {
    name: 'an AWS_CONFIG_FILE that is not there',
    env: { AWS_CONFIG_FILE: '/opt/nowhere/config' },
    broken: live,
    id: 'aws.profile',
    words: /there is no AWS config file \/opt\/nowhere\/config/,
    next: /correct or unset AWS_CONFIG_FILE/,
    exitCode: 3,
  },
  {
    name: 'an awsDir that is not there',
    broken: settings({ awsDir: '/opt/nowhere' }),
    id: 'aws.profile',
    words: /there is no AWS config file \/opt\/nowhere\/config/,
    next: /correct awsDir in .*settings\.json/,
    exitCode: 3,
  },
  {
    name: 'an account ID that has lost a zero',
    broken: async (person, fake) => {
      await live(person, fake);
      person.write('.aws/config', person.read('.aws/config').replace('111122223333', '11122223333'));
    },
    id: 'aws.account',
    words: /sso_account_id 11122223333 of the profile is no account ID: it has 12 digits/,
    next: /correct sso_account_id/,
    exitCode: 3,
  },
  {
    name: 'a heading without the word profile',
    broken: (person) => {
      person.write('.aws/config', person.read('.aws/config').replace('[profile work]', '[work]'));
    },
    id: 'aws.profile',
    words: /config: the heading \[work\] names no profile there/,
    next: /write it as \[profile work\]/,
    exitCode: 3,
  },
  {
    name: 'a heading with the word profile in the credentials file',
    broken: (person) => {
      person.write('.aws/config', '[default]\nregion = us-east-1\n');
      person.write('.aws/credentials', DEAD_KEYS.replace('[work]', '[profile work]'));
    },
    id: 'aws.profile',
    words: /credentials: the heading \[profile work\] names no profile there/,
    next: /write it as \[work\]/,
    exitCode: 3,
  },
  {
    name: 'a profile that names a session which is not there',
    broken: (person) => {
      person.write('.aws/config', person.read('.aws/config').replace('[sso-session company]', '[sso-session other]'));
    },
    id: 'aws.profile',
    words: /there is no \[sso-session company\]/,
    next: /add that section/,
    exitCode: 3,
  },
  {
    name: 'a config file that can not be parsed',
    broken: (person) => {
      person.write('.aws/config', '[profile work]\nthis is no setting\n');
    },
    id: 'aws.files',
    words: /config: line 2 is neither/,
    next: /correct that line/,
    exitCode: 3,
  },
  {
    name: 'a profile that dead keys shadow',
    broken: async (person, fake) => {
      await live(person, fake);
      person.write('.aws/credentials', DEAD_KEYS);
    },
    id: 'aws.shadowed',
    words: /access keys in \[work\] of .*credentials hide the sign-in of \[profile work\] in .*config/,
    next: /remove the section \[work\] from .*credentials/,
    exitCode: 3,
  },
  {
    name: 'Claude Desktop is wanted, and not installed',
    env: { PATH: '/nowhere' },
    broken: settings({ client: 'claude-desktop' }),
    id: 'client',
    words: /Claude Desktop is not installed/,
    next: /set client to bundled/,
    exitCode: 3,
  },
  {
    name: 'a client that is not there',
    broken: settings({ client: '/opt/nowhere/client' }),
    id: 'client',
    words: /\/opt\/nowhere\/client: there is no such program/,
    next: /install it/,
    exitCode: 3,
  },
  {
    name: 'a provider that needs no AWS',
    broken: settings({ inferenceProvider: 'vertex' }),
    id: 'policy.source',
    words: /inferenceProvider is vertex, which has no AWS sign-in/,
    next: /this toolkit serves inferenceProvider bedrock and gateway/,
    exitCode: 3,
  },
  {
    name: 'a gateway without its address',
    broken: (person) => {
      person.write('settings.json', { ...wellSettings, awsProfile: undefined, inferenceProvider: 'gateway' });
    },
    id: 'policy.source',
    words: /gateway needs inferenceGatewayBaseUrl/,
    next: /https address of the gateway/,
    exitCode: 3,
  },
];
