import * as v from 'valibot';
import { headerText, isFreeHeader } from '../network/header.ts';
import { isSafeUrl } from '../network/safe-url.ts';

/**
 * The one table of configuration keys: what exists, who owns it, and which values it takes. Facts about the app's keys
 * (`owner: 'app'`) come from Claude Desktop's documentation of third-party inference; the toolkit's keys are ours and
 * never stand in the app's own managed place.
 */
interface Key {
  owner: 'app' | 'toolkit';
  /** The value's shape and rule; the message says what the value must be. */
  schema: v.GenericSchema;
  help: string;
  secret?: true;
}

function text(rule: RegExp, must: string) {
  return v.pipe(v.string(must), v.regex(rule, must));
}

function wholeNumber(least: number, most: number) {
  const must = `must be a whole number from ${least} to ${most}`;
  return v.pipe(v.number(must), v.integer(must), v.minValue(least, must), v.maxValue(most, must));
}

function oneOf<const Names extends readonly string[]>(...names: Names) {
  return v.picklist(names, `must be one of ${names.join(', ')}`);
}

const bool = v.boolean('must be true or false');
const filledRule = 'must be a text that is not empty, in one line';
// Two plain rules: as one expression, a long text with a line break at its end took minutes.
const filled = v.pipe(v.string(filledRule), v.regex(/^\P{Cc}*$/u, filledRule), v.regex(/\S/, filledRule));
const region = text(/^[a-z]{2,4}(-[a-z]+)+-\d+$/, 'must be an AWS region such as us-west-2 or us-gov-west-1');
const accountId = text(/^\d{12}$/, 'must be an AWS account ID of 12 digits');
const roleName = text(/^[\w+=,.@-]{1,64}$/, 'must be the name of a permission set');
const absolutePath = text(
  /^(?:\/|[A-Za-z]:[\\/]|\\\\)\P{Cc}*$/u,
  'must be an absolute path; "~" and environment variables are not expanded',
);

