import type { Client } from '../../../client/client.ts';
import { Chat } from '../../../client/page/chat.ts';
import { pagePolicy } from '../../../client/page/html.ts';
import { Kept } from '../../../client/page/kept.ts';
import type { Turn } from '../../../client/page/turn.ts';
import { Visit } from '../../../client/page/visit.ts';
import { serveLoopback } from '../../../shared/page/loopback.ts';
import { newWorld, type World } from '../../shared/world.ts';

/** What a client is asked, and whoever answers. */
export type Ask = Client['ask'];

const MODELS = ['model-a', { name: 'model-b', labelOverride: 'B of ours' }] as const;

/** A page whose questions a test answers, and a vault that a test can break. */
export interface Served {
  world: World;
  chat: Chat;
  visit: Visit;
  vault: Map<string, string>;
  /** Set it to have every access fail. */
  broken: { problem?: Error };
  stop(): Promise<void>;
}

export async function serve(ask: Ask, turns?: Turn[]): Promise<Served> {
  const world = newWorld();
  const vault = new Map<string, string>();
  const broken: Served['broken'] = {};
  const unlessBroken =
    <Result>(act: () => Result) =>
    async () => {
      if (broken.problem) throw broken.problem;
      return act();
    };
  const kept = new Kept({
    read: (name) => unlessBroken(() => vault.get(name))(),
    write: (name, text) => unlessBroken(() => void vault.set(name, text))(),
    remove: (name) => unlessBroken(() => void vault.delete(name))(),
  });
  const client = {
    host: world,
    config: { models: MODELS, helper: { path: '/opt/our helper/bin' } },
    source: { name: 'a script' },
    model: async () => ({ id: 'model-a', label: 'model-a' }),
    ask,
  } as unknown as Client;
  const chat = new Chat(client, kept, turns);
  const visit = new Visit(chat);
  const server = serveLoopback(world, pagePolicy, (request, isOwn) => visit.answer(request, isOwn));
  visit.door.origin = server.origin;
  chat.lookForModels();
  return {
    ...{ world, chat, visit, vault, broken },
    stop: async () => {
      await chat.close();
      await visit.end();
      await server.stop();
      world.leave();
    },
  };
}

/** Answers with these words, all at once. */
export const saying =
  (...words: string[]): Ask =>
  async (model, _messages, listener) => {
    for (const word of words) listener.text(word);
    return { model, text: words.join(''), stopReason: 'end_turn', usage: { inputTokens: 3, outputTokens: 4 } };
  };
