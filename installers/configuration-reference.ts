import type { Approach } from '../shared/policy/approaches.ts';
import { orders, sourceKeys } from '../shared/policy/credential-source.ts';
import { type KeyName, keyNames, keyOf, ruleOf } from '../shared/policy/keys.ts';
import { DOMAINS } from '../shared/policy/macos-policy.ts';
import { POLICY_KEYS } from '../shared/policy/registry-policy.ts';
import type { Owner } from '../shared/policy/source.ts';

/** The approaches, in the words of an administrator. */
const approaches: Record<Approach, string> = {
  static: 'Bedrock API key',
  'vendor-profile': 'named profile',
  interactive: 'in-app sign-in',
  'helper-script': 'credential helper',
  gateway: 'gateway',
};

/** docs/configuration.md: all that there is to configure, as the one table of keys has it. */
export function configurationReference(): string {
  return `${[
    '# Configuration reference',
    'Made from the table of keys (`shared/policy/`) by `npm run docs`; do not edit.',
    '## Where settings are kept',
    places(),
    'macOS merges the two files key by key, and the one of the person wins. On Windows one value directly under the key in HKLM switches HKCU off. ' +
      '(With a `minimumAppVersion` before 1.19367.0 the two are merged for the app, and HKLM wins.) On Linux file and folder must belong to root, must not be ' +
      'writable by others and must be no links, or nothing is read at all. Where nothing is managed, the file that ' +
      '`BEDROCK_LAUNCHER_CONFIG` names counts, else `settings.json` in the folder of the person; the keys of both owners stand there side by side.',
    'On macOS and Windows each value may be written as a text: `true` or `false`, digits, or a list or an object as one JSON document. ' +
      'Windows also takes REG_DWORD for numbers and for `true` (1) and `false` (0); REG_EXPAND_SZ is not read, other types are not seen. ' +
      'An empty text sets nothing there. In the JSON files of Linux and of the person a value has its own type, and an empty text is a fault.',
    'A value that breaks its rule is told, with its place, once a program needs it, and no lower place is asked in its stead; a program ' +
      'that does without it goes on.',
    '## Keys of the app',
    keyTable('app'),
    '## Keys of the toolkit',
    keyTable('toolkit'),
    '## What each approach needs',
    useTable(),
    '## Which source the app takes',
    '`inferenceCredentialKind` says it. Without it, releases of the app differ, and `minimumAppVersion` says which order counts:',
    orderTable(),
    '## Who signs in',
    'Helper and launcher take the AWS identity that `identitySource` names. Without it, they take the first of these that is set: `awsProfile`; the four ' +
      'sso* keys, where any of them is set (the key of the app of the same meaning stands in for one that is not); `interactive` or ' +
      '`vendor-profile`, by `inferenceCredentialKind` or else in the order above, also where the app is told to ask the helper; AWS_PROFILE. ' +
      '`--profile` comes before all of it. The token of `static` is handed out where the app takes it and no key of the toolkit says who signs in.',
    '## A profile that the settings describe',
    'Where a profile signs in that `awsProfile` or `inferenceBedrockProfile` names, the four sso* keys (or the keys of the app that stand in for ' +
      'them) say what that profile is. The launcher then writes it into the AWS config file where it is missing, with `inferenceBedrockRegion` as its ' +
      'region, and an `sso-session` of its own, between two marked lines; when the settings change, it writes it anew. All else in the file ' +
      'stays, byte by byte, and `config.bedrock-launcher-backup` beside it has its last state. A profile of that name which somebody else ' +
      'wrote is left as it is and used, with a warning where it signs in to another role. `aws configure` changes what is between the lines too; the launcher ' +
      'puts it back.',
  ].join('\n\n')}\n`;
}

/** The rows of the toolkit's keys, for the README. */
export function toolkitKeys(): string {
  const rows = ownedBy('toolkit').map((name) => [code(name), sentence(name), defaultOf(name)]);
  return table(['key', 'what it says', 'default'], rows);
}

function places(): string {
  const rows = [
    [
      'macOS',
      ...(['app', 'toolkit'] as const).map((owner) =>
        inBoth('/Library/Managed Preferences/', `${DOMAINS[owner]}.plist`),
      ),
    ],
    ['Windows', ...(['app', 'toolkit'] as const).map((owner) => `HKLM, else HKCU: ${code(POLICY_KEYS[owner])}`)],
    ['Linux', code('/etc/claude-desktop/managed-settings.json'), code('/etc/bedrock-launcher/managed-settings.json')],
  ];
  return table(['', 'keys of the app', 'keys of the toolkit'], rows);
}

function inBoth(folder: string, file: string): string {
  return `${code(`${folder}<user>/${file}`)}, ${code(folder + file)}`;
}

function keyTable(owner: Owner): string {
  const rows = ownedBy(owner).map((name) => [
    code(name),
    `${sentence(name)}${keyOf(name).secret ? ' Secret: shown nowhere.' : ''}`,
    ruleOf(name).replace(/^must be /, ''),
    defaultOf(name),
    ...(owner === 'app' ? [keyOf(name).since ?? ''] : []),
  ]);
  const head = ['key', 'what it says', 'value', 'default', ...(owner === 'app' ? ['since'] : [])];
  return table(head, rows);
}

function useTable(): string {
  const columns = Object.keys(approaches) as Approach[];
  const used = keyNames.filter((name) => keyOf(name).use);
  const rows = used.map((name) => [code(name), ...columns.map((approach) => keyOf(name).use?.[approach] ?? '')]);
  return table(['key', ...columns.map((approach) => `${approaches[approach]} (${code(approach)})`)], rows);
}

function orderTable(): string {
  const rows = orders.map(({ since, order }) => [
    since === '0.0.0' ? 'earlier' : `since ${since}`,
    order.map((source) => code(source)).join(', '),
  ]);
  const keys = Object.entries(sourceKeys).filter(([, needed]) => needed.length > 0);
  const legend = keys.map(([source, needed]) => `${code(source)} by ${needed.map(code).join(', ')}`);
  return `${table(['app', 'the first of these that is set'], rows)}\n\nThey are set: ${legend.join('; ')}. A part of the keys of \`interactive\` is an error.`;
}

function ownedBy(owner: Owner): KeyName[] {
  return keyNames.filter((name) => keyOf(name).owner === owner);
}

function sentence(name: KeyName): string {
  return keyOf(name).help;
}

function defaultOf(name: KeyName): string {
  const value = keyOf(name).default;
  return value === undefined ? '' : code(String(value));
}

function code(text: string): string {
  return `\`${text}\``;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n');
}
