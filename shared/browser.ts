import { existsSync } from 'node:fs';
import { startDetached, startsWell } from './child.ts';
import { type Command, wordsOf } from './command-line.ts';
import type { Host } from './host.ts';

type BrowserHost = Pick<Host, 'platform' | 'env'>;

/** How long a browser command has to fail; one that still runs then has opened, or will. */
const FAILS_WITHIN_MS = 400;

const SYSTEM_OPENERS: Record<Host['platform'], Command> = {
  linux: ['xdg-open'],
  darwin: ['open'],
  // Not `cmd /c start`: it would take the & of an address for a separator of its own.
  win32: ['rundll32.exe', 'url.dll,FileProtocolHandler'],
};

/** Opens an address in the person's browser; false when no command could. */
export async function openBrowser(
  host: BrowserHost,
  address: string,
  browserCommand?: string,
  arrived: () => boolean = () => false,
): Promise<boolean> {
  for (const command of browserCommands(host, browserCommand)) {
    const [program, ...args] = withAddress(command, address);
    const started = await startDetached(program, args, { window: true });
    if (started && (await startsWell(started, FAILS_WITHIN_MS))) return true;
    // Some wrappers open the page and fail all the same: a second command would open it twice.
    if (started && (await cameSoon(arrived))) return true;
  }
  return false;
}

/** The policy's command alone; else those of BROWSER, which is a list with `:` as on every Unix; else the system's opener. */
export function browserCommands({ platform, env }: BrowserHost, browserCommand?: string): Command[] {
  if (browserCommand) return commandsIn(platform, [browserCommand]);
  const named = env['BROWSER'];
  if (named) return commandsIn(platform, platform === 'win32' ? [named] : named.split(':'));
  return [SYSTEM_OPENERS[platform]];
}

function commandsIn(platform: Host['platform'], texts: string[]): Command[] {
  return texts.map((text) => commandOf(platform, text)).filter((command) => command !== undefined);
}

/** A path with spaces that exists is one word. */
export function commandOf(platform: Host['platform'], text: string): Command | undefined {
  const [program, ...args] = existsSync(text) ? [text] : (wordsOf(platform, text) ?? []);
  if (!program) return undefined;
  // A Mac's app is a folder: only `open` starts it.
  return platform === 'darwin' && /\.app\/?$/.test(program) ? ['open', '-a', program, ...args] : [program, ...args];
}

function withAddress([program, ...args]: Command, address: string): Command {
  if (!args.some((word) => word.includes('%s'))) return [program, ...args, address];
  return [program, ...args.map((word) => word.replaceAll('%s', () => address))];
}

async function cameSoon(arrived: () => boolean): Promise<boolean> {
  for (let waited = 0; waited < FAILS_WITHIN_MS && !arrived(); waited += 20) await Bun.sleep(20);
  return arrived();
}
