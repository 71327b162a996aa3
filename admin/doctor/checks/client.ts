import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ClaudeDesktop, claudeDesktop, isProgram, onPath } from '../../../shared/claude-desktop.ts';
import type { Host } from '../../../shared/host.ts';
import { openerOf } from '../../../shared/opener.ts';
import { pathOf } from '../../../shared/path.ts';
import { programPath } from '../../../shared/places.ts';
import { appVersion } from '../../../shared/policy/credential-source.ts';
import { readPlist } from '../../../shared/policy/plist.ts';
import { isSince } from '../../../shared/policy/versions.ts';
import { Problem } from '../../../shared/problem.ts';
import type { Check } from '../examination.ts';
import { type Finding, failure, ok, plain, warning } from '../finding.ts';
import type { Scene } from '../scene.ts';

const WHAT = 'client';

/** What the launcher would open. */
export const client: Check<Scene> = {
  id: 'client',
  section: 'Client',
  what: WHAT,
  needs: ['policy'],
  async find(scene) {
    const { client: wanted } = await scene.config();
    const desktop = claudeDesktop(scene.host);
    if (wanted === 'auto' || wanted === 'claude-desktop')
      return [desktopFinding(desktop, wanted, await leastVersion(scene))];
    if (wanted === 'bundled') return [ok('client', WHAT, 'the bundled client')];
    return [isThere(scene.host, wanted) ? ok('client', WHAT, wanted) : failure('client', WHAT, noProgram(wanted))];
  },
};

async function leastVersion(scene: Scene): Promise<string> {
  return appVersion(await scene.settings());
}

function desktopFinding(desktop: ClaudeDesktop | undefined, wanted: string, least: string): Finding {
  if (!desktop)
    return wanted === 'auto'
      ? ok('client', WHAT, 'Claude Desktop is not installed: the bundled client opens')
      : failure('client', WHAT, notInstalled());
  const version = versionOf(desktop.place);
  const details = plain({ place: desktop.place, version: version ?? 'not known' });
  if (!version || isSince(version, least))
    return ok('client', WHAT, `Claude Desktop${version ? ` ${version}` : ''}`, details);
  const words = `Claude Desktop is ${version}, older than ${least}, by which the settings are read`;
  return warning(
    'client',
    WHAT,
    { words, next: 'update it, or set minimumAppVersion to the oldest in use' },
    { details },
  );
}

/** Where it is written in the open: an app of macOS, and the folder of a legacy install on Windows. */
function versionOf(place: string): string | undefined {
  const [, named] = /[\\/]app-(\d+\.\d+\.\d+)[\\/]/.exec(place) ?? [];
  if (named || !place.endsWith('.app')) return named;
  try {
    const file = join(place, 'Contents', 'Info.plist');
    const version = readPlist(file, readFileSync(file))['CFBundleShortVersionString'];
    return typeof version === 'string' && /^\d+\.\d+\.\d+$/.test(version) ? version : undefined;
  } catch {
    return undefined;
  }
}

function isThere(host: Host, program: string): boolean {
  if (openerOf(host.platform, program)) return existsSync(program);
  return pathOf(host.platform).isAbsolute(program) ? isProgram(program) : onPath(host, program) !== undefined;
}

function notInstalled(): Problem {
  return new Problem('configuration', 'Claude Desktop is not installed', 'install it, or set client to bundled');
}

function noProgram(program: string): Problem {
  return new Problem(
    'configuration',
    `${program}: there is no such program`,
    'install it, or correct the setting "client"',
  );
}

const PROGRAMS = ['bedrock-launcher', 'bedrock-credential-helper', 'bedrock-client'];

/** The programs of the toolkit, which stand beside each other. */
export const programs: Check<Scene> = {
  id: 'programs',
  section: 'Client',
  what: 'programs',
  async find({ host }) {
    const missing = PROGRAMS.map((name) => programPath(host, name)).filter((file) => !isProgram(file));
    if (missing.length === 0) return [ok('programs', 'programs', `all there, in ${host.programDir}`)];
    const words = `missing: ${missing.join(', ')}`;
    return [failure('programs', 'programs', new Problem('configuration', words, 'install the toolkit again'))];
  },
};
