import type { Choice } from '../choice.ts';
import type { Client } from '../client.ts';
import type { Answer } from '../question.ts';
import { type Course, messagesOf, type Reply, type Turn } from './turn.ts';
import { type Stroke, Writing } from './writing.ts';

/** What changes: all of it, the last turn goes, a question is asked, its answer goes on, and has come out. */
export type News =
  | { what: 'all' }
  | { what: 'dropped' }
  | { what: 'asked'; question: string; course: Course }
  | { what: 'course'; course: Course }
  | { what: 'stroke'; stroke: Stroke }
  | { what: 'answered'; turn: Turn };

/** Who answers, and says what a failure means. */
interface Asked extends Pick<Client, 'ask'> {
  /** Epoch milliseconds. */
  wall(): number;
  explain(thrown: unknown): { message: string; hint: string };
}

/** An answer that is under way. */
interface Running {
  question: string;
  course: Course;
  text: string;
  writing: Writing;
  stop: AbortController;
}

/** Turn after turn, one answer at a time. Whoever listens hears all that changes. */
export class Conversation {
  readonly #client: Asked;
  readonly #tell: (news: News) => void;
  #turns: Turn[];
  #running: Running | undefined;
  /** Of the newest answer. */
  #done: Promise<void> = Promise.resolve();

  constructor(client: Asked, tell: (news: News) => void, turns: readonly Turn[] = []) {
    this.#client = client;
    this.#tell = tell;
    this.#turns = [...turns];
  }

  get turns(): readonly Turn[] {
    return this.#turns;
  }

  /** What is under way now, as it was told so far. */
  get running(): { question: string; course: Course } | undefined {
    if (!this.#running) return undefined;
    const { question, course, writing } = this.#running;
    return { question, course: { ...course, blocks: [...writing.finished, writing.open] } };
  }

  /** False: an answer is under way. One that has failed is a turn too. */
  ask(question: string, model: Choice): boolean {
    if (this.#running) return false;
    const writing = new Writing((stroke) => {
      if (this.#running === running) this.#tell({ what: 'stroke', stroke });
    });
    const course: Course = { model: model.label, stage: 'waiting', blocks: [] };
    const running: Running = { question, course, text: '', writing, stop: new AbortController() };
    this.#running = running;
    this.#tell({ what: 'asked', question, course });
    this.#done = this.#finish(running, model);
    return true;
  }

  /** The last question once more; what came for it is dropped. False: there is none, or an answer is under way. */
  retry(model: Choice): boolean {
    const last = this.#turns.at(-1);
    if (this.#running || !last) return false;
    this.#turns.pop();
    this.#tell({ what: 'dropped' });
    return this.ask(last.question, model);
  }

  /** What has come stays. */
  stop(): void {
    this.#running?.stop.abort();
  }

  /** When nothing is under way any more. */
  settled(): Promise<void> {
    return this.#done;
  }

  /** Forgets all of it. */
  clear(): void {
    this.stop();
    this.#running = undefined;
    this.#turns = [];
    this.#tell({ what: 'all' });
  }

  async #finish(running: Running, model: Choice): Promise<void> {
    const end = await this.#outcome(running, model.id);
    running.writing.end();
    // The conversation that it belonged to may be gone.
    if (this.#running !== running) return;
    this.#running = undefined;
    const turn = { question: running.question, reply: { model: model.label, text: running.text, ...end } };
    this.#turns.push(turn);
    this.#tell({ what: 'answered', turn });
  }

  async #outcome(running: Running, model: string): Promise<Omit<Reply, 'model' | 'text'>> {
    const { signal } = running.stop;
    const messages = messagesOf(this.#turns, running.question);
    const text = (words: string) => this.#hear(running, words);
    const waits = (why: string, milliseconds: number) => this.#hold(running, why, milliseconds);
    try {
      return ended(await this.#client.ask(model, messages, { text, waits }, signal));
    } catch (thrown) {
      if (signal.aborted) return { end: 'stopped' };
      return { end: 'failed', problem: this.#client.explain(thrown) };
    }
  }

  #hear(running: Running, words: string): void {
    if (this.#running !== running || running.stop.signal.aborted) return;
    running.text += words;
    this.#goOn(running, { model: running.course.model, stage: 'writing', blocks: [] });
    running.writing.push(words);
  }

  #hold(running: Running, why: string, milliseconds: number): void {
    const until = this.#client.wall() + milliseconds;
    this.#goOn(running, { model: running.course.model, stage: 'held', why, until, blocks: [] });
  }

  #goOn(running: Running, course: Course): void {
    if (this.#running !== running || (course.stage === 'writing' && running.course.stage === 'writing')) return;
    running.course = course;
    this.#tell({ what: 'course', course });
  }
}

function ended({ stopReason, usage }: Answer): Omit<Reply, 'model' | 'text'> {
  const tokens = { input: usage.inputTokens, output: usage.outputTokens };
  return { end: 'done', tokens, ...(stopReason === 'max_tokens' && { isCut: true }) };
}
