import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { readProfile } from '../../shared/identity/profile.ts';
import { newWorld, type World } from '../shared/world.ts';
import { type ConfigFile, clean, type Entry, rendered, stanza } from './config-file.ts';
import { mutated, oddText, outcomeOf, PLANTED, property, unplanted } from './run.ts';

let world: World;
let builtIns: string;

beforeAll(() => {
  world = newWorld();
  builtIns = builtInNames();
});
afterAll(() => world.leave());

/** Every name that all objects have: no section and no key may add one or take one away. */
function builtInNames(): string {
  const all = [Object.prototype, Object, Function.prototype, Object.prototype.toString];
  return JSON.stringify(
    all.map((owner) =>
      Object.getOwnPropertyNames(owner).map((name) => [
        name,
        typeof Object.getOwnPropertyDescriptor(owner, name)?.value,
      ]),
    ),
  );
}

async function read(name: string, config: string | Buffer, credentials: string | Buffer) {
  const files = { config: join(world.home, 'config'), credentials: join(world.home, 'credentials') };
  writeFileSync(files.config, config);
  writeFileSync(files.credentials, credentials);
  const outcome = await outcomeOf(() => readProfile(name, files));
  if (builtInNames() !== builtIns) throw new Error('a built-in object has changed');
  if (outcome instanceof Error) expect(outcome.code).toBe('configuration');
  return outcome;
}

const NAMES = ['default', 'work', 'a.b', 'x@y', 'team/dev', 'ünïcode', 'constructor', 'toString', '__proto__'];
/** Names that every reader of such files knows; whether another one is taken is the reader's business. */
const PLAIN = /^[\w@.+%:/-]+$/;

const name = fc.constantFrom(...NAMES);
const text = (entries: Entry[], key: string) => entries.find(([found]) => found === key)?.[1];

/** What a clean file says about a profile with IAM Identity Center and nothing else. */
function ssoIn(config: ConfigFile, profile: string) {
  const own = stanza(config, profile) ?? [];
  const session = text(own, 'sso_session');
  const portal =
    session === undefined ? own : (config.find(({ header }) => header === `sso-session ${session}`)?.entries ?? []);
  return {
    sessionName: session,
    startUrl: text(portal, 'sso_start_url'),
    ssoRegion: text(portal, 'sso_region'),
    accountId: text(own, 'sso_account_id'),
    roleName: text(own, 'sso_role_name'),
    region: text(own, 'region'),
  };
}

property(
  'a clean file gives what it says, however it is laid out',
  ['sso', 'other', 'refused'],
  [clean(NAMES), name],
  async ({ config, layout }, profile) => {
    const outcome = await read(profile, rendered(config, layout), '');
    const own = stanza(config, profile);
    const said = ssoIn(config, profile);
    if (outcome instanceof Error) {
      const whole = own && said.startUrl && said.ssoRegion && said.accountId && said.roleName;
      const simple = config.every(
        ({ header }) =>
          PLAIN.test(header.replace(/^(profile|sso-session) /, '')) && !/__proto__|constructor|toString/.test(header),
      );
      const isSso = text(own ?? [], 'sso_session') ?? text(own ?? [], 'sso_start_url');
      const keys = text(own ?? [], 'aws_access_key_id') && text(own ?? [], 'aws_secret_access_key');
      // A whole profile with plain names is never refused.
      if (simple && own) expect(Boolean(isSso ? whole : keys || text(own, 'credential_process'))).toBe(false);
      return 'refused';
    }
    expect(own).toBeDefined();
    const found = outcome.value;
    if (found.kind !== 'sso') {
      expect(found.region).toBe(said.region);
      return 'other';
    }
    expect(found).toMatchObject(said);
    expect([said.startUrl, said.ssoRegion, said.accountId, said.roleName]).not.toContain(undefined);
    return 'sso';
  },
);

