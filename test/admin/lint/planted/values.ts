import { APP_DOMAIN, registryText } from '../formats.ts';
import { approaches } from '../good.ts';
import { planted, plantedFile, type Row } from './row.ts';

const TTL = 'inferenceCredentialHelperTtlSec';
const helperInRegistry = registryText({ app: approaches.helper('reg') });

/** A value of another type than REG_SZ beside a good configuration. */
function typed(name: string, line: string, expected: string | string[]): Row {
  return plantedFile(name, 'typed.reg', `${helperInRegistry.trimEnd()}\r\n${line}\r\n`, expected);
}

/** A command for the browser whose quote is open. */
function torn(format: Row['format'], browserCommand: string, ...expected: string[]): Row {
  return planted(`the command ${browserCommand}`, format, 'helper', { toolkit: { browserCommand } }, expected);
}

export const valueRows: Row[] = [
  torn('json', `firefox -P "work %s`, 'torn-command browserCommand'),
  torn('mobileconfig', `open -a 'Google Chrome`, 'torn-command browserCommand'),
  torn('reg', `"C:\\Program Files\\Firefox\\firefox.exe %s`, 'torn-command browserCommand'),
  planted('a number as a text in JSON', 'json', 'helper', { app: { [TTL]: '3600' } }, `invalid-value ${TTL}`),
  planted('a number that is none', 'reg', 'helper', { app: { [TTL]: '1h' } }, `invalid-value ${TTL}`),
  planted(
    'a number out of its bounds',
    'plist',
    'helper',
    { app: { inferenceCredentialHelperTimeoutSec: 601 } },
    'invalid-value inferenceCredentialHelperTimeoutSec',
  ),
  planted(
    'a broken boolean',
    'mobileconfig',
    'helper',
    { app: { inferenceCredentialHelperSilentRefreshEnabled: 'yes' } },
    'invalid-value inferenceCredentialHelperSilentRefreshEnabled',
  ),
  planted(
    'a boolean as a text in JSON',
    'linux',
    'helper',
    { app: { inferenceCredentialHelperSilentRefreshEnabled: 'true' } },
    'invalid-value inferenceCredentialHelperSilentRefreshEnabled',
  ),
  planted(
    'models that are no list',
    'reg',
    'profile',
    { app: { inferenceModels: 'us.anthropic.claude-x' } },
    'invalid-value inferenceModels',
  ),
  planted(
    'a model without a name',
    'json',
    'profile',
    { app: { inferenceModels: [{ label: 'x' }] } },
    'invalid-value inferenceModels',
  ),
  planted(
    'an account of 11 digits',
    'json',
    'interactive',
    { app: { inferenceBedrockSsoAccountId: '11112222333' } },
    'invalid-value inferenceBedrockSsoAccountId',
  ),
  planted(
    'an account as a number',
    'plist native',
    'interactive',
    { app: { inferenceBedrockSsoAccountId: 111122223333 } },
    'invalid-value inferenceBedrockSsoAccountId',
  ),
  planted(
    'a start URL without https://',
    'json',
    'interactive',
    { app: { inferenceBedrockSsoStartUrl: 'example.awsapps.com/start' } },
    'invalid-value inferenceBedrockSsoStartUrl',
  ),
  planted(
    'a region in capitals',
    'json',
    'helper',
    { app: { inferenceBedrockRegion: 'US-EAST-1' } },
    'invalid-value inferenceBedrockRegion',
  ),
  planted(
    'an unknown service tier',
    'json',
    'helper',
    { app: { inferenceBedrockServiceTier: 'reserved' } },
    'invalid-value inferenceBedrockServiceTier',
  ),
  planted(
    'a misspelled provider',
    'json',
    'helper',
    { app: { inferenceProvider: 'bedrok' } },
    'invalid-value inferenceProvider',
  ),
  planted(
    'another provider, misspelled',
    'json',
    'none',
    { app: { inferenceProvider: 'vertx' } },
    'invalid-value inferenceProvider',
  ),
  planted(
    'a misspelled kind',
    'json',
    'helper',
    { app: { inferenceCredentialKind: 'helper' } },
    'invalid-value inferenceCredentialKind',
  ),
  planted(
    'one of our choices misspelled',
    'json',
    'helper',
    { toolkit: { signInFlow: 'devicecode' } },
    'invalid-value signInFlow',
  ),
  planted('a client that is none', 'json', 'helper', { toolkit: { client: 'claude' } }, 'invalid-value client'),
  planted(
    'a character without width',
    'mobileconfig',
    'profile',
    { app: { inferenceBedrockProfile: 'work\u200b' } },
    'invisible-character inferenceBedrockProfile',
  ),
  planted(
    'a soft hyphen in a region',
    'json',
    'helper',
    { app: { inferenceBedrockRegion: 'us\u00ad-east-1' } },
    'invisible-character inferenceBedrockRegion',
  ),
  planted(
    'an empty value in the registry',
    'reg',
    'helper',
    { app: { inferenceBedrockRegion: '' } },
    'empty-value inferenceBedrockRegion',
  ),
  planted(
    'an empty value in JSON',
    'json',
    'helper',
    { app: { inferenceCredentialHelper: '' } },
    'empty-value inferenceCredentialHelper',
  ),
  typed(
    'REG_EXPAND_SZ',
    '"inferenceBedrockServiceTier"=hex(2):66,00,6c,00,65,00,\\\r\n  78,00,00,00',
    'registry-type inferenceBedrockServiceTier',
  ),
  typed('REG_MULTI_SZ', '"inferenceModels"=hex(7):75,00,00,00,00,00', 'registry-type inferenceModels'),
  typed(
    'REG_QWORD',
    '"inferenceCredentialHelperSilentRefreshEnabled"=hex(b):01,00,00,00,00,00,00,00',
    'registry-type inferenceCredentialHelperSilentRefreshEnabled',
  ),
  typed('REG_BINARY', '"inferenceBedrockProfile"=hex:01,02', 'registry-type inferenceBedrockProfile'),
  typed(
    'REG_DWORD for a text',
    '"inferenceBedrockServiceTier"=dword:00000001',
    'invalid-value inferenceBedrockServiceTier',
  ),
  plantedFile(
    'a file in the letters of the machine',
    'ansi.json',
    Buffer.from('{"awsProfile": "B\u00fcro"}', 'latin1'),
    'broken-letter awsProfile',
  ),
  plantedFile('null', 'null.json', '{"awsProfile": null}', 'invalid-value awsProfile'),
  plantedFile(
    'a native boolean where a number belongs',
    `${APP_DOMAIN}.plist`,
    `<plist version="1.0"><dict><key>${TTL}</key><true/><key>inferenceProvider</key><string>vertex</string></dict></plist>`,
    `invalid-value ${TTL}`,
  ),
];
