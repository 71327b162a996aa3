import { APP_DOMAIN, profileText, registryText, texts } from '../formats.ts';
import { approaches } from '../good.ts';
import { planted, plantedFile, type Row } from './row.ts';

const helper = approaches.helper('reg');
const inKey = (key: string) =>
  registryText({ app: helper }).replace('HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude', key);

/** A registry file whose values stand in another key. */
function elsewhere(name: string, key: string): Row {
  return plantedFile(name, 'elsewhere.reg', inKey(key), 'unread-place');
}

const profile = (payload: object) => profileText([{ ...payload }]);

const macos: Record<string, unknown> = texts(approaches.helper('plist'));
const dict = (values: Record<string, unknown>) =>
  `<dict>${Object.entries(values)
    .map(([key, value]) => `<key>${key}</key><string>${value}</string>`)
    .join('')}</dict>`;

export const placeRows: Row[] = [
  planted('both hives', 'reg', 'helper', { user: { inferenceProvider: 'bedrock' } }, 'shadowed-place'),
  planted('both hives, one with nothing that is known', 'reg', 'none', { app: { x: '1' }, user: helper }, [
    'shadowed-place',
    'provider-missing inferenceProvider',
    'required-key inferenceBedrockRegion',
    'no-source inferenceCredentialHelper',
  ]),
  planted(
    'both hives where they are merged',
    'reg',
    'helper',
    { user: { inferenceBedrockRegion: 'x' } },
    'invalid-value inferenceBedrockRegion',
    '1.19366.0',
  ),
  elsewhere('without Policies', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Claude'),
  elsewhere('the 32-bit view', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\WOW6432Node\\Policies\\Claude'),
  elsewhere("the company's name between", 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Anthropic\\Claude'),
  elsewhere('a subkey', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude\\Bedrock'),
  elsewhere('another hive', 'HKEY_USERS\\.DEFAULT\\SOFTWARE\\Policies\\Claude'),
  elsewhere('a key of others', 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Mozilla'),
  plantedFile(
    'a payload of a wrong type',
    'a.mobileconfig',
    profile({ PayloadType: 'com.anthropic.claude', ...helper }),
    'unread-place',
  ),
  plantedFile(
    'a profile of others',
    'b.mobileconfig',
    profile({ PayloadType: 'com.apple.wifi.managed' }),
    'unread-place',
  ),
  plantedFile(
    'settings inside an object',
    'inside.json',
    JSON.stringify({ settings: { claude: helper } }),
    'unread-place',
  ),
  plantedFile(
    'some settings inside an object',
    'some.json',
    JSON.stringify({ ...approaches.helper('json'), bedrockLauncher: { awsProfile: 'work' } }),
    'unread-place',
  ),
  plantedFile(
    'settings inside an object on Linux',
    'claude-desktop/managed-settings.json',
    JSON.stringify({ policies: approaches.helper('linux') }),
    'unread-place',
  ),
  plantedFile(
    'a payload inside a payload',
    'c.mobileconfig',
    profile({ PayloadType: APP_DOMAIN, PayloadContent: macos }),
    'unread-place',
  ),
  plantedFile(
    'a payload that is not in a list',
    'd.mobileconfig',
    `<plist version="1.0"><dict><key>PayloadContent</key>${dict({ PayloadType: APP_DOMAIN, ...macos })}</dict></plist>`,
    'unread-place',
  ),
  plantedFile('a profile without its envelope', 'e.mobileconfig', `<plist>${dict(macos)}</plist>`, 'unread-place'),
  plantedFile(
    'a second payload of a wrong type',
    'f.mobileconfig',
    profileText([
      { PayloadType: APP_DOMAIN, ...macos },
      { PayloadType: 'io.github.bedrock_launcher', awsProfile: 'work' },
    ]),
    'unread-place',
  ),
];
