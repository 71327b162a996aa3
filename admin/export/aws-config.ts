import { describedSession } from '../../shared/identity/described-profile.ts';
import { describedStanza, type Wanted } from '../../shared/identity/described-stanza.ts';
import { effectiveConfig } from '../../shared/policy/config.ts';
import { Problem } from '../../shared/problem.ts';
import { type Setup, settingsIn } from '../setup/setup.ts';
import { type Format, textFile, type Unfit } from './format.ts';

/** Where nobody names one. */
const NAME = 'bedrock';

/** The profile that the settings describe, for the AWS CLI, the SDKs and Claude Code. */
export const awsConfig: Format = {
  name: 'aws-config',
  title: 'stanza of the AWS config file',
  secrets: false,
  next: 'append it to ~/.aws/config where no launcher writes it; one of the same name must not be there yet',
  unfit: (setup) => (wantedIn(setup) ? undefined : NOT_DESCRIBED),
  files(setup) {
    const wanted = wantedIn(setup);
    return wanted
      ? [
          textFile(
            'config',
            `${describedStanza(
              wanted,
              describedSession(wanted, () => false),
            ).join('\n')}\n`,
          ),
        ]
      : [];
  },
};

const NOT_DESCRIBED: Unfit = {
  what: 'the settings do not say which role people sign in to',
  next: 'set the four keys ssoStartUrl, ssoRegion, ssoAccountId and ssoRoleName',
};

/** Undefined where the settings say nothing of a role. */
function wantedIn(setup: Setup): Wanted | undefined {
  const config = effectiveConfig(settingsIn(setup), {});
  try {
    const identity = config.identity();
    if (identity.source === 'sso') return { ...identity, profile: NAME, bedrockRegion: config.region };
    const described = identity.described?.();
    return described && { ...described, profile: identity.profile };
  } catch (thrown) {
    if (thrown instanceof Problem) return undefined;
    throw thrown;
  }
}
