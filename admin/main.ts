import type { Host } from '../shared/host.ts';
import { type ExitName, Problem } from '../shared/problem.ts';
import type { Arguments, Program } from '../shared/program.ts';
import { AWS_HELP, AWS_OPTIONS } from './aws/options.ts';

interface Command {
  /** The options that it takes, of those below. */
  takes: readonly string[];
  story(): Promise<(host: Host, given: Arguments) => Promise<ExitName>>;
}

const commands: Record<string, Command> = {
  lint: {
    takes: ['json', 'sarif', 'app-version'],
    story: async () => (await import('./lint/lint.ts')).lint,
  },
  doctor: {
    takes: ['json', 'bundle', 'call', 'profile'],
    story: async () => (await import('./doctor/doctor.ts')).doctor,
  },
  export: {
    takes: ['format', 'out', 'set', 'secret-from', 'hive', 'role-session', 'organization'],
    story: async () => (await import('./export/export.ts')).exportSetup,
  },
  configure: {
    takes: ['no-open'],
    story: async () => (await import('./configure/configure.ts')).configure,
  },
  aws: {
    takes: [...Object.keys(AWS_OPTIONS), 'profile', 'json'],
    story: async () => (await import('./aws/aws.ts')).aws,
  },
};

export const program: Program = {
  name: 'bedrock-admin',
  help: `bedrock-admin - makes, checks, exports and diagnoses the configuration of Claude on Amazon Bedrock

Usage: bedrock-admin configure [FILE] [--no-open]
       bedrock-admin lint [FILE...] [--json | --sarif] [--app-version VERSION]
       bedrock-admin export --format FORMAT [--out FOLDER|FILE] [--set KEY=VALUE]... [--secret-from KEY=FILE]... [FILE...]
       bedrock-admin doctor [--call] [--json] [--bundle FILE.zip] [--profile NAME]
       bedrock-admin aws policy | permission-set | cloudtrail | federation | check | record [options below]

configure opens a window in the browser: approach, credentials, models, test, export. FILE (.json, .reg, .mobileconfig) is opened,
where it is there, and written to by Save alone.
  --no-open               says the address instead of opening a browser

lint finds mistakes in the configuration of this machine, or in files (.json, .reg, .mobileconfig, .plist).
  --json                  one JSON document instead of a table
  --sarif                 SARIF 2.1.0, for code scanning
  --app-version VERSION   the oldest Claude Desktop in use, such as 1.19367.0, instead of minimumAppVersion

export writes a configuration in the form that a fleet takes: of files that lint reads, of stdin (-), or of this machine.
  --format FORMAT         mobileconfig, reg, admx, oma-uri, powershell, jamf, profile-manifest, linux, aws-config, claude-code,
                          json-schema, allow-list, hand-out, json; or all, each in a folder of its own
  --out FOLDER|FILE       where to; without it one file goes to stdout
  --set KEY=VALUE         sets a key, or takes it away (KEY=); lists and objects as JSON
  --secret-from KEY=FILE  the same from a file, or from stdin (-): the only way for secrets
  --role-session HOURS    the session duration of the permission set, 1 to 12: how long the app may keep a token follows from it
  --hive HKLM|HKCU        Windows: for all persons of a machine (default), or for one
  --organization NAME     the company, for profile and hand-out

doctor examines this machine from the configuration to Bedrock, and says what is wrong and what to do.
  --call                  also calls a model, with one token of answer; it costs a fraction of a cent
  --json                  one JSON document instead of text
  --bundle FILE.zip       also writes report and log, without secrets, for the help desk
  --profile NAME          an AWS named profile, instead of the configured identity

${AWS_HELP}

  --version               version and build
  --help                  this text

Exit codes: 0 nothing found, 2 usage, 3 something found; doctor and aws check end with the code of what they found, such as 4 (sign-in needed),
6 (AWS unreachable), 7 (AWS refused), 8 (storage).`,
  options: {
    json: { type: 'boolean' },
    sarif: { type: 'boolean' },
    'app-version': { type: 'string' },
    call: { type: 'boolean' },
    bundle: { type: 'string' },
    profile: { type: 'string' },
    set: { type: 'string', multiple: true },
    'secret-from': { type: 'string', multiple: true },
    hive: { type: 'string' },
    'role-session': { type: 'string' },
    organization: { type: 'string' },
    'no-open': { type: 'boolean' },
    ...AWS_OPTIONS,
  },
  allowPositionals: true,
  story: async (host, given) => {
    const [name, ...positionals] = given.positionals;
    const command = commandNamed(name);
    refuseOthers(name ?? '', command, given.values);
    const story = await command.story();
    return story(host, { ...given, positionals });
  },
};

function commandNamed(name: string | undefined): Command {
  const names = Object.keys(commands).join(', ');
  if (name === undefined) throw new Problem('usage', `a command is missing: ${names}`, "see 'bedrock-admin --help'");
  const found = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (found) return found;
  throw new Problem('usage', `unknown command "${name}"; there are ${names}`, "see 'bedrock-admin --help'");
}

function refuseOthers(name: string, { takes }: Command, values: Arguments['values']): void {
  const other = Object.keys(values).find((option) => !takes.includes(option));
  if (other) throw new Problem('usage', `${name} takes no --${other}`, "see 'bedrock-admin --help'");
}
