import { configSections } from '../../shared/identity/aws-config.ts';
import { describedSession } from '../../shared/identity/described-profile.ts';
import { describedStanza, type Wanted } from '../../shared/identity/described-stanza.ts';
import { IniFault, parseIni } from '../../shared/identity/ini.ts';
import { besides, findBlock, replacedBlock, withBlock, withoutBlock } from './block.ts';

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
  const lines = describedStanza(
    wanted,
    describedSession(wanted, (name) => others.sessions.has(name)),
  );
  if (!block) return { kind: 'ours', text: withBlock(text, lines, newline) };
  const isKept = meansSame(block.body, lines.join('\n'));
  return { kind: 'ours', text: isKept ? text : replacedBlock(text, block, lines) };
}

function meansSame(one: string, other: string): boolean {
  try {
    return Bun.deepEquals(parseIni(one), parseIni(other));
  } catch (thrown) {
    if (thrown instanceof IniFault) return false;
    throw thrown;
  }
}
