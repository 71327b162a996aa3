import { programPath } from '../../shared/places.ts';
import { asProblem } from '../../shared/program.ts';
import type { Choice } from '../choice.ts';
import type { Client } from '../client.ts';
import { Conversation, type News } from './conversation.ts';
import type { Kept } from './kept.ts';
import { type Models, modelsOf } from './models.ts';
import type { Turn } from './turn.ts';
import { type Fault, faultView, saidOf, turnView, wholeTurnView } from './view.ts';

/** All that a page shows, and all that a person can do there. Every change is told to whoever follows. */
export class Chat {
  readonly #client: Client;
  readonly #kept: Kept;
  #tell: (what: object) => void = () => {};
  readonly #conversation: Conversation;
  readonly #over = new AbortController();
  #isKept: boolean;
  #models: Models | undefined;
  #isLooking = false;
  #chosen: Choice | undefined;
  #fault: Fault | undefined;

  /** `turns` are those that were kept; undefined when none were. */
  constructor(client: Client, kept: Kept, turns?: readonly Turn[]) {
    const asked = { ask: client.ask, wall: client.host.wall, explain: (thrown: unknown) => this.#explain(thrown) };
    this.#client = client;
    this.#kept = kept;
    this.#isKept = turns !== undefined;
    this.#conversation = new Conversation(asked, (news) => this.#pass(news), turns);
  }

  listen(tell: (what: object) => void): void {
    this.#tell = tell;
  }

  get isBusy(): boolean {
    return this.#conversation.running !== undefined;
  }

  /** For whoever begins to follow. */
  get all(): object {
    return {
      what: 'all',
      source: this.#client.source.name,
      turns: this.#conversation.turns.map(wholeTurnView),
      running: this.#conversation.running,
      kept: this.#isKept,
      models: this.#models?.choices,
      chosen: this.#chosen?.id,
      fault: this.#fault,
    };
  }

  ask(text: string, model: string): boolean {
    const chosen = this.#choose(model);
    return chosen !== undefined && this.#conversation.ask(text, chosen);
  }

  retry(model: string): boolean {
    const chosen = this.#choose(model);
    return chosen !== undefined && this.#conversation.retry(chosen);
  }

  stop(): boolean {
    this.#conversation.stop();
    return true;
  }

  /** What was kept of the old one goes. */
  startAnew(): boolean {
    this.#conversation.clear();
    this.#store(() => this.#kept.remove());
    return true;
  }

  keep(on: boolean): boolean {
    this.#showKept(on);
    this.#store(() => (on ? this.#kept.write(this.#conversation.turns) : this.#kept.remove()));
    return true;
  }

  /** False where that is under way. */
  lookForModels(): boolean {
    if (this.#isLooking) return false;
    this.#isLooking = true;
    this.#show(undefined);
    void this.#findModels();
    return true;
  }

  /** To be shown above everything else, until somebody tries again. */
  complain(thrown: unknown): void {
    this.#show(faultView(this.#explain(thrown)));
  }

  /** Resolves when nothing is under way any more. */
  async close(): Promise<void> {
    this.#over.abort();
    this.stop();
    await this.#conversation.settled();
    await this.#kept.settled();
  }

  #choose(id: string): Choice | undefined {
    const choice = this.#models?.choices.find((one) => one.id === id);
    this.#chosen = choice ?? this.#chosen;
    return choice;
  }

  async #findModels(): Promise<void> {
    try {
      this.#models = await modelsOf(this.#client, this.#over.signal);
      this.#chosen ??= this.#models.first;
      this.#tell({ what: 'models', models: this.#models.choices, chosen: this.#chosen.id });
    } catch (thrown) {
      if (!this.#over.signal.aborted) this.complain(thrown);
    } finally {
      this.#isLooking = false;
    }
  }

  #pass(news: News): void {
    if (news.what === 'all') this.#tell(this.all);
    else if (news.what === 'answered') this.#tell({ ...news, turn: turnView(news.turn) });
    else this.#tell(news);
    if (news.what === 'answered' && this.#isKept) this.#store(() => this.#kept.write(this.#conversation.turns));
  }

  /** What can't be kept is not: the person is told. */
  #store(act: () => Promise<void>): void {
    act().catch((thrown: unknown) => {
      this.#showKept(false);
      this.complain(thrown);
    });
  }

  #showKept(on: boolean): void {
    this.#isKept = on;
    this.#tell({ what: 'kept', on });
  }

  #show(fault: Fault | undefined): void {
    this.#fault = fault;
    this.#tell({ what: 'fault', fault });
  }

  #explain(thrown: unknown): { message: string; hint: string } {
    const { host, config } = this.#client;
    const problem = asProblem(thrown);
    host.log.error('page', { code: problem.code });
    return saidOf(problem, config.helper.path ?? programPath(host, 'bedrock-credential-helper'));
  }
}
