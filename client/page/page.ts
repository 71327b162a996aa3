import { openBrowser } from '../../shared/browser.ts';
import type { Host } from '../../shared/host.ts';
import { hasLocalBrowser } from '../../shared/identity/sign-in.ts';
import { untilLeft } from '../../shared/page/life.ts';
import { serveLoopback } from '../../shared/page/loopback.ts';
import type { Config } from '../../shared/policy/config.ts';
import type { ExitName } from '../../shared/problem.ts';
import type { Arguments } from '../../shared/program.ts';
import { openVault } from '../../shared/vault/vault.ts';
import type { Client } from '../client.ts';
import { Chat } from './chat.ts';
import { pagePolicy } from './html.ts';
import { Kept } from './kept.ts';
import { Visit } from './visit.ts';

const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** A conversation in the browser, for as long as somebody has its page open. Throws a Problem. */
export async function page(client: Client, { values }: Arguments): Promise<ExitName> {
  // The image starts with late optimization, for short runs; this is a long one.
  Bun.unsafe.setJITPolicy(1);
  const { host, config } = client;
  // A mistake of the command line is told there.
  if (values['model'] === '') await client.model();
  const over = new AbortController();
  // For good: whoever writes a file just now takes a signal that nobody listens for any more as the end.
  for (const name of ENDINGS) process.on(name, () => over.abort());
  const chat = await openChat(client);
  // At once: a helper ends with us, and what it leaves undone is no fault of its own.
  over.signal.addEventListener('abort', () => void chat.close());
  const visit = new Visit(chat);
  const server = serveLoopback(host, pagePolicy, (request, isOwn) => visit.answer(request, isOwn));
  visit.door.origin = server.origin;
  try {
    await invite(host, config, visit, values['no-open'] === true);
    await untilLeft(
      { wasVisited: () => visit.door.wasVisited, isThere: () => visit.isThere(), isBusy: () => chat.isBusy },
      over.signal,
    );
    return 'done';
  } finally {
    await chat.close();
    await visit.end();
    await server.stop();
  }
}

async function openChat(client: Client): Promise<Chat> {
  const { host, config } = client;
  const kept = new Kept(openVault(host, config.secureStorage, true));
  const turns = await kept.read().catch((thrown: Error) => thrown);
  const chat = new Chat(client, kept, turns instanceof Error ? undefined : turns);
  if (turns instanceof Error) chat.complain(turns);
  chat.lookForModels();
  return chat;
}

/** Opens the page in the person's browser, or says where it is. */
async function invite(host: Host, { signIn }: Config, { door }: Visit, isToldOnly: boolean): Promise<void> {
  const { browserCommand } = signIn;
  const mayOpen = !isToldOnly && hasLocalBrowser(host, browserCommand);
  if (mayOpen && (await openBrowser(host, door.address, browserCommand, () => door.wasVisited))) {
    host.say('the conversation opens in your browser; Ctrl-C ends it');
    return;
  }
  host.say('open this address in a browser on this machine; Ctrl-C ends the conversation');
  host.say(`address: ${door.address}`);
}
