import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { MODEL, type Person, ssoConfig } from '../../person.ts';
import type { Weather } from './weather.ts';

/** A kind of identity: how its settings name a role, with the same session for every role. */
export interface Kind {
  name: string;
  settings(role: string): object;
  /** Whether the session is kept in our state folder, and gone with it. */
  inOurState: boolean;
}

export const profile: Kind = {
  name: 'a profile with an sso-session',
  settings: () => ({ awsProfile: 'work' }),
  inOurState: false,
};

export const toolkit: Kind = {
  name: 'a session of the toolkit',
  settings: (role) => ({
    ssoStartUrl: 'https://example.awsapps.com/start',
    ssoRegion: 'us-east-1',
    ssoAccountId: '111122223333',
    ssoRoleName: role,
  }),
  inOurState: true,
};

/** The settings of one round, under another name first: somebody who reads them meanwhile gets the old or the new. */
export function settle(
  person: Person,
  kind: Kind,
  role: string,
  weather: Pick<Weather, 'ttlSec' | 'timeoutSec'>,
): void {
  replace(person, '.aws/config', ssoConfig().replace('BedrockUser', role));
  replace(person, 'settings.json', {
    inferenceProvider: 'bedrock',
    inferenceBedrockRegion: 'us-east-1',
    inferenceModels: [MODEL],
    inferenceCredentialHelperTtlSec: weather.ttlSec,
    inferenceCredentialHelperTimeoutSec: weather.timeoutSec,
    secureStorage: 'file',
    signInTimeoutSec: SIGN_IN_TIMEOUT_S,
    ...kind.settings(role),
  });
}

export const SIGN_IN_TIMEOUT_S = 30;

function replace(person: Person, path: string, content: string | object): void {
  renameSync(person.write(`${path}.next`, content), join(person.home, path));
}
