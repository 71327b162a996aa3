import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type Config, effectiveConfig } from '../../shared/policy/config.ts';
import { checkValue, type KeyName, keys } from '../../shared/policy/keys.ts';
import { Settings } from '../../shared/policy/settings.ts';
import { readSettingsFile } from '../../shared/policy/settings-file.ts';
import { rows } from '../shared/policy/key-rows.ts';
import { newWorld, type World } from '../shared/world.ts';
import { holds } from './key-rules.ts';
import { anyJson, builtInName, fieldsOf, mutated, oddText, outcomeOf, PLANTED, property, unplanted } from './run.ts';

const names = Object.keys(keys) as KeyName[];
const isList = Array.isArray;

/** A value as JSON has it, without what valibot leaves out. */
function plain(value: unknown): unknown {
  if (isList(value)) return value.map(plain);
  return typeof value === 'object' && value !== null ? fieldsOf(value) : value;
}

/** Good, bad, nearly good, or anything. */
function valueFor(name: KeyName): fc.Arbitrary<unknown> {
  const { good, bad } = rows[name];
  const texts = good.filter((value) => typeof value === 'string');
  const near = texts.length > 0 ? mutated(fc.constantFrom(...texts)) : fc.double();
  const all = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...good) },
    fc.constantFrom(...bad),
    near,
    fc.integer(),
    anyJson,
  );
  return all.map((value) => JSON.parse(JSON.stringify(value ?? null)));
}

const setting = fc.constantFrom(...names).chain((name) => fc.tuple(fc.constant(name), valueFor(name)));
const strangers = fc.tuple(fc.oneof(builtInName, fc.constantFrom('inferenceTypo', 'AWSPROFILE'), oddText), anyJson);
/** An object as JSON.parse makes it: with __proto__ as a name of its own. */
const values = fc
  .array(fc.oneof({ weight: 6, arbitrary: setting }, strangers), { maxLength: 8 })
  .map(
    (entries) =>
      JSON.parse(
        `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(',')}}`,
      ) as Record<string, unknown>,
  );

const SSO = ['ssoStartUrl', 'ssoRegion', 'ssoAccountId', 'ssoRoleName'] as const;
const role = fc.record(Object.fromEntries(SSO.map((name) => [name, fc.constantFrom(...rows[name].good)])));
const withRole = fc.tuple(values, role).map(([said, four]) => ({ ...said, ...four }));

const PLACE = '/x/settings.json';
const settingsOf = (said: Record<string, unknown>) => new Settings([{ place: PLACE, values: said }], [PLACE]);

property('a value keeps the rule of its key, or the rule is told', ['taken', 'refused'], [setting], ([name, value]) => {
  const checked = checkValue(name, value);
  if ('rule' in checked) {
    expect(checked.rule).toMatch(/^must be [^\n]+[^.\n]$/);
    expect(checked.rule).not.toContain(PLANTED.slice(0, 12));
    return 'refused';
  }
  expect(checked.value).toEqual(plain(value));
  if (!holds[name](value)) throw new Error(`${name} took ${JSON.stringify(value)}`);
  return 'taken';
});

property(
  'one bad key takes no other with it, and each is named with its place',
  ['all good', 'some bad'],
  [values],
  async (said) => {
    const settings = settingsOf(said);
    let bad = false;
    // The values that were set, and one that was not.
    for (const name of names.filter((key) => Object.hasOwn(said, key) || key === 'logLevel')) {
      const outcome = await outcomeOf(() => settings.get(name));
      const given = Object.hasOwn(said, name) ? said[name] : undefined;
      const good = given === undefined || 'value' in checkValue(name, given);
      if (outcome instanceof Error)
        expect(outcome).toMatchObject({
          code: 'configuration',
          message: expect.stringMatching(`^${PLACE}: ${name} must be `),
        });
      else expect(outcome.value).toEqual(plain(given));
      expect(outcome instanceof Error).toBe(!good);
      bad ||= !good;
    }
    return bad ? 'some bad' : 'all good';
  },
);

/** What each part of the configuration reads, and nothing else. */
const parts: Record<Exclude<keyof Config, 'identity' | 'credential' | 'provider'>, KeyName[]> = {
  region: ['inferenceBedrockRegion'],
  baseUrl: ['inferenceBedrockBaseUrl'],
  serviceTier: ['inferenceBedrockServiceTier'],
  customHeaders: ['inferenceCustomHeaders'],
  models: ['inferenceModels'],
  helper: ['inferenceCredentialHelper', 'inferenceCredentialHelperTtlSec', 'inferenceCredentialHelperTimeoutSec'],
  signIn: ['signInMethod', 'signInFlow', 'signInTimeoutSec', 'browserCommand', 'inferenceBedrockAwsCliPath'],
  client: ['client'],
  secureStorage: ['secureStorage'],
  proxyUrl: ['proxyUrl'],
  proxyPacUrl: ['proxyPacUrl'],
  renewInBackground: ['renewInBackground'],
  notifyBeforeMinutes: ['notifyBeforeMinutes'],
  logLevel: ['logLevel'],
};
/** Each field of a part that has several is read by itself; this reads all of them. */
function wholeOf(config: Config, part: keyof typeof parts): unknown {
  return part === 'helper' || part === 'signIn' ? { ...config[part] } : config[part];
}

