import { profileText, registryText } from '../formats.ts';
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
];
