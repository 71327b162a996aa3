import { openBrowser } from '../../shared/browser.ts';
import type { Host } from '../../shared/host.ts';
import { hasLocalBrowser } from '../../shared/identity/sign-in.ts';
import { untilLeft } from '../../shared/page/life.ts';
import { serveLoopback } from '../../shared/page/loopback.ts';
import { type ExitName, Problem } from '../../shared/problem.ts';
import type { Arguments } from '../../shared/program.ts';
import { pagePolicy } from './html.ts';
import { Visit } from './visit.ts';
import { openWindow } from './window.ts';

const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A window in the browser in which a setup is put together, for as long as it is open. Throws a Problem. */
export async function configure(host: Host, { values, positionals }: Arguments): Promise<ExitName> {
  // The image starts with late optimization, for short runs; this is a long one.
  Bun.unsafe.setJITPolicy(1);
  const window = await openWindow(host, fileIn(positionals));
  const over = new AbortController();
  // For good: whoever writes a file just now takes a signal that nobody listens for any more as the end.
  for (const name of ENDINGS) process.on(name, () => over.abort());
  const visit = new Visit(window);
  const server = serveLoopback(host, pagePolicy, (request, isOwn) => visit.answer(request, isOwn));
  visit.door.origin = server.origin;
  try {
    await invite(host, visit, values['no-open'] === true);
    const wasVisited = () => visit.door.wasVisited;
    const company = { wasVisited, isThere: () => visit.isThere(), isBusy: () => window.trial.isBusy };
    await untilLeft(company, over.signal);
    return 'done';
  } finally {
    await window.trial.stop();
    await visit.end();
    await server.stop();
  }
}

function fileIn(files: readonly string[]): string | undefined {
  if (files.length < 2) return files[0];
  throw new Problem('usage', 'configure takes one file', "see 'bedrock-admin --help'");
}

/** Opens the page in the person's browser, or says where it is. */
async function invite(host: Host, { door }: Visit, isToldOnly: boolean): Promise<void> {
  const mayOpen = !isToldOnly && hasLocalBrowser(host);
  if (mayOpen && (await openBrowser(host, door.address, undefined, () => door.wasVisited))) {
    host.say('the configuration window opens in your browser; Ctrl-C ends it');
    return;
  }
  host.say('open this address in a browser on this machine; Ctrl-C ends the configuration window');
  host.say(`address: ${door.address}`);
}
