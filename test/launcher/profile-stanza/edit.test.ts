import { BlockFault, findBlock, withoutBlock } from '../../../launcher/profile-stanza/block.ts';
import { withStanza } from '../../../launcher/profile-stanza/edit.ts';
import { configSections } from '../../../shared/identity/aws-config.ts';
import { IniFault } from '../../../shared/identity/ini.ts';
import { problemOf } from '../../shared/world.ts';
import { BLOCK, SESSION, WANTED } from './wanted.ts';

const edited = (text: string, other: Partial<typeof WANTED> = {}, newline = '\n') =>
  withStanza(text, { ...WANTED, ...other }, newline);
const crlf = (text: string) => text.replaceAll('\n', '\r\n');

describe('the block is put behind all that is there', () => {
  test.each([
    ['an empty file', '', BLOCK],
    ['a file of other profiles', '[default]\nregion = x\n', `[default]\nregion = x\n\n${BLOCK}`],
    ['a missing line end', '[default]\nregion = x', `[default]\nregion = x\n\n${BLOCK}`],
    [
      'comments and odd blanks',
      '# a\n\n ; b\n[default]\n  region=x  \n',
      `# a\n\n ; b\n[default]\n  region=x  \n\n${BLOCK}`,
    ],
    ['CRLF', '[default]\r\nregion = x\r\n', crlf(`[default]\nregion = x\n\n${BLOCK}`)],
    ['CRLF and a missing line end', '[default]\r\nregion = x', crlf(`[default]\nregion = x\n\n${BLOCK}`)],
    ['mixed line ends: as the last one', '[default]\r\na = b\nc = d\n', `[default]\r\na = b\nc = d\n\n${BLOCK}`],
    ['line ends of old', '[default]\ra = b\r', `[default]\ra = b\r\r${BLOCK.replaceAll('\n', '\r')}`],
    ['a byte order mark', '\uFEFF[default]\r\n', `\uFEFF${crlf(`[default]\n\n${BLOCK}`)}`],
    ['a byte order mark alone', '\uFEFF', `\uFEFF\n${BLOCK}`],
    ['a block of settings at the end', '[default]\ns3 =\n  a = b', `[default]\ns3 =\n  a = b\n\n${BLOCK}`],
  ])('%s', (_what, before, after) => {
    expect(edited(before)).toEqual({ kind: 'ours', text: after });
    expect(edited(after)).toEqual({ kind: 'ours', text: after });
    const block = findBlock(after);
    // A last line keeps the line end that it was given.
    expect([before, `${before}\n`, `${before}\r\n`]).toContain(block && withoutBlock(after, block));
  });

  test('a new file has the line ends of its system', () => {
    expect(edited('', {}, '\r\n').text).toBe(crlf(BLOCK));
  });
});

describe('the heading', () => {
  test.each([
    ['default', '[default]'],
    ['two words', "[profile 'two words']"],
    ['a.b@c+d/e:f%g', '[profile a.b@c+d/e:f%g]'],
    ['Büro', '[profile Büro]'],
    ['a #b;', "[profile 'a #b;']"],
    ['__proto__', '[profile __proto__]'],
    ['DEFAULT', '[profile DEFAULT]'],
  ])('of %s is %s', (profile, heading) => {
    const { text } = edited('', { profile });
    expect(text).toContain(`\n${heading}\n`);
    expect([...configSections(text).config.keys()]).toEqual([profile]);
  });

  test.each(['a]b', 'a[b', "o'hara", 'a"b', 'a\\b', ' a', 'a ', 'a\u2028[x]', 'a\nb', 'a\r[profile b]'])(
    'of %j is refused',
    async (profile) => {
      const { code, message } = await problemOf(() => edited('', { profile }));
      expect([code, message]).toEqual(['configuration', expect.stringContaining("can't be written as a heading")]);
    },
  );
});

test('without a region of Bedrock the profile has none', () => {
  expect(edited('', { bedrockRegion: undefined }).text).toBe(BLOCK.replace('region = eu-west-1\n', ''));
});

