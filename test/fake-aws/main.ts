import { parseArgs } from 'node:util';
import { describeCall } from './calls.ts';
import { type Decision, defaults, type FakeAwsOptions, type Role } from './options.ts';
import { type FakeAws, startFakeAws } from './server.ts';

const USAGE = `Usage: npm run fake-aws -- [options]

An AWS for one person on loopback: IAM Identity Center sign-in, access portal, STS, IAM and Bedrock.

  --port N                     0 picks a free one (default 0)
  --decision ask|approve|deny  what the sign-in page does (default ask)
  --tls-cert F --tls-key F     speak TLS with this certificate
  --start-url URL              access portal (default ${defaults.startUrl})
  --region R                   home region of the Identity Center (default ${defaults.region})
  --bedrock-region R           the region Bedrock accepts (default ${defaults.bedrockRegion})
  --account-id N               account of the one role (default ${defaults.roles[0]?.accountId})
  --role-name NAME             the one role (default ${defaults.roles[0]?.roleName})
  --role-seconds N             life of role credentials (default ${defaults.roles[0]?.sessionSeconds})
  --token-seconds N            life of an SSO access token (default ${defaults.accessTokenSeconds})
  --session-seconds N          life of the portal session (default ${defaults.portalSessionSeconds})
  --model ID                   a model that exists; may be repeated
  --answer TEXT                what the model says
  --quiet                      do not log calls
  --help

Control: GET /_fake/calls; POST /_fake/faults {"operation","fault","times"} ({} clears), /_fake/options {...},
/_fake/session, /_fake/end-sessions, /_fake/end-access-tokens, /_fake/end-role-sessions.
`;

const flags = {
  port: { type: 'string' },
  decision: { type: 'string' },
  'tls-cert': { type: 'string' },
  'tls-key': { type: 'string' },
  'start-url': { type: 'string' },
  region: { type: 'string' },
  'bedrock-region': { type: 'string' },
  'account-id': { type: 'string' },
  'role-name': { type: 'string' },
  'role-seconds': { type: 'string' },
  'token-seconds': { type: 'string' },
  'session-seconds': { type: 'string' },
  model: { type: 'string', multiple: true },
  answer: { type: 'string' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

type Values = ReturnType<typeof readFlags>;

function readFlags(args: string[]) {
  return parseArgs({ args, options: flags, allowPositionals: false }).values;
}

async function optionsFrom(values: Values): Promise<FakeAwsOptions> {
  const { 'tls-cert': cert, 'tls-key': key } = values;
  if (!cert !== !key) throw new TypeError('--tls-cert and --tls-key go together');
  return {
    ...defaults,
    ...(cert && key ? { tls: { cert: await Bun.file(cert).text(), key: await Bun.file(key).text() } } : {}),
    port: number('port', values.port, defaults.port),
    decision: readDecision(values.decision ?? defaults.decision),
    startUrl: values['start-url'] ?? defaults.startUrl,
    region: values.region ?? defaults.region,
    bedrockRegion: values['bedrock-region'] ?? defaults.bedrockRegion,
    roles: defaults.roles.map((role) => roleFrom(values, role)),
    accessTokenSeconds: number('token-seconds', values['token-seconds'], defaults.accessTokenSeconds),
    portalSessionSeconds: number('session-seconds', values['session-seconds'], defaults.portalSessionSeconds),
    models: values.model ?? defaults.models,
    answer: values.answer ?? defaults.answer,
    log: values.quiet ? defaults.log : (call) => process.stdout.write(`${describeCall(call)}\n`),
  };
}

function roleFrom(values: Values, role: Role): Role {
  return {
    accountId: values['account-id'] ?? role.accountId,
    roleName: values['role-name'] ?? role.roleName,
    sessionSeconds: number('role-seconds', values['role-seconds'], role.sessionSeconds),
  };
}

function number(flag: string, value: string | undefined, otherwise: number): number {
  const result = value === undefined ? otherwise : Number(value);
  if (!Number.isInteger(result) || result < 0 || value === '') throw new TypeError(`--${flag} takes a whole number`);
  return result;
}

function readDecision(value: string): Decision {
  if (value === 'ask' || value === 'approve' || value === 'deny') return value;
  throw new TypeError('--decision takes ask, approve or deny');
}

function welcome({ url, options }: FakeAws): string {
  return `fake AWS on ${url}

For the AWS CLI and SDKs:

  export AWS_ENDPOINT_URL=${url}

In ~/.aws/config:

  [sso-session fake]
  sso_start_url = ${options.startUrl}
  sso_region = ${options.region}
  sso_registration_scopes = sso:account:access

  [profile fake]
  sso_session = fake
  sso_account_id = ${options.roles[0]?.accountId}
  sso_role_name = ${options.roles[0]?.roleName}
  region = ${options.bedrockRegion}

Ctrl-C ends it. Calls:

`;
}

/** Undefined after `--help`. */
async function startWith(args: string[]): Promise<FakeAws | undefined> {
  const values = readFlags(args);
  if (!values.help) return startFakeAws(await optionsFrom(values));
  process.stdout.write(USAGE);
  return undefined;
}

async function main(args: string[]): Promise<number> {
  // Listening comes first: whoever reads the address from the pipe may send the signal at once.
  const ended = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  try {
    const fake = await startWith(args);
    if (!fake) return 0;
    process.stdout.write(welcome(fake));
    await ended;
    await fake.stop();
    return 0;
  } catch (error) {
    process.stderr.write(`fake-aws: error: ${Object(error).message ?? error}\nfake-aws: hint: see --help\n`);
    return 2;
  }
}

process.exitCode = await main(process.argv.slice(2));
