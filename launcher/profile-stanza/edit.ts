import { configSections } from '../../shared/identity/aws-config.ts';
import { DESCRIBED_SCOPE, describedSession } from '../../shared/identity/described-profile.ts';
import { IniFault, parseIni } from '../../shared/identity/ini.ts';
import type { DescribedProfile } from '../../shared/policy/identity-setting.ts';
import { besides, findBlock, replacedBlock, withBlock, withoutBlock } from './block.ts';
import { headingOf } from './heading.ts';

/** The profile that is to be there. */
export interface Wanted extends DescribedProfile {
  profile: string;
}

export interface Edit {
  /**
   * `ours`: the text has what is wanted, between our lines. `own`: the person has a section of that name, and ours, where
   * there was one, has given way to it (the AWS CLI stops at two of one name).
   */
  kind: 'ours' | 'own';
  text: string;
}

/**
 * The config file with the wanted profile between our two lines, and every other character as it was. `newline` serves
 * where the text has no line end. Throws a BlockFault where our lines are damaged, an IniFault where the rest can't be read,
 * a Problem (configuration) where the name can't be a heading.
 */
export function withStanza(text: string, wanted: Wanted, newline: string): Edit {
  const block = findBlock(text);
  const others = configSections(block ? besides(text, block) : text);
  if (others.config.has(wanted.profile)) return { kind: 'own', text: block ? withoutBlock(text, block) : text };
  const lines = stanza(
    wanted,
    describedSession(wanted, (name) => others.sessions.has(name)),
  );
  if (!block) return { kind: 'ours', text: withBlock(text, lines, newline) };
  const isKept = meansSame(block.body, lines.join('\n'));
  return { kind: 'ours', text: isKept ? text : replacedBlock(text, block, lines) };
}

/** The session comes first: a line that somebody adds behind the block then belongs to the profile. */
function stanza({ profile, startUrl, region, accountId, roleName, bedrockRegion }: Wanted, session: string): string[] {
  return [
    `[sso-session ${session}]`,
    `sso_start_url = ${startUrl}`,
    `sso_region = ${region}`,
    `sso_registration_scopes = ${DESCRIBED_SCOPE}`,
    '',
    `[${headingOf(profile)}]`,
    `sso_session = ${session}`,
    `sso_account_id = ${accountId}`,
    `sso_role_name = ${roleName}`,
    ...(bedrockRegion ? [`region = ${bedrockRegion}`] : []),
  ];
}

function meansSame(one: string, other: string): boolean {
  try {
    return Bun.deepEquals(parseIni(one), parseIni(other));
  } catch (thrown) {
    if (thrown instanceof IniFault) return false;
    throw thrown;
  }
}