const likely = clean(['work', 'default']).map(({ config, layout }) => rendered(config, layout));
const file = clean(NAMES).map(({ config, layout }) => rendered(config, layout));
/** What stands between brackets is a name, and names are told. */
const odd = oddText.map(unplanted);
const piece = fc.oneof(
  fc.constantFrom(
    '[',
    ']',
    '\n[',
    '=',
    ':',
    '\r',
    ' ',
    '\n ',
    '#',
    ';',
    '\n[profile work]\n',
    '\n[constructor]\nassign = x\n',
    '\n[toString]\ncall = x\n',
  ),
  fc.constantFrom(
    `\naws_secret_access_key = ${PLANTED}\n`,
    `\n${PLANTED}\n`,
    '\nregion = eu-west-1\n',
    '\nregion =\n  us-east-1\n',
    '\nREGION = eu-west-1',
    '\n[profile "work"]\n',
  ),
  odd,
);
const dirty = fc.oneof(
  { weight: 6, arbitrary: mutated(likely, piece) },
  mutated(mutated(likely, piece), piece),
  fc.tuple(file, file).map(([one, other]) => one + other),
  mutated(file, fc.constant('x = '.repeat(20_000))),
  file.map((content) => `\ufeff${content}`),
);

const squeezed = (content: string) => content.replace(/\s+/g, ' ').trim();

/** Whether a value stands after its key somewhere, by the letters alone: in any case, with either sign, over any lines. */
function stands(content: string, key: string, value: string): boolean {
  const after = [...content.matchAll(new RegExp(`(?<![\\w-])${key}\\s*[=:]\\s*`, 'gi'))].map(
    (found) => found.index + found[0].length,
  );
  return after.some((at) => squeezed(content.slice(at)).startsWith(squeezed(value)));
}

property(
  'a spoilt file gives only what stands at that key, or a problem',
  ['sso', 'other', 'refused'],
  [
    dirty,
    fc.oneof({ weight: 2, arbitrary: fc.constant('') }, dirty),
    fc.constantFrom('work', 'work', 'default', 'toString'),
  ],
  async (config, credentials, profile) => {
    const outcome = await read(profile, config, credentials);
    if (outcome instanceof Error) return 'refused';
    const found = outcome.value;
    const both = `${config}\n${credentials}`.toWellFormed();
    const expectThere = (key: string, value: string | undefined) => {
      if (value !== undefined && !stands(both, key, value))
        throw new Error(`nowhere is ${key} ${JSON.stringify(value)}`);
    };
    expectThere('region', found.region);
    if (found.region) expect(found.region).toMatch(/^[a-z0-9-]+$/);
    expect(both).toContain(profile);
    if (found.kind !== 'sso') return 'other';
    expectThere('sso_start_url', found.startUrl);
    expectThere('sso_region', found.ssoRegion);
    expectThere('sso_account_id', found.accountId);
    expectThere('sso_role_name', found.roleName);
    expect(found.ssoRegion).toMatch(/^[a-z0-9-]+$/);
    for (const value of [found.startUrl, found.accountId, found.roleName]) expect(value).not.toBe('');
    return 'sso';
  },
);

const process = 'credential_process = x';
const calm = fc.array(
  fc.constantFrom('[default]', '[profile a]', 'a = b', ' c = d', '# x', '', 'sso_region = us-east-1', process, process),
);
const noise = fc.oneof(
  calm.map((lines) => Buffer.from(['[default]', process, ...lines].join('\n'))),
  calm.map((lines) => Buffer.from(['[default]', ...lines].join('\n'))),
  oddText.map((content) => Buffer.from(content)),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
  file.map((content) => Buffer.from(content, 'utf16le')),
  fc.string({ unit: fc.constantFrom('[', ']', '=', '\n', ' ', 'a', '#', ':') }).map((content) => Buffer.from(content)),
  fc
    .array(fc.constantFrom(`[${PLANTED}`, `${PLANTED}`, `= ${PLANTED}`, '[default]', '[profile a]', 'a = b', process))
    .map((lines) => Buffer.from(['[default]', ...lines].join('\n'))),
);

property(
  'noise is never a profile with IAM Identity Center, and is never repeated',
  ['other', 'refused'],
  [noise, noise, fc.oneof(fc.constantFrom('a', 'default'), name, odd)],
  async (config, credentials, profile) => {
    const outcome = await read(profile, config, credentials);
    if (outcome instanceof Error) return 'refused';
    expect(outcome.value.kind).toBe('chain');
    expect(Buffer.concat([config, credentials]).toString()).toContain(profile);
    return 'other';
  },
);
