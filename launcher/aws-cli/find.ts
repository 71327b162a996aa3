import { type Run, runBounded } from '../../shared/bounded-run.ts';
import { isProgram, onPath } from '../../shared/claude-desktop.ts';
import { startable } from '../../shared/command-line.ts';
import { aborted } from '../../shared/deadline.ts';
import type { Host } from '../../shared/host.ts';
import { pathOf } from '../../shared/path.ts';
import { Problem } from '../../shared/problem.ts';

type FinderHost = Pick<Host, 'platform' | 'env' | 'home'>;

/** The first start after a boot reads a hundred megabytes, past a virus scanner. */
const VERSION_LIMIT_MS = 15_000;
const LONGEST_VERSION = 4_096;
const LONGEST_SHOWN = 80;

const NAMES: Record<Host['platform'], string[]> = { linux: ['aws'], darwin: ['aws'], win32: ['aws.exe', 'aws.cmd'] };

/** Where its installers put it: a program that was double-clicked has a bare PATH. */
const USUAL_PLACES: Record<Host['platform'], (host: FinderHost) => string[]> = {
  linux: ({ home }) => ['/usr/local/bin/aws', '/usr/bin/aws', '/snap/bin/aws', `${home}/.local/bin/aws`],
  darwin: ({ home }) => [
    '/usr/local/bin/aws',
    '/opt/homebrew/bin/aws',
    '/usr/local/aws-cli/aws',
    `${home}/.local/bin/aws`,
    `${home}/aws-cli/aws`,
  ],
  win32: ({ env, home }) => {
    const { join } = pathOf('win32');
    const local = env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local');
    const folders = [env['ProgramFiles'] ?? 'C:\\Program Files', join(local, 'Programs')];
    return folders.map((folder) => join(folder, 'Amazon', 'AWSCLIV2', 'aws.exe'));
  },
};

/**
 * The AWS CLI, version 2: the one of the settings alone, else the first on the PATH or in a usual place. Throws a Problem
 * (configuration, aws-cli-missing) that says where it was looked for, or what is there instead.
 */
export async function findAwsCli(
  host: FinderHost,
  configured: string | undefined,
  signal: AbortSignal,
  isThere = isProgram,
): Promise<AwsCli> {
  let fault: Problem | undefined;
  for (const path of awsClis(host, configured, isThere)) {
    const run = await versionRun(host, path, signal);
    const found = faultOf(path, run);
    if (!found) return { path, asksForDeviceCode: asksForDeviceCode(run) };
    fault ??= found;
  }
  throw fault ?? missing(host, configured);
}

/** An AWS CLI that can be used. */
export interface AwsCli {
  path: string;
  /** Whether it signs in by the authorization code unless it is told otherwise, as since 2.22. */
  asksForDeviceCode: boolean;
}

function asksForDeviceCode({ stdout }: Run): boolean {
  const [, minor] = /^aws-cli\/2\.(\d+)/.exec(stdout.trim()) ?? [];
  return Number(minor) >= 22;
}

/** Every `aws` that can be run, the likeliest first; each once. */
export function awsClis(host: FinderHost, configured?: string, isThere = isProgram): string[] {
  if (configured) return [configured].filter(isThere);
  const byName = NAMES[host.platform].map((name) => onPath(host, name, isThere)).filter((path) => path !== undefined);
  return [...new Set([...byName, ...USUAL_PLACES[host.platform](host).filter(isThere)])];
}

async function versionRun({ platform, env }: FinderHost, path: string, signal: AbortSignal): Promise<Run> {
  const start = startable(platform, [path, '--version']);
  if (!start) throw notAsItShould(path, 'is a batch file whose name cmd.exe would change');
  const bounds = { milliseconds: VERSION_LIMIT_MS, characters: LONGEST_VERSION, verbatim: start.verbatim, signal };
  return Promise.race([runBounded(start.words, env, bounds, () => {}), aborted(signal)]);
}

/** Undefined: it is version 2. Version 1 of Python 2 said so on stderr. */
export function faultOf(path: string, { end, fault, exitCode, stdout, words }: Run): Problem | undefined {
  if (end === 'not started') return notStarted(path, fault);
  if (end === 'too late') return notAsItShould(path, `did not tell its version within ${VERSION_LIMIT_MS / 1000} s`);
  const said = stdout.trim() || words.trim();
  const [, version, major] = /^aws-cli\/((\d+)\.[\w.]+)/.exec(said) ?? [];
  if (major === '2' && exitCode === 0) return undefined;
  if (version) return notAsItShould(path, `is version ${version}`);
  const shown = said.split('\n')[0]?.slice(0, LONGEST_SHOWN);
  return notAsItShould(path, shown ? `is none: asked for its version it says "${shown}"` : 'does not tell its version');
}

export function notStarted(path: string, fault: string | undefined): Problem {
  return notAsItShould(path, `could not be started (${fault ?? 'unknown'})`);
}

function notAsItShould(path: string, what: string): Problem {
  return unfit(`the AWS CLI ${path} ${what}; version 2 is needed`);
}

function missing(host: FinderHost, configured: string | undefined): Problem {
  if (configured) return unfit(`inferenceBedrockAwsCliPath names ${configured}, where no AWS CLI is that can be run`);
  return unfit(`the AWS CLI is neither on the PATH nor at ${USUAL_PLACES[host.platform](host).join(', ')}`);
}

function unfit(what: string): Problem {
  const hint = 'install AWS CLI v2, name it in inferenceBedrockAwsCliPath, or set signInMethod to built-in';
  return new Problem('configuration', what, hint).because('aws-cli-missing');
}
