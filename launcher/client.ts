import { startDetached, startsWell } from '../shared/child.ts';
import { claudeDesktop } from '../shared/claude-desktop.ts';
import type { Host } from '../shared/host.ts';
import { programPath } from '../shared/places.ts';
import type { Config } from '../shared/policy/config.ts';
import { type ExitName, exitName } from '../shared/problem.ts';
import { isTerminal } from '../shared/terminal.ts';
import { notOpened, openingOf } from './client-command.ts';
import { openOnce } from './opened-once.ts';

type ClientHost = Pick<Host, 'platform' | 'env' | 'home' | 'programDir' | 'say' | 'wall' | 'pause'>;

/** How long a client has to fail. */
const FAILS_WITHIN_MS = 300;

/** What is done before our own client goes on in this terminal. */
type HandOver = () => Promise<void>;

/**
 * Opens what the settings say: a program, Claude Desktop, or (when it is not installed) our own client. Of several
 * launchers at once one opens it. One that runs already brings its window to the front by itself.
 */
export async function openClient(
  host: ClientHost,
  config: Config,
  env: Record<string, string>,
  handOver: HandOver,
): Promise<ExitName> {
  const { client } = config;
  const ours = client === 'bundled' || (client === 'auto' && !claudeDesktop(host));
  if (ours && isTerminal(0) && isTerminal(1)) return takeOver(host, env, handOver);
  const { place, command, isHidden } = openingOf(host, config);
  const [program, ...args] = command;
  // For another profile it is another one.
  const what = [place, ...Object.values(env)].join('\n');
  const opened = await openOnce(host, what, async () => {
    host.say(`opening ${place}`);
    if (isRefusedToRoot(host, place)) host.say('warning: Claude Desktop may refuse to run as root: log in as a person');
    // Not the folder that we happen to stand in: the app lives on for days.
    const started = await startDetached(program, args, { window: !isHidden, env, cwd: host.home });
    // One that runs already hands over to itself, and so ends well at once.
    if (!started || !(await startsWell(started, FAILS_WITHIN_MS))) throw notOpened(place);
  });
  if (!opened) host.say(`${place} was opened a moment ago`);
  return 'done';
}

function isRefusedToRoot({ platform }: ClientHost, place: string): boolean {
  return platform === 'linux' && /(^|\/)claude-desktop$/.test(place) && process.getuid?.() === 0;
}

/** Our own client goes on in the terminal where the launcher was started. */
async function takeOver(host: ClientHost, env: Record<string, string>, handOver: HandOver): Promise<ExitName> {
  await handOver();
  const { execa } = await import('execa');
  // Ctrl-C is meant for the client now.
  process.on('SIGINT', () => {});
  const { exitCode } = await execa(programPath(host, 'bedrock-client'), [], { stdio: 'inherit', reject: false, env });
  return exitName(exitCode);
}
