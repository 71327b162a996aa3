import fc from 'fast-check';
import { BEGIN, BlockFault, END, findBlock, withoutBlock } from '../../launcher/profile-stanza/block.ts';
import { type Edit, withStanza } from '../../launcher/profile-stanza/edit.ts';
import { type AwsConfig, awsConfigOf, configSections, textIn } from '../../shared/identity/aws-config.ts';
import { signsInTo } from '../../shared/identity/described-profile.ts';
import type { Wanted } from '../../shared/identity/described-stanza.ts';
import { IniFault } from '../../shared/identity/ini.ts';
import { checkValue } from '../../shared/policy/keys.ts';
import { Problem } from '../../shared/problem.ts';
import { clean, rendered } from './config-file.ts';
import { mutated, oddText, property } from './run.ts';

const FILES = { config: '/nowhere/config', credentials: '/nowhere/credentials' };
const NAMES = ['default', 'work', 'a.b', 'two words', 'ünïcode', 'constructor', '__proto__', 'team/dev', 'a #b'];

const wanted: fc.Arbitrary<Wanted> = fc.record({
  profile: fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...NAMES) }, fc.string({ unit: 'grapheme', minLength: 1 })),
  startUrl: fc.constantFrom('https://example.awsapps.com/start', 'https://d-1.awsapps.com/start/#/', 'https://x.y/a=b'),
  region: fc.constantFrom('us-east-1', 'us-gov-west-1'),
  accountId: fc.constantFrom('111122223333', '000000000001'),
  roleName: fc.constantFrom('BedrockUser', 'A_b+c=d,e.f@g-h', '=', '-'),
  bedrockRegion: fc.constantFrom('eu-west-1', undefined),
});

/** Files as people have them, in any line ends. */
const theirs = fc
  .tuple(
    clean(NAMES).map(({ config, layout }) => rendered(config, layout)),
    fc.infiniteStream(fc.constantFrom('\n', '\r\n', '\r')),
    fc.constantFrom('as it is', 'mixed'),
    fc.constantFrom('', '', '', '\uFEFF'),
  )
  .map(([text, ends, how, mark]) => {
    const mixed = how === 'mixed' ? text.replace(/\r\n|\n/g, () => ends.next().value ?? '\n') : text;
    return mark + mixed;
  });

/** The same with pieces put in and cut out, and now and then with something of ours. */
const pieces = fc.oneof(
  fc.constantFrom(
    '\n',
    '\r',
    '\n\n',
    ' ',
    '\t',
    '#',
    ';',
    '[',
    '\n[DEFAULT]\n',
    '\n[profile work]\n',
    '\uFEFF',
    '\u2028',
  ),
  fc.constantFrom(`\n${BEGIN}\n`, `\n${END}\n`, BEGIN, END, '\noutput = json', '\nregion = x\n', '\n  deeper\n'),
  oddText,
);
const ours = fc.tuple(theirs, wanted).map(([text, other]) => attempt(text, other)?.text ?? text);
const grown = fc.tuple(ours, theirs).map(([one, other]) => one + other.replace(/^\uFEFF/, ''));
const any = fc
  .oneof(
    { weight: 4, arbitrary: theirs },
    { weight: 3, arbitrary: ours },
    { weight: 2, arbitrary: grown },
    mutated(theirs, pieces),
    mutated(ours, pieces),
    mutated(mutated(grown, pieces), pieces),
  )
  .map((text) => text.toWellFormed());

/** A run later, as on most mornings: perhaps with something written behind ours. */
const later = fc
  .tuple(theirs, wanted, fc.oneof(fc.constant(''), theirs))
  .map(([text, want, more]): [string, Wanted] => [
    (attempt(text, want)?.text ?? text) + more.replace(/^\uFEFF/, ''),
    want,
  ]);
const morning = fc.oneof({ weight: 5, arbitrary: fc.tuple(any, wanted) }, later);

function attempt(text: string, want: Wanted): Edit | undefined {
  try {
    return withStanza(text, want, '\n');
  } catch (thrown) {
    if (thrown instanceof BlockFault || thrown instanceof IniFault) return undefined;
    if (thrown instanceof Problem && /can't be written as a heading/.test(thrown.message)) return undefined;
    throw thrown;
  }
}

function readBack(text: string): AwsConfig | undefined {
  try {
    return awsConfigOf(FILES, text);
  } catch (thrown) {
    if (thrown instanceof Problem) return undefined;
    throw thrown;
  }
}

property(
  'every byte of others stays, what is written is read, a second time does nothing, and it can be taken out again',
  ['written', 'replaced', 'kept', 'own', 'given way', 'stopped'],
  [morning],
  ([before, want]) => {
    if (/[\n\r]/.test(want.profile)) expect('rule' in checkValue('awsProfile', want.profile)).toBe(true);
    const edit = attempt(before, want);
    if (!edit) return 'stopped';
    const { kind, text } = edit;
    expect(Buffer.from(text).toString()).toBe(text);
    const block = findBlock(before);
    const again = attempt(text, want);
    if (kind === 'own') {
      expect(text).toBe(block ? withoutBlock(before, block) : before);
      if (block) expect(squeezed(text)).toBe(squeezed(before.slice(0, block.start) + before.slice(block.end)));
      expect(again).toEqual(edit);
      return block ? 'given way' : 'own';
    }
    expect(again).toEqual(edit);
    const written = findBlock(text);
    if (!written) throw new Error('there is no block');
    expectSays(text.slice(written.start, written.end), want);
    const config = readBack(text);
    // A line that others put behind the block, or a section for all profiles, is told when it is read.
    if (config && !/\[DEFAULT\]/.test(text) && !orphans(text.slice(written.end)))
      expect(signsInTo(config, want.profile, want)).toBe(true);
    if (block) {
      expect([text.slice(0, written.start), text.slice(written.end)]).toEqual([
        before.slice(0, block.start),
        before.slice(block.end),
      ]);
      return text === before ? 'kept' : 'replaced';
    }
    expect(config).toBeDefined();
    expect(text.startsWith(before)).toBe(true);
    // A last line keeps the line end that it was given.
    expect(['', '\n', '\r\n', '\r'].map((end) => before + end)).toContain(withoutBlock(text, written));
    return 'written';
  },
);

const squeezed = (text: string) =>
  text
    .replace(/^\uFEFF/, '')
    .replace(/[\r\n]+/g, '\n')
    .replace(/^\n|\n$/g, '');

/** Whether something follows that belongs to our last section. */
function orphans(after: string): boolean {
  const first = after.split(/\r\n|\r|\n/).find((line) => line.trim() !== '' && !/^\s*[#;]/.test(line));
  return first !== undefined && !/^\s*\[.+\]/.test(first);
}

/** The block by itself is the wanted profile and its session, and nothing else. */
function expectSays(block: string, { profile, startUrl, region, accountId, roleName, bedrockRegion }: Wanted): void {
  const { config, sessions, services } = configSections(block);
  expect([[...config.keys()], sessions.size, services.size]).toEqual([[profile], 1, 0]);
  const own = config.get(profile) ?? new Map();
  const session = sessions.get(textIn(own, 'sso_session') ?? '') ?? new Map();
  const said = [
    ...['sso_account_id', 'sso_role_name', 'region'].map((key) => textIn(own, key)),
    ...['sso_start_url', 'sso_region', 'sso_registration_scopes'].map((key) => textIn(session, key)),
  ];
  expect(said).toEqual([accountId, roleName, bedrockRegion, startUrl, region, 'sso:account:access']);
}