describe('what stands between our lines is replaced, and nothing else', () => {
  const around = (block: string) => `[default]\na = b\n\n${block}[profile x]\nc = d`;
  test.each<[string, string, object?]>([
    ['another role', around(BLOCK.replace('BedrockUser', 'Old'))],
    ['another name', around(BLOCK.replace('profile work', 'profile old'))],
    ['another portal, and so another session', around(BLOCK.replaceAll(SESSION, 'bedrock-launcher-0'))],
    ['a region that the settings no longer name', around(BLOCK), { bedrockRegion: undefined }],
    ['a key that somebody added', around(BLOCK.replace('# <<<', 'output = json\n# <<<'))],
    ['junk', around(BLOCK.replace('# <<<', 'junk\n# <<<'))],
    ['nothing', around(`${BLOCK.split('\n')[0]}\n# <<< bedrock-launcher\n`)],
  ])('%s', (_what, before, other = {}) => {
    const { text } = edited(before, other);
    expect(text).toBe(around(edited('', other).text));
    expect(edited(text, other).text).toBe(text);
  });

  test('in the line ends that the block has', () => {
    const before = `[default]\n\n${crlf(BLOCK.replace('BedrockUser', 'Old'))}`;
    expect(edited(before).text).toBe(`[default]\n\n${crlf(BLOCK)}`);
  });

  test.each([
    ['in other blanks', BLOCK.replace(' = ', '=').replace('\n\n', '\n')],
    ['in another order', BLOCK.replace(/(sso_account_id.*\n)(sso_role_name.*\n)/, '$2$1')],
    ['with deeper markers', BLOCK.replace('# >>>', '  # >>>').replace('# <<<', '\t# <<<')],
    ['with a remark', BLOCK.replace('[profile', '# mine\n[profile')],
    ['in other line ends', crlf(BLOCK)],
    ['with our older words around it', BLOCK.replace(/launcher:.*/, 'launcher v0')],
    ['without the last line end', BLOCK.trimEnd()],
    ['with a key that somebody appended to the file', `${BLOCK}output = json\n`],
  ])('the same %s is left alone', (_how, text) => {
    expect(edited(text)).toEqual({ kind: 'ours', text });
  });
});

describe("a person's own section", () => {
  test.each([
    '[profile work]\n',
    '[profile "work"]\na = b\n',
    "[profile 'work']\r\n",
    '[profile work]\nsso_session = x\n[profile work]\n',
  ])('%j is left alone', (text) => {
    expect(edited(text)).toEqual({ kind: 'own', text });
  });

  test.each(['[default]\nregion = x\n', '[profile default]\n'])('%j is the default profile', (text) => {
    expect(edited(text, { profile: 'default' })).toEqual({ kind: 'own', text });
  });

  test('of a name that is only similar is another one', () => {
    expect(edited('[work]\n[profile Work]\n[sso-session work]\n[profile work2]\n').kind).toBe('ours');
  });

  test('makes ours give way, so that the AWS CLI does not find two', () => {
    expect(edited(`[default]\n\n${BLOCK}[profile work]\na = b\n`)).toEqual({
      kind: 'own',
      text: '[default]\n[profile work]\na = b\n',
    });
    expect(edited(`[default]\na = b\n${BLOCK}[profile work]\n`).text).toBe('[default]\na = b\n[profile work]\n');
  });

  test('an sso-session of our name: ours takes the next one', () => {
    const own = `[sso-session ${SESSION}]\nsso_start_url = https://other.example\n`;
    const { text } = edited(own);
    expect(text).toBe(`${own}\n${BLOCK.replaceAll(SESSION, `${SESSION}-2`)}`);
    expect(edited(text).text).toBe(text);
    const both = `${own}[sso-session ${SESSION}-2]\n`;
    expect(edited(both).text).toBe(`${both}\n${BLOCK.replaceAll(SESSION, `${SESSION}-3`)}`);
  });
});

describe('our lines, damaged, stop us', () => {
  const [begin = ''] = BLOCK.split('\n');
  const foreign = BLOCK.replace('# <<<', '[profile mine]\na = b\n# <<<');
  test.each([
    ['a begin without an end', `[default]\n${begin}\n[profile old]\n`, 2, 'ends nowhere'],
    ['an end without a begin', '[default]\n# <<< bedrock-launcher\n', 2, 'begins nowhere'],
    ['an end before its begin', `# <<< bedrock-launcher\n${begin}\n`, 1, 'begins nowhere'],
    ['one in the other', `${begin}\n\n${BLOCK}`, 3, 'inside another one'],
    ['two of them', BLOCK + BLOCK, 13, 'a second part'],
    ['a second end', `${BLOCK}# <<< bedrock-launcher`, 13, 'a second part'],
    ['a line behind what has to go', `${BLOCK}\n# x\noutput = json\n[profile work]\n`, 15, 'has to go'],
    ["a person's section between them", foreign, 12, 'did not write'],
    ['a second profile between them', BLOCK.replace('# <<<', '[default]\n# <<<'), 12, 'did not write'],
    ["a person's session between them", BLOCK.replace(`[sso-session ${SESSION}`, '[sso-session company'), 2, 'did not'],
  ])('%s', (_what, text, line, words) => {
    const fault = faultOf(() => edited(text));
    expect(fault).toBeInstanceOf(BlockFault);
    expect(fault).toMatchObject({ line, message: expect.stringContaining(words) });
  });

  test('a file that nobody can read stops us, by its line', () => {
    const fault = faultOf(() => edited(`[default]\n${BLOCK}\n[profile x]\njunk\n`));
    expect(fault).toBeInstanceOf(IniFault);
    expect(fault).toMatchObject({ line: 16 });
  });

  function faultOf(act: () => unknown): unknown {
    try {
      return act();
    } catch (thrown) {
      return thrown;
    }
  }
});