const defaults: Partial<Config> = {
  customHeaders: {},
  models: [],
  client: 'auto',
  secureStorage: 'keychain',
  logLevel: 'info',
};
const odd = oddText.map(unplanted);
const region = fc.oneof(fc.constantFrom('us-east-1', 'eu-central-1', '', 'us-east-1.evil.example/'), odd);
const env = fc.record({ AWS_PROFILE: fc.oneof(fc.constant('env'), odd), AWS_REGION: region }, { requiredKeys: [] });

property(
  'the configuration is what the settings say, or a problem of the one key',
  ['whole', 'other provider'],
  [values, env],
  async (said, environment) => {
    const settings = settingsOf(said);
    const outcome = await outcomeOf(() => effectiveConfig(settings, environment));
    if (outcome instanceof Error) {
      expect(outcome.message).toContain('inferenceProvider');
      expect(said['inferenceProvider']).not.toBe('bedrock');
      return 'other provider';
    }
    const config = outcome.value;
    for (const [part, read] of Object.entries(parts) as [keyof typeof parts, KeyName[]][]) {
      const bad = read.filter((name) => Object.hasOwn(said, name) && 'rule' in checkValue(name, said[name]));
      const found = await outcomeOf(() => wholeOf(config, part));
      if (found instanceof Error) {
        const culprits = part === 'region' ? [...bad, 'AWS_REGION'] : bad;
        expect(culprits.some((name) => found.message.includes(name))).toBe(true);
      } else {
        expect(bad).toEqual([]);
        const [only = 'client'] = read;
        if (read.length === 1 && Object.hasOwn(said, only)) expect(found.value).toEqual(plain(said[only]));
        else if (part in defaults) expect(found.value).toEqual(defaults[part]);
      }
    }
    const found = await outcomeOf(() => config.region);
    if (!(found instanceof Error) && found.value !== undefined)
      expect(holds.inferenceBedrockRegion(found.value)).toBe(true);
    return 'whole';
  },
);

property(
  'who signs in is who the settings or the environment name',
  ['profile', 'sso', 'nobody'],
  [fc.oneof(values, withRole), env],
  async (said, environment) => {
    const { inferenceProvider: _, ...rest } = said;
    const settings = settingsOf(rest);
    const outcome = await outcomeOf(() => effectiveConfig(settings, environment).identity());
    if (outcome instanceof Error) {
      expect(outcome.code).toBe('configuration');
      return 'nobody';
    }
    const identity = outcome.value;
    if (identity.source === 'profile') {
      expect([said['awsProfile'], said['inferenceBedrockProfile'], environment.AWS_PROFILE]).toContain(
        identity.profile,
      );
      expect([undefined, said['awsDir'], said['inferenceBedrockAwsDir']]).toContain(identity.awsDir);
      return 'profile';
    }
    const app = (name: string) => said[`inferenceBedrockS${name.slice(1)}`];
    const { startUrl, region: home, accountId, roleName } = identity;
    for (const [index, value] of [startUrl, home, accountId, roleName].entries()) {
      const name = SSO[index] ?? 'ssoRegion';
      expect([said[name], app(name)]).toContain(value);
      expect(holds[name](value)).toBe(true);
    }
    return 'sso';
  },
);

let world: World;
beforeAll(() => {
  world = newWorld();
});
afterAll(() => world.leave());

const json = fc.oneof(
  values.map((value) => JSON.stringify(value)),
  anyJson.map((value) => JSON.stringify(value)),
);
const bytes = fc.oneof(
  json.map((text) => Buffer.from(text)),
  json.map((text) => Buffer.from(`\ufeff${text}\r\n`)),
  json.map((text) => Buffer.from(text, 'utf16le')),
  mutated(json).map((text) => Buffer.from(text)),
  oddText.map((text) => Buffer.from(text)),
  fc.uint8Array().map((raw) => Buffer.from(raw)),
);

/** By the bytes: a BOM of UTF-8 is Windows' way of saying what it is. */
function objectIn(content: Buffer): string | undefined {
  const marked = content.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf]));
  try {
    const said = JSON.parse(content.toString('utf8', marked ? 3 : 0));
    return typeof said === 'object' && said !== null && !isList(said) ? JSON.stringify(said) : undefined;
  } catch {
    return undefined;
  }
}

property(
  'a settings file is the object that stands in it, or a problem that names it',
  ['object', 'refused'],
  [bytes],
  async (content) => {
    const file = join(world.home, 'settings.json');
    writeFileSync(file, content);
    const outcome = await outcomeOf(() => readSettingsFile(file));
    if (outcome instanceof Error) {
      expect(outcome).toMatchObject({ code: 'configuration', message: expect.stringMatching(`^${file}: `) });
      expect(objectIn(content)).toBeUndefined();
      return 'refused';
    }
    expect(JSON.stringify(outcome.value)).toBe(objectIn(content));
    expect(String(Object.getPrototypeOf(outcome.value))).toBe('[object Object]');
    expect(isList(outcome.value)).toBe(false);
    return 'object';
  },
);

afterEach(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
});
