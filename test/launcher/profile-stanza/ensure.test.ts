import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { ensureProfile } from '../../../launcher/profile-stanza/ensure.ts';
import { readProfile } from '../../../shared/identity/profile.ts';
import type { ProfileSetting } from '../../../shared/policy/identity-setting.ts';
import { Problem } from '../../../shared/problem.ts';
import { newWorld, problemOf, type World, withoutRoot } from '../../shared/world.ts';
import { BLOCK, SESSION, WANTED } from './wanted.ts';

let world: World;
beforeEach(() => {
  world = newWorld();
});
afterEach(() => world.leave());

const folder = () => join(world.home, '.aws');
const file = (name = 'config') => join(folder(), name);
const read = (name?: string) => readFileSync(file(name), 'utf8');
const mode = (name?: string) => statSync(file(name)).mode & 0o777;
const setting = (other: Partial<typeof WANTED> = {}): ProfileSetting => {
  const { profile, ...described } = { ...WANTED, ...other };
  return { source: 'profile', profile, awsDir: undefined, described: () => described };
};
const ensure = (other: Partial<typeof WANTED> = {}) => ensureProfile(world, setting(other));

function write(content: string, name = 'config'): void {
  mkdirSync(folder(), { recursive: true });
  writeFileSync(file(name), content);
}

const OWN = `[profile work]
sso_start_url = https://example.awsapps.com/start/#/
sso_region = us-east-1
sso_account_id = 111122223333
sso_role_name = BedrockUser
`;
const BACKUP = 'config.bedrock-launcher-backup';

describe('a profile that is not there', () => {
  test('is written where there is no file, for the person alone, and nothing needs a backup', async () => {
    await ensure();
    expect(read()).toBe(BLOCK);
    expect([mode(), readdirSync(folder())]).toEqual([0o600, ['config']]);
    expect(world.said).toEqual([`${file()} has what the settings say of the profile work`]);
    expect(readProfile('work', { config: file(), credentials: file('credentials') })).toMatchObject({
      sessionName: SESSION,
      startUrl: WANTED.startUrl,
      ssoRegion: 'us-east-1',
      accountId: '111122223333',
      roleName: 'BedrockUser',
      region: 'eu-west-1',
      scopes: ['sso:account:access'],
    });
  });

  test.each([
    ['nothing', ''],
    ['another sso-session of that name', `[sso-session ${SESSION}]\nsso_start_url = https://other.awsapps.com/start\n`],
    ['what was written for a profile of another name', BLOCK.replace('profile work', 'profile old')],
  ])('is read as it will be written, beside %s', async (_what, before) => {
    write(before);
    const files = { config: file(), credentials: file('credentials') };
    const foreseen = readProfile('work', files, {}, setting().described);
    await ensure();
    expect(readProfile('work', files)).toEqual(foreseen);
  });

  test.each([0o644, 0o600, 0o660])('is added to a file that keeps its mode %o, with a backup beside', async (bits) => {
    write('[default]\r\nregion = x');
    chmodSync(file(), bits);
    await ensure();
    expect(read()).toBe(`[default]\r\nregion = x\r\n${BLOCK.replaceAll('\n', '\r\n')}`);
    expect(read(BACKUP)).toBe('[default]\r\nregion = x');
    expect([mode(), mode(BACKUP)]).toEqual([bits, bits]);
    expect(readdirSync(folder()).sort()).toEqual(['config', BACKUP]);
    expect(world.said[0]).toContain(`(as it was before: ${file(BACKUP)})`);
  });

  test.each([true, false])('is written to where a link leads, there: %p', async (there) => {
    mkdirSync(join(world.home, 'dotfiles'));
    mkdirSync(folder());
    if (there) writeFileSync(join(world.home, 'dotfiles', 'aws'), '# mine\n');
    symlinkSync('../dotfiles/aws', file('second'));
    symlinkSync('second', file());
    await ensure();
    expect([readlinkSync(file()), readlinkSync(file('second'))]).toEqual(['second', '../dotfiles/aws']);
    expect(readFileSync(join(world.home, 'dotfiles', 'aws'), 'utf8')).toBe(there ? `# mine\n\n${BLOCK}` : BLOCK);
    expect(readdirSync(join(world.home, 'dotfiles'))).toEqual(['aws']);
  });

  test('is written to the file that AWS_CONFIG_FILE names, and to awsDir before it', async () => {
    const elsewhere = join(world.home, 'a', 'b');
    await ensureProfile({ ...world, env: { AWS_CONFIG_FILE: elsewhere } }, setting());
    expect(readFileSync(elsewhere, 'utf8')).toBe(BLOCK);
    const awsDir = join(world.home, 'dir');
    await ensureProfile({ ...world, env: { AWS_CONFIG_FILE: elsewhere } }, { ...setting({ profile: 'x' }), awsDir });
    expect(readFileSync(join(awsDir, 'config'), 'utf8')).toContain('[profile x]');
    expect(readFileSync(elsewhere, 'utf8')).toBe(BLOCK);
  });
});

describe('what the settings say now takes the place of what they said', () => {
  test('once, and the last state is kept', async () => {
    write(`# mine\n\n${BLOCK}`);
    await ensure({ roleName: 'Other' });
    expect(read()).toBe(`# mine\n\n${BLOCK.replace('BedrockUser', 'Other')}`);
    expect(read(BACKUP)).toBe(`# mine\n\n${BLOCK}`);
  });
});

