import fc from 'fast-check';
import { PLANTED } from './run.ts';

export type Entry = [key: string, value: string];

/** An AWS config file as its meaning: sections with their own keys, none of them twice. */
export type ConfigFile = { header: string; entries: Entry[] }[];

/** How the same meaning is written down. */
interface Layout {
  newline: string;
  sign: string;
  between: string;
  endsOpen: boolean;
}

const layout: fc.Arbitrary<Layout> = fc.record({
  newline: fc.constantFrom('\n', '\r\n'),
  sign: fc.constantFrom('=', ' = ', ' =', '= ', '   =  '),
  between: fc.constantFrom('', '\n', '# a remark = of no meaning\n', '; [profile work]\n', '\n\n'),
  endsOpen: fc.boolean(),
});

const region = fc.constantFrom('us-east-1', 'eu-central-1', 'us-gov-west-1', 'cn-north-1');
const startUrl = fc.constantFrom(
  'https://example.awsapps.com/start',
  'https://d-1234567890.awsapps.com/start/#/',
  'https://x.example/a=b',
);

const ANY: Record<string, fc.Arbitrary<string>> = {
  region,
  output: fc.constantFrom('json', 'text'),
  PROTO: fc.constant('x'),
  constructor: fc.constant('x'),
  toString: fc.constant('x'),
  s3: fc.constant('NESTED'),
  'über-key': fc.constant('ü'),
};
const SSO = {
  sso_account_id: fc.constantFrom('111122223333', '000000000001'),
  sso_role_name: fc.constantFrom('BedrockUser', 'A_b+c=d,e.f@g-h'),
};
const PORTAL = { sso_start_url: startUrl, sso_region: region };

/** All of these keys, some, or all but one: in any order. */
function keysOf(fields: Record<string, fc.Arbitrary<string>>, need: string[]): fc.Arbitrary<Entry[]> {
  const whole = fc.record(fields, { requiredKeys: need });
  const partial = fc.record(fields, { requiredKeys: [] });
  return fc.oneof({ weight: 5, arbitrary: whole }, partial).chain((record) => {
    // In a literal, __proto__ would be no key.
    const entries = Object.entries(record).map(
      ([key, value]): Entry => [key === 'PROTO' ? '__proto__' : key, value ?? ''],
    );
    return fc.shuffledSubarray(entries, { minLength: entries.length });
  });
}

const named = { ...ANY, ...SSO, sso_session: fc.constantFrom('company', 'ünïcode', 'a.b') };
const bodies = fc.oneof(
  keysOf(named, ['sso_session', ...Object.keys(SSO)]),
  keysOf({ ...ANY, ...SSO, ...PORTAL }, Object.keys({ ...SSO, ...PORTAL })),
  keysOf({ ...ANY, aws_access_key_id: fc.constant('AKIA'), aws_secret_access_key: fc.constant(PLANTED) }, [
    'aws_access_key_id',
    'aws_secret_access_key',
  ]),
  keysOf({ ...ANY, credential_process: fc.constant(`/bin/x --key ${PLANTED}`) }, ['credential_process']),
  keysOf(ANY, ['region']),
);

/** Files without anything that readers disagree about. */
export function clean(names: readonly string[]): fc.Arbitrary<{ config: ConfigFile; layout: Layout }> {
  const profile = fc
    .tuple(fc.constantFrom(...names), bodies)
    .map(([name, entries]) => ({ header: headerOf(name), entries }));
  const session = fc
    .tuple(
      fc.constantFrom('company', 'company', 'company', 'ünïcode', 'a.b', '__proto__'),
      keysOf({ ...PORTAL, sso_registration_scopes: fc.constant('sso:account:access') }, Object.keys(PORTAL)),
    )
    .map(([name, entries]) => ({ header: `sso-session ${name}`, entries }));
  const other = fc
    .constantFrom('services x', 'preview', 'profile')
    .map((header) => ({ header, entries: [['region', 'ap-south-1']] as Entry[] }));
  const section = fc.oneof({ weight: 4, arbitrary: profile }, { weight: 3, arbitrary: session }, other);
  return fc.record({ config: fc.uniqueArray(section, { selector: ({ header }) => header, maxLength: 5 }), layout });
}

function headerOf(name: string): string {
  return name === 'default' ? name : `profile ${name}`;
}

/** The keys of a profile in its own section. */
export function stanza(config: ConfigFile, name: string): Entry[] | undefined {
  return config.find(({ header }) => header === headerOf(name))?.entries;
}

export function rendered(config: ConfigFile, { newline, sign, between, endsOpen }: Layout): string {
  const lines = config.flatMap(({ header, entries }) => [
    `${between}[${header}]`,
    ...entries.map(([key, value]) => line(key, value, sign)),
  ]);
  const text = lines.join('\n') + (endsOpen ? '' : '\n');
  return text.replaceAll('\n', newline);
}

/** What stands under a key of its own is not the profile's. */
function line(key: string, value: string, sign: string): string {
  return value === 'NESTED' ? `${key}${sign}\n  region = ap-east-1\n  sso_role_name = Nested` : key + sign + value;
}
