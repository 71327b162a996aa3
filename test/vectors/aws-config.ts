/** A config file with what the AWS CLI 2.23 and we read from it. */
export interface ConfigRow {
  name: string;
  config: string;
  credentials?: string;
  /** Of all profiles, in any order. */
  profiles: string[];
  /** Of the first profile: options with their values. */
  says?: Record<string, string>;
  /** Where we read more than the CLI: what it does instead. */
  cli?: 'stops' | Record<string, string>;
}

const REGION = 'region = us-west-2\n';

export const configRows: ConfigRow[] = [
  { name: 'no file at all', config: '', profiles: [] },
  { name: 'a profile', config: `[profile a]\n${REGION}`, profiles: ['a'], says: { region: 'us-west-2' } },
  { name: 'default', config: `[default]\n${REGION}`, profiles: ['default'], says: { region: 'us-west-2' } },
  { name: '[profile default]', config: `[profile default]\n${REGION}`, profiles: ['default'], says: { region: 'us-west-2' } },
  {
    name: 'both of these: the later counts',
    config: `[profile default]\nregion = us-east-1\n[default]\n${REGION}`,
    profiles: ['default'],
    says: { region: 'us-west-2' },
  },
  { name: 'a name in quotes', config: `[profile "a"]\n${REGION}`, profiles: ['a'], says: { region: 'us-west-2' } },
  { name: 'a name with spaces', config: `[profile "a b  c"]\n${REGION}`, profiles: ['a b  c'], says: { region: 'us-west-2' } },
  { name: 'a name in single quotes', config: `[profile 'a b']\n${REGION}`, profiles: ['a b'], says: { region: 'us-west-2' } },
  { name: 'a name with spaces without quotes', config: `[profile a b]\n${REGION}[profile c]\n`, profiles: ['c'] },
  { name: 'a name with an open quote', config: `[profile "a]\n${REGION}[profile c]\n`, profiles: ['c'] },
  { name: 'a name in other letters', config: `[profile Büro-東京]\n${REGION}`, profiles: ['Büro-東京'], says: { region: 'us-west-2' } },
  { name: 'a name with signs', config: `[profile a@b.c/d+e=f%g$h]\n${REGION}`, profiles: ['a@b.c/d+e=f%g$h'], says: { region: 'us-west-2' } },
  { name: 'a space in the brackets', config: `[ profile a ]\n${REGION}[profile c]\n`, profiles: ['c'] },
  { name: 'a section that is no profile', config: `[a]\n${REGION}[sso-session s]\nsso_region = x\n[services t]\n`, profiles: [] },
  { name: 'capitals', config: '[profile a]\nREGION = us-west-2\nSSO_Start_URL = https://x\n', profiles: ['a'], says: { region: 'us-west-2', sso_start_url: 'https://x' } },
  { name: 'a colon', config: '[profile a]\nregion: us-west-2\n', profiles: ['a'], says: { region: 'us-west-2' } },
  { name: 'equals signs in a value', config: '[profile a]\nsso_start_url=https://x/?a=b#/\n', profiles: ['a'], says: { sso_start_url: 'https://x/?a=b#/' } },
  { name: 'comments', config: `# x\n; y\n[profile a]\n  # z = 1\n${REGION}`, profiles: ['a'], says: { region: 'us-west-2' } },
  { name: 'a value that goes on', config: '[profile a]\ncredential_process = /bin/x\n  --y\n  --z\nregion = us-west-2\n', profiles: ['a'], says: { credential_process: '/bin/x\n--y\n--z', region: 'us-west-2' } },
  { name: 'a block', config: `[profile a]\ns3 =\n  max_queue_size = 10\n${REGION}`, profiles: ['a'], says: { region: 'us-west-2' } },
  { name: 'indented options', config: '[profile a]\n  region = us-west-2\n  output = json\n', profiles: ['a'], says: { region: 'us-west-2', output: 'json' } },
  { name: 'an indented section below an option is a part of it', config: '[profile a]\noutput = json\n  [profile b]\n', profiles: ['a'] },
  { name: 'Windows line ends', config: '[profile a]\r\nregion = us-west-2\r\n', profiles: ['a'], says: { region: 'us-west-2' } },
  { name: 'defaults for all', config: '[DEFAULT]\nregion = us-west-2\n[profile a]\n[profile b]\n', profiles: ['a', 'b'], says: { region: 'us-west-2' } },
  {
    name: 'a profile in both files: the credentials file counts, key by key',
    config: '[profile a]\nregion = us-east-1\noutput = json\n',
    credentials: `[a]\n${REGION}`,
    profiles: ['a'],
    says: { region: 'us-west-2', output: 'json' },
  },
  { name: 'a profile of the credentials file', config: '', credentials: `[a b]\n${REGION}`, profiles: ['a b'], says: { region: 'us-west-2' } },
  { name: 'a word "profile" in the credentials file', config: '', credentials: `[profile a]\n${REGION}`, profiles: ['profile a'], says: { region: 'us-west-2' } },
  { name: 'a byte order mark', config: `\uFEFF[profile a]\n${REGION}`, profiles: ['a'], says: { region: 'us-west-2' }, cli: 'stops' },
  { name: 'a profile split in two', config: `[profile a]\noutput = json\n[profile a]\n${REGION}`, profiles: ['a'], says: { region: 'us-west-2', output: 'json' }, cli: 'stops' },
  { name: 'a comment after a value', config: '[profile a]\nregion = us-west-2 # Oregon\n', profiles: ['a'], says: { region: 'us-west-2' }, cli: { region: 'us-west-2 # Oregon' } },
];

/** Files at which the AWS CLI stops, and we say where. */
export const brokenRows: [string, string | Buffer][] = [
  ['a word alone', '[profile a]\nnonsense\n'],
  ['an option before any section', 'region = us-west-2\n'],
  ['a section without an end', '[profile a\nregion = us-west-2\n'],
  ['an option with two values', '[profile a]\nregion = us-west-2\nregion = us-east-1\n'],
  ['a profile split in two that contradicts itself', '[profile a]\nregion = us-west-2\n[profile a]\nregion = us-east-1\n'],
  ['a block of words', '[profile a]\nregion =\n  us-west-2\n'],
  ['an option without a name', '[profile a]\n = us-west-2\n'],
  ['UTF-16', Buffer.from('\uFEFF[profile a]\nregion = us-west-2\n', 'utf16le')],
  ['Latin-1', Buffer.from('[profile a]\n# Jos\u00E9\nregion = us-west-2\n', 'latin1')],
  ['an image', Buffer.from('\x89PNG\r\n\x1a\n\x00\xff', 'latin1')],
];