describe('nothing is written, touched or said', () => {
  test.each([
    ['where ours is there', BLOCK],
    ["where a person's own says the same, in another form and region", `${OWN}region = ap-east-1\n`],
    ['where it says the same and our lines are damaged', `${OWN}# <<< bedrock-launcher\n`],
  ])('%s', async (_where, text) => {
    write(text);
    utimesSync(file(), 1, 1);
    await ensure();
    expect([read(), statSync(file()).mtimeMs, readdirSync(folder())]).toEqual([text, 1000, ['config']]);
    expect([world.said, readdirSync(world.home)]).toEqual([[], ['.aws']]);
  });

  test('where nothing is described', async () => {
    await ensureProfile(world, { source: 'profile', profile: 'work', awsDir: undefined });
    expect(readdirSync(world.home)).toEqual([]);
  });
});

describe('a person is warned, and goes on with the profile that is there', () => {
  const unlike = OWN.replace('BedrockUser', 'Mine');
  test.each([
    ['of an own section', unlike, /config: \[profile work\] is not what the settings describe/, /remove or rename/],
    ['of an own section without anything', '[profile work]\n', /is left as it is, and used/, /remove or rename/],
    ['of damaged lines', `${unlike}# <<< bedrock-launcher\n`, /line 6 ends a part .* begins nowhere; nothing/, /# >>>/],
    [
      'of a section for all profiles',
      `[DEFAULT]\nrole_arn = arn:aws:iam::1:role/x\nsource_profile = a\n[profile a]\n${BLOCK}`,
      /\[DEFAULT\] of .*config says something else of the profile work/,
      /remove the section \[DEFAULT\]/,
    ],
  ])('%s', async (_what, text, message, hint) => {
    write(text);
    await ensure();
    expect(read()).toBe(text);
    expect(world.said).toEqual([
      expect.stringMatching(new RegExp(`^warning: .*${message.source}`)),
      expect.stringMatching(new RegExp(`^hint: .*${hint.source}`)),
    ]);
    expect(readdirSync(folder())).toEqual(['config']);
  });

  test.each(['', BLOCK])('of keys in the credentials file, which would count instead', async (text) => {
    const keys = '[work]\naws_access_key_id = a\naws_secret_access_key = b\n';
    write(text);
    write(keys, 'credentials');
    await ensure();
    expect([read(), read('credentials')]).toEqual([text, keys]);
    expect(world.said[0]).toMatch(/^warning: \[work\] of .*credentials says something else of the profile work/);
  });

  test('of a section of their own beside ours, which gives way', async () => {
    write(`${BLOCK}${unlike}`);
    await ensure();
    expect([read(), read(BACKUP)]).toEqual([unlike, `${BLOCK}${unlike}`]);
    expect(world.said).toEqual([
      expect.stringContaining('config no longer has what bedrock-launcher wrote of the profile work'),
      expect.stringContaining('warning: '),
      expect.stringContaining('hint: '),
    ]);
    world.said.length = 0;
    await ensure();
    expect(world.said).toHaveLength(2);
  });

  test('of a description that breaks its rule', async () => {
    write(OWN);
    const described = () => {
      throw new Problem('configuration', '/x: ssoRegion must be one', 'correct it');
    };
    await ensureProfile(world, { ...setting(), described });
    expect(world.said).toEqual(['warning: /x: ssoRegion must be one', 'hint: correct it']);
    write('');
    expect((await problemOf(() => ensureProfile(world, { ...setting(), described }))).message).toContain('ssoRegion');
  });
});

describe('where no profile is there to go on with, it is a problem', () => {
  test.each([
    ['a name that is no heading', '', { profile: 'a]b' }, 'configuration', /"a\]b" can't be written as a heading/],
    ['damaged lines', '# <<< bedrock-launcher\n', {}, 'configuration', /config: line 1 ends a part/],
    ['a file that nobody can read', 'junk\n', {}, 'configuration', /config: line 1 is neither/],
  ])('%s', async (_what, text, other, code, message) => {
    write(text);
    const problem = await problemOf(() => ensure(other));
    expect([problem.code, problem.message]).toEqual([code, expect.stringMatching(message)]);
    expect(problem.hint).not.toBe('');
    expect([read(), readdirSync(folder())]).toEqual([text, ['config']]);
  });

  test('a file that the person may not write, though its folder would let us', async () => {
    chmodSync(world.home, 0o777);
    write('# theirs\n');
    chmodSync(folder(), 0o777);
    chmodSync(file(), 0o444);
    const { code, message } = await withoutRoot(() => problemOf(() => ensure()));
    expect([code, message]).toEqual(['storage', `${file()}: can't be written (EACCES)`]);
    expect(read()).toBe('# theirs\n');
  });

  test('a folder that is none', async () => {
    writeFileSync(folder(), '');
    expect((await problemOf(() => ensure())).code).toBe('storage');
  });

  test('a link that leads to itself', async () => {
    mkdirSync(folder());
    symlinkSync('config', file());
    expect((await problemOf(() => ensure())).message).toContain(file());
    expect(lstatSync(file()).isSymbolicLink()).toBe(true);
  });
});

test('twenty at once write it once', async () => {
  write('# mine\n');
  await Promise.all(Array.from({ length: 20 }, () => ensure()));
  expect([read(), read(BACKUP)]).toEqual([`# mine\n\n${BLOCK}`, '# mine\n']);
  expect(world.said).toHaveLength(1);
});
