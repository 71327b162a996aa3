import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { ownTarget } from '../../installers/targets.ts';
import { hasLocalBrowser } from '../../shared/identity/sign-in.ts';
import { startFakeAws } from '../fake-aws/server.ts';

const HELP = `npm start                          the main job, end to end, on an AWS of its own on this machine
npm start -- --profile NAME        the same with your own AWS profile and the real AWS
npm start -- --profile NAME --model ID   also asks that model one question
`;

const root = dirname(dirname(import.meta.dirname));
const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const QUESTION = 'Say hello in one sentence.';

interface Stage {
  env: Record<string, string>;
  model: string | undefined;
  /** What to expect of the sign-in. */
  signIn: string;
  leave(): Promise<void>;
}

function show(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function step(name: string, act: () => Promise<{ note: string }>): Promise<void> {
  const start = performance.now();
  const { note } = await act();
  const time = performance.now() - start;
  show(
    `  ${name.padEnd(34)} ${(time < 1000 ? `${time.toFixed(0)} ms` : `${(time / 1000).toFixed(1)} s`).padStart(7)}   ${note}`,
  );
}

/** A temporary home with one profile, on the embedded AWS. */
async function fakeStage(): Promise<Stage> {
  const withPerson = process.stdout.isTTY && hasLocalBrowser({ platform: platform(), env: process.env });
  const fake = await startFakeAws({
    startUrl: START_URL,
    decision: withPerson ? 'ask' : 'approve',
    models: [MODEL],
    wordDelayMs: 30,
  });
  const home = mkdtempSync(join(tmpdir(), 'bedrock-launcher-start-'));
  mkdirSync(join(home, '.aws'));
  writeFileSync(join(home, '.aws', 'config'), CONFIG);
  const settings = join(home, 'settings.json');
  writeFileSync(settings, JSON.stringify({ inferenceModels: [MODEL], awsProfile: 'demo', signInTimeoutSec: 300 }));
  const approves = { BROWSER: join(root, 'test', 'fixtures', 'browser.mjs') };
  return {
    env: {
      ...environment(NEEDED),
      HOME: home,
      USERPROFILE: home,
      APPDATA: home,
      LOCALAPPDATA: home,
      AWS_ENDPOINT_URL: fake.url,
      BEDROCK_LAUNCHER_CONFIG: settings,
      ...(withPerson ? {} : approves),
    },
    model: MODEL,
    signIn: withPerson ? 'press Allow in your browser' : 'no browser here: the demo allows the access by itself',
    leave: async () => {
      await fake.stop();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const START_URL = 'https://demo.awsapps.com/start';
const CONFIG = `[sso-session demo]
sso_start_url = ${START_URL}
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile demo]
sso_session = demo
sso_account_id = 111122223333
sso_role_name = BedrockUser
region = us-east-1
`;

/** The person's own AWS configuration; only the settings file is ours, and temporary. */
function realStage(profile: string, model: string | undefined): Stage {
  const folder = mkdtempSync(join(tmpdir(), 'bedrock-launcher-start-'));
  const settings = join(folder, 'settings.json');
  writeFileSync(settings, JSON.stringify({ awsProfile: profile, ...(model ? { inferenceModels: [model] } : {}) }));
  return {
    env: { ...environment(), BEDROCK_LAUNCHER_CONFIG: settings },
    model,
    signIn: 'your browser opens if the session has ended',
    leave: async () => rmSync(folder, { recursive: true, force: true }),
  };
}

function platform(): 'linux' | 'darwin' | 'win32' {
  return process.platform === 'win32' || process.platform === 'darwin' ? process.platform : 'linux';
}

/** What a program needs of this machine; all else (a region, a proxy, another config file) would lead the demo astray. */
const NEEDED =
  /^(PATH|PATHEXT|TERM|LANG|LC_\w+|TMPDIR|TEMP|TMP|SYSTEMROOT|WINDIR|COMSPEC|DISPLAY|WAYLAND_DISPLAY|XAUTHORITY|XDG_(RUNTIME_DIR|CURRENT_DESKTOP|DATA_DIRS)|DBUS_SESSION_BUS_ADDRESS|BROWSER|USER|USERNAME)$/i;

function environment(keep = /./): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && keep.test(entry[0]),
    ),
  );
}

async function build() {
  await execa(process.execPath, [join(root, 'installers', 'build.ts')], { cwd: root });
  return { note: `dist/${ownTarget}` };
}

function program(name: string): string {
  return join(root, 'dist', ownTarget, process.platform === 'win32' ? `${name}.exe` : name);
}

/** The launcher's words are shown as they come: a person may need the address. */
async function signIn({ env }: Stage) {
  const launcher = execa(program('bedrock-launcher'), ['--no-open'], {
    env,
    extendEnv: false,
    stdin: 'ignore',
    // What is shown already is no part of the failure.
    buffer: { stderr: false },
  });
  launcher.stderr.on('data', (words: Buffer) => process.stdout.write(String(words).replace(/^(?=.)/gm, '    ')));
  await launcher;
  return { note: 'live' };
}

async function takeToken({ env }: Stage) {
  const { stdout } = await execa(program('bedrock-credential-helper'), ['--format', 'json'], { env, extendEnv: false });
  const { token, expiresAt } = JSON.parse(stdout) as { token: string; expiresAt: string };
  const hours = (Date.parse(expiresAt) - Date.now()) / 3_600_000;
  return {
    note: `${token.slice(0, 'bedrock-api-key-'.length)}... (${token.length} characters, lives ${hours.toFixed(1)} h)`,
  };
}

async function ask({ env, model }: Stage) {
  if (!model) return { note: 'left out: say --model ID' };
  const client = execa(program('bedrock-client'), ['ask', QUESTION, '--model', model], {
    env,
    extendEnv: false,
    stdin: 'ignore',
  });
  show(`\n  > ${QUESTION}`);
  process.stdout.write('  ');
  client.stdout.on('data', (text: Buffer) => process.stdout.write(text));
  await client;
  show('');
  return { note: 'streamed' };
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { profile: { type: 'string' }, model: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) return show(HELP);
  show(
    values.profile
      ? `The main job with profile ${values.profile}`
      : 'The main job, on an AWS of its own: nothing leaves this machine',
  );
  await step('build the programs', build);
  const stage = values.profile ? realStage(values.profile, values.model) : await fakeStage();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => void stage.leave().then(() => process.exit(130)));
  try {
    show(`  (${stage.signIn})`);
    await step('sign in: bedrock-launcher', () => signIn(stage));
    await step('token: bedrock-credential-helper', () => takeToken(stage));
    await step('answer: bedrock-client', () => ask(stage));
  } finally {
    await stage.leave();
  }
  show('Done. Nothing was left behind but dist/.');
}

try {
  await main();
} catch (thrown) {
  const { shortMessage, stderr, message } = thrown as { shortMessage?: string; stderr?: string; message: string };
  process.stderr.write(`npm start: ${shortMessage ?? message}\n${stderr ?? ''}\n`);
  process.exit(1);
}
process.exit(0);
