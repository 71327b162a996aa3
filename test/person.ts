import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { ownTarget } from '../installers/targets.ts';
import type { FakeAws } from './fake-aws/server.ts';

const root = dirname(import.meta.dirname);

export type ProgramName = 'bedrock-launcher' | 'bedrock-credential-helper' | 'bedrock-client' | 'bedrock-admin';

export interface Outcome {
  exitCode: number | undefined;
  stdout: string;
  stderr: string;
}

/** Somebody with a home folder of their own, in which the compiled programs run and nothing else of this machine shows. */
export interface Person {
  home: string;
  env: Record<string, string>;
  write(path: string, content: string | object): string;
  read(path: string): string;
  exists(path: string): boolean;
  /** Every file below the home folder with its content, to see that nothing was damaged. */
  files(below?: string): Record<string, string>;
  run(
    program: ProgramName,
    args?: string[],
    options?: { env?: Record<string, string>; input?: string },
  ): Promise<Outcome>;
  /** The addresses that the test browser was opened with. */
  opened(): string[];
  leave(): void;
}

/** Where the programs of this machine are. */
export const programs = join(root, 'dist', ownTarget);

export function programFile(name: ProgramName): string {
  return join(programs, name);
}

const testBrowser = join(root, 'test', 'fixtures', 'browser.mjs');

/** The AWS config file of a company with one sso-session, as `aws configure sso` writes it. */
export function ssoConfig(extra = ''): string {
  return `[sso-session company]
sso_start_url = https://example.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access

[profile work]
sso_session = company
sso_account_id = 111122223333
sso_role_name = BedrockUser
region = us-east-1
${extra}`;
}

/** A role spelled out: its session is the toolkit's own, sealed under a key in the keychain. */
export const ROLE = {
  ssoStartUrl: 'https://example.awsapps.com/start',
  ssoRegion: 'us-east-1',
  ssoAccountId: '111122223333',
  ssoRoleName: 'BedrockUser',
};

export const MODEL = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';

/** A person whose settings name the profile "work" of the company above, on the given AWS. */
export function newPerson(fake?: Pick<FakeAws, 'url'>, settings: object | null = workSettings()): Person {
  const home = mkdtempSync(join(tmpdir(), 'person-'));
  const browserLog = join(home, 'browser.log');
  const env: Record<string, string> = {
    HOME: home,
    PATH: process.env['PATH'] ?? '',
    ...(fake ? { AWS_ENDPOINT_URL: fake.url } : {}),
    BROWSER: testBrowser,
    TEST_BROWSER_LOG: browserLog,
  };
  const at = (path: string) => join(home, path);
  const person: Person = {
    home,
    env,
    write(path, content) {
      mkdirSync(dirname(at(path)), { recursive: true });
      writeFileSync(at(path), typeof content === 'string' ? content : JSON.stringify(content, null, 2));
      return at(path);
    },
    read: (path) => readFileSync(at(path), 'utf8'),
    exists: (path) => statSync(at(path), { throwIfNoEntry: false }) !== undefined,
    files: (below = '.') => filesBelow(at(below)),
    run: (program, args = [], options = {}) =>
      run(programFile(program), args, { ...env, ...present(program), ...options.env }, options.input),
    opened: () => (person.exists('browser.log') ? person.read('browser.log').split('\n').filter(Boolean) : []),
    leave: () => rmSync(home, { recursive: true, force: true }),
  };
  person.write('.aws/config', ssoConfig());
  if (settings) env['BEDROCK_LAUNCHER_CONFIG'] = person.write('settings.json', settings);
  return person;
}

export function workSettings(): object {
  return {
    inferenceProvider: 'bedrock',
    inferenceBedrockRegion: 'us-east-1',
    inferenceModels: [MODEL],
    awsProfile: 'work',
  };
}

/** The client takes somebody for present where it has a terminal, which tests do without. */
function present(program: ProgramName): Record<string, string> {
  return program === 'bedrock-client' ? { CLAUDE_HELPER_CONTEXT: 'interactive' } : {};
}

/** Signs a person in without any program of ours: the cache file is the one that the AWS CLI would have written. */
export async function signedIn(person: Person, fake: Pick<FakeAws, 'issueSession'>): Promise<void> {
  const name = new Bun.CryptoHasher('sha1').update('company').digest('hex');
  person.write(`.aws/sso/cache/${name}.json`, await fake.issueSession());
}

async function run(file: string, args: string[], env: Record<string, string>, input = ''): Promise<Outcome> {
  const done = await execa(file, args, { env, extendEnv: false, input, reject: false, timeout: 60_000 });
  return { exitCode: done.exitCode, stdout: String(done.stdout), stderr: String(done.stderr) };
}

function filesBelow(folder: string): Record<string, string> {
  const names = statSync(folder, { throwIfNoEntry: false })
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
    : [];
  const files = names.sort().filter((name) => statSync(join(folder, name)).isFile());
  return Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
}
