import type { Authorization } from '../../shared/bedrock/runtime.ts';
import type { Host } from '../../shared/host.ts';
import { type Identity, resolveIdentity } from '../../shared/identity/identity.ts';
import { programPath } from '../../shared/places.ts';
import type { Config } from '../../shared/policy/config.ts';
import type { CredentialSetting } from '../../shared/policy/credential-setting.ts';
import { Problem } from '../../shared/problem.ts';
import { type HelperContext, helperOf } from '../helper.ts';
import { signedBy } from './role.ts';

/** What gives the right to call Bedrock. */
export interface Authority {
  name: string;
  authorization(context: HelperContext, signal: AbortSignal): Promise<Authorization>;
  /** Drops what is kept, so that the next is new; false: there is only this one. */
  renew(): boolean;
}

/** In the way that the app has its credential: a key of the settings, the helper, or a signature of its own. */
export function authorityOf(
  host: Host,
  config: Config,
  credential: Exclude<CredentialSetting, { from: 'gateway' }>,
  identity: Identity | undefined,
): Authority {
  switch (credential.from) {
    case 'settings':
      return {
        name: 'the API key of the settings',
        authorization: async () => ({ token: credential.token, headers: {} }),
        renew: () => false,
      };
    case 'identity':
      return credential.signs && identity ? signedBy(host, identity) : byHelper(host, config);
    case 'app':
      throw new Problem(
        'configuration',
        'the bundled client does not do a sign-in by the app itself (inferenceCredentialKind)',
        'use Claude Desktop, or set another credential source',
      );
  }
}

function byHelper(host: Host, config: Config): Authority {
  const helper = helperOf(host, config);
  return {
    name: `the helper ${config.helper.path ?? programPath(host, 'bedrock-credential-helper')}`,
    authorization: (context, signal) => helper.credential(context, signal),
    renew: () => {
      helper.forget();
      return true;
    },
  };
}

/** A helper of the company's own needs none; where Bedrock's region is only in the profile, there must be one. */
export async function identityIfAny(host: Host, config: Config, isNeeded: boolean): Promise<Identity | undefined> {
  try {
    return await resolveIdentity(host, config);
  } catch (thrown) {
    if (isNeeded || !(thrown instanceof Problem)) throw thrown;
    return undefined;
  }
}