const urlRule = 'must be an https address without user name, password or query (http only to this machine)';
const url = v.pipe(v.string(urlRule), v.check(isSafeUrl, urlRule));
// The portal's pages live behind `#/`, and people copy it along.
const startUrl = v.pipe(
  v.string(urlRule),
  v.check((value) => isSafeUrl(value.replace(/#\/?$/, '')), urlRule),
);
const originRule =
  'must be an https origin without a path, such as https://bedrock.example.com (http only to this machine)';
const origin = v.pipe(
  v.string(originRule),
  v.check((value) => isSafeUrl(value) && new URL(value).pathname === '/', originRule),
);

const proxyRule = 'must be the address of a proxy, such as http://proxy.example.com:8080';
const proxy = v.pipe(
  v.string(proxyRule),
  // As it is read: the URL parser would drop line breaks and turn backslashes around.
  v.check((value) => URL.canParse(value) && /^https?:\/\/[^\s\p{Cc}\\]+$/iu.test(value), proxyRule),
);

const pacRule = 'must be the address of a PAC file: http(s)://... or file:///..., without user name and password';
const pac = v.pipe(
  v.string(pacRule),
  v.check((value) => {
    if (!URL.canParse(value) || !/^(https?|file):\/\/[^\s\p{Cc}\\]+$/iu.test(value)) return false;
    const { username, password } = new URL(value);
    return !username && !password;
  }, pacRule),
);

const modelRule = 'must be a list of model IDs or of objects with "name" and, if wanted, "labelOverride"';
const modelName = headerText;
const models = v.config(
  v.array(v.union([modelName, v.looseObject({ name: modelName, labelOverride: v.optional(v.string()) })])),
  { message: modelRule },
);
const headersRule = 'must be an object of header names (none that carries the call itself) and printable text values';
const headers = v.config(
  v.pipe(
    v.unknown(),
    v.check((value) => !Array.isArray(value)),
    v.record(v.pipe(v.string(), v.check(isFreeHeader)), v.pipe(v.string(), v.regex(/^[\t\x20-\x7e]*$/))),
  ),
  { message: headersRule },
);

export const keys = {
  inferenceProvider: {
    owner: 'app',
    schema: oneOf('bedrock', 'gateway', 'anthropic', 'mantle', 'vertex', 'foundry'),
    help: 'Where the app sends its requests; this toolkit serves bedrock.',
  },
  inferenceBedrockRegion: { owner: 'app', schema: region, help: 'The AWS region whose Bedrock answers.' },
  inferenceBedrockBearerToken: {
    owner: 'app',
    schema: filled,
    secret: true,
    help: 'A Bedrock API key, the same for everyone.',
  },
  inferenceBedrockProfile: { owner: 'app', schema: filled, help: 'The AWS named profile that the app uses.' },
  inferenceBedrockAwsDir: {
    owner: 'app',
    schema: absolutePath,
    help: 'The folder of the AWS config and credentials files.',
  },
  inferenceBedrockAwsCliPath: { owner: 'app', schema: absolutePath, help: 'The aws executable.' },
  inferenceBedrockSsoStartUrl: {
    owner: 'app',
    schema: startUrl,
    help: 'The AWS access portal, for sign-in by the app itself.',
  },
  inferenceBedrockSsoRegion: { owner: 'app', schema: region, help: 'The home region of IAM Identity Center.' },
  inferenceBedrockSsoAccountId: { owner: 'app', schema: accountId, help: 'The AWS account of the role.' },
  inferenceBedrockSsoRoleName: { owner: 'app', schema: roleName, help: 'The permission set.' },
  inferenceBedrockBaseUrl: { owner: 'app', schema: origin, help: 'Another Bedrock endpoint, for example PrivateLink.' },
  inferenceBedrockServiceTier: {
    owner: 'app',
    schema: oneOf('flex', 'priority'),
    help: 'The Bedrock service tier of each call.',
  },
  inferenceModels: {
    owner: 'app',
    schema: models,
    help: 'The models to offer; the first is the default.',
  },
  inferenceCredentialKind: {
    owner: 'app',
    schema: oneOf('static', 'helper-script', 'interactive', 'vendor-profile', 'workforce', 'external-idp', 'oauth'),
    help: 'Which of the credential sources the app uses; when set, only that one.',
  },
  inferenceCredentialHelper: {
    owner: 'app',
    schema: absolutePath,
    help: 'The credential helper, run without arguments.',
  },
  inferenceCredentialHelperTtlSec: {
    owner: 'app',
    schema: wholeNumber(1, 43_200),
    help: 'How many seconds the app keeps a token before it asks again.',
  },
  inferenceCredentialHelperTimeoutSec: {
    owner: 'app',
    schema: wholeNumber(1, 600),
    help: 'How many seconds the app waits for the helper.',
  },
  inferenceCredentialHelperSilentRefreshEnabled: {
    owner: 'app',
    schema: bool,
    help: 'Whether the app may ask between turns.',
  },
  inferenceCustomHeaders: {
    owner: 'app',
    schema: headers,
    secret: true,
    help: 'Headers to add to each request.',
  },
  inferenceGatewayBaseUrl: { owner: 'app', schema: url, help: 'The address of your own gateway.' },
  inferenceGatewayApiKey: { owner: 'app', schema: filled, secret: true, help: 'The key of your own gateway.' },
  inferenceGatewayAuthScheme: {
    owner: 'app',
    schema: oneOf('bearer', 'x-api-key'),
    help: 'How the gateway takes its key.',
  },

  identitySource: {
    owner: 'toolkit',
    schema: oneOf('profile', 'sso'),
    help: 'Whether a named AWS profile or the four sso* keys say who signs in.',
  },
  awsProfile: { owner: 'toolkit', schema: filled, help: 'The AWS named profile to use.' },
  awsDir: { owner: 'toolkit', schema: absolutePath, help: 'The folder of the AWS config and credentials files.' },
  ssoStartUrl: { owner: 'toolkit', schema: startUrl, help: 'The AWS access portal.' },
  ssoRegion: { owner: 'toolkit', schema: region, help: 'The home region of IAM Identity Center.' },
  ssoAccountId: { owner: 'toolkit', schema: accountId, help: 'The AWS account of the role.' },
  ssoRoleName: { owner: 'toolkit', schema: roleName, help: 'The permission set.' },
  signInMethod: {
    owner: 'toolkit',
    schema: oneOf('built-in', 'aws-cli', 'auto'),
    help: 'Sign-in by the launcher itself, or by `aws sso login`; auto is built-in.',
  },
  signInFlow: {
    owner: 'toolkit',
    schema: oneOf('authorization-code', 'device-code', 'auto'),
    help: 'Sign-in in the browser of this machine, by a code typed into any browser, or whichever fits.',
  },
  signInTimeoutSec: {
    owner: 'toolkit',
    schema: wholeNumber(10, 3_600),
    help: 'How many seconds a person has to sign in.',
  },
  client: {
    owner: 'toolkit',
    schema: v.config(v.union([oneOf('auto', 'claude-desktop', 'bundled'), absolutePath]), {
      message: 'must be auto, claude-desktop, bundled or an absolute path',
    }),
    help: 'What the launcher opens once the person is signed in.',
  },
  secureStorage: {
    owner: 'toolkit',
    schema: oneOf('keychain', 'file'),
    help: 'Where the key of our own secrets lives: the keychain of the operating system, or a file that only the person can read.',
  },
  browserCommand: {
    owner: 'toolkit',
    schema: filled,
    help: 'The command that opens the sign-in page; %s stands for the address.',
  },
  proxyUrl: {
    owner: 'toolkit',
    schema: proxy,
    secret: true,
    help: 'The proxy for every call, instead of HTTPS_PROXY.',
  },
  proxyPacUrl: {
    owner: 'toolkit',
    schema: pac,
    help: 'The proxy auto-configuration (PAC) file that says which proxy to take, where proxyUrl is not set.',
  },
  renewInBackground: {
    owner: 'toolkit',
    schema: bool,
    help: 'Keep the session fresh in the background (not acted on yet).',
  },
  notifyBeforeMinutes: {
    owner: 'toolkit',
    schema: wholeNumber(0, 1_440),
    help: 'How many minutes before the session ends a person is told (not acted on yet).',
  },
  logLevel: {
    owner: 'toolkit',
    schema: oneOf('error', 'warn', 'info', 'debug'),
    help: 'How much the log holds: failures (error), doubts too (warn), each run and sign-in (info, the default), each call (debug).',
  },
} as const satisfies Record<string, Key>;

export type KeyName = keyof typeof keys;
export type ValueOf<Name extends KeyName> = v.InferOutput<(typeof keys)[Name]['schema']>;

/** Checks one value; gives the value or what it must be. */
export function checkValue(name: KeyName, value: unknown): { value: unknown } | { rule: string } {
  const checked = v.safeParse(keys[name].schema, value);
  return checked.success ? { value: checked.output } : { rule: checked.issues[0].message };
}
