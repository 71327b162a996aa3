import { createInterface, type Interface } from 'node:readline';
import { PassThrough } from 'node:stream';
import type { Host } from '../../shared/host.ts';
import { isTerminal } from '../../shared/terminal.ts';
import { stopped } from '../interruption.ts';
import { Draft } from './draft.ts';

/** A person who types messages, or a file of them. */
export interface Keyboard {
  /** The next message; undefined: there is none, and none will come. */
  message(): Promise<string | undefined>;
  /** Does something that Ctrl-C stops. What is typed meanwhile is seen at the next prompt. */
  interruptible<Result>(act: (signal: AbortSignal) => Promise<Result>): Promise<Result>;
  close(): void;
}

/** By stdin. What a person types is edited on stderr, and can be had again with the arrow keys: in memory alone. */
export function openKeyboard(host: Pick<Host, 'env' | 'say'>): Keyboard {
  return isTerminal(0) && isTerminal(2) ? new Typed(host) : new Piped();
}

const PROMPT = '> ';
/** As readline itself shows the further lines of a message that is had again. */
const MORE = '| ';
/** Nobody types two lines in this time. */
const TOGETHER_MS = 25;
/** In history, readline keeps the lines of an entry with the last one first. */
const kept = (message: string) => message.split('\n').toReversed().join('\r');
const CTRL_C = 3;
/** The terminal says where something pasted begins and ends, and readline hands that on as keys. */
const [TELLS_PASTES, TELLS_NO_PASTES] = ['\x1b[?2004h', '\x1b[?2004l'];

/** What readline has besides what its types say. */
type Editor = Interface & { history: string[]; clearLine(): void };

class Typed implements Keyboard {
  readonly #say: Host['say'];
  /** What readline hears: nothing while an answer comes. */
  readonly #input = new PassThrough();
  readonly #editor: Editor;
  readonly #tellsPastes: boolean;
  readonly #draft = new Draft();
  #history: string[] = [];
  /** Whoever waits for a message. */
  #take: ((message?: string) => void) | undefined;
  #isOver = false;
  #isPasting = false;
  #isLeaving = false;
  #timer: Timer | undefined;
  #stop: (() => void) | undefined;
  #ahead: Uint8Array[] = [];

  constructor({ env, say }: Pick<Host, 'env' | 'say'>) {
    this.#say = say;
    this.#tellsPastes = env['TERM'] !== 'dumb';
    const setRawMode = (on: boolean) => void process.stdin.setRawMode(on);
    Object.assign(this.#input, { isTTY: true, setRawMode });
    this.#editor = createInterface({ input: this.#input, output: process.stderr, terminal: true }) as Editor;
    if (this.#tellsPastes) process.stderr.write(TELLS_PASTES);
    process.stdin.on('data', (bytes: Uint8Array) => this.#hear(bytes)).on('end', () => this.#input.end());
    this.#input.on('keypress', (_text: unknown, key?: { name?: string }) => this.#onKey(key?.name));
    this.#editor
      .on('line', (line) => this.#onLine(line))
      .on('SIGINT', () => this.#onInterrupt())
      // After Ctrl-Z and `fg`, only a prompt has readline hear again.
      .on('SIGCONT', () => this.#editor.prompt(true))
      .on('close', () => this.#end());
  }

  async message(): Promise<string | undefined> {
    if (this.#isOver) return undefined;
    this.#prompt(PROMPT);
    const message = await new Promise<string | undefined>((resolve) => {
      this.#take = resolve;
    });
    this.#take = undefined;
    if (message?.trim()) this.#history = [kept(message), ...this.#history.filter((one) => one !== kept(message))];
    this.#editor.history.splice(0, Number.POSITIVE_INFINITY, ...this.#history);
    return message;
  }

  async interruptible<Result>(act: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const stop = new AbortController();
    this.#stop = () => stop.abort(stopped());
    try {
      return await act(stop.signal);
    } finally {
      this.#stop = undefined;
      // A terminal that has gone meanwhile brings nothing more.
      if (!this.#input.writableEnded) for (const bytes of this.#ahead.splice(0)) this.#input.write(bytes);
    }
  }

  close(): void {
    this.#editor.close();
    process.stdin.pause();
  }

  /** The terminal is raw, so Ctrl-C is a key like any other; as everywhere, it also takes back what was typed ahead. */
  #hear(bytes: Uint8Array): void {
    if (!this.#stop) return void this.#input.write(bytes);
    const at = bytes.lastIndexOf(CTRL_C);
    if (at >= 0) {
      this.#ahead = [];
      this.#stop();
    }
    this.#ahead.push(bytes.subarray(at + 1));
  }

  #onKey(name: string | undefined): void {
    if (name === 'paste-start') {
      this.#isPasting = true;
      clearTimeout(this.#timer);
    } else if (name === 'paste-end') {
      this.#isPasting = false;
      // The last line of it waits for Enter, so that a person sees what goes off.
      if (!this.#draft.isEmpty) this.#draft.settle(true);
    }
  }

  #onLine(line: string): void {
    this.#isLeaving = false;
    this.#draft.add(line.replaceAll('\r', '\n'));
    clearTimeout(this.#timer);
    if (this.#isPasting) this.#prompt(MORE);
    else this.#timer = setTimeout(() => this.#settle(), TOGETHER_MS);
  }

  #settle(): void {
    // Where the terminal tells of no pastes, the last line of one stands there without its end.
    const message = this.#draft.settle(this.#editor.line !== '');
    if (message === undefined) this.#prompt(MORE);
    else this.#take?.(message);
  }

  #prompt(prompt: string): void {
    this.#editor.setPrompt(prompt);
    this.#editor.prompt(true);
  }

  /** As in a shell it takes back what is there; where nothing is, the second one leaves. */
  #onInterrupt(): void {
    const isEmpty = this.#editor.line === '' && this.#draft.isEmpty;
    if (isEmpty && this.#isLeaving) this.#editor.close();
    else this.#clear(isEmpty);
  }

  #clear(isLeaving: boolean): void {
    this.#isLeaving = isLeaving;
    clearTimeout(this.#timer);
    this.#draft.end();
    this.#editor.clearLine();
    if (isLeaving) this.#say('once more Ctrl-C, or Ctrl-D, ends the conversation');
    this.#prompt(PROMPT);
  }

  #end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearTimeout(this.#timer);
    // At a prompt, whoever comes next gets a line of their own.
    process.stderr.write(`${this.#tellsPastes ? TELLS_NO_PASTES : ''}${this.#take ? '\n' : ''}`);
    this.#take?.(this.#draft.isEmpty ? undefined : this.#draft.end());
  }
}

/** Each line is a message. */
class Piped implements Keyboard {
  readonly #editor = createInterface({ input: process.stdin });
  readonly #lines = this.#editor[Symbol.asyncIterator]();

  async message(): Promise<string | undefined> {
    const draft = new Draft();
    for (;;) {
      const { value, done } = await this.#lines.next();
      if (done) return draft.isEmpty ? undefined : draft.end();
      draft.add(value);
      const message = draft.settle(false);
      if (message !== undefined) return message;
    }
  }

  async interruptible<Result>(act: (signal: AbortSignal) => Promise<Result>): Promise<Result> {
    const stop = new AbortController();
    const onInterrupt = () => stop.abort(stopped());
    process.on('SIGINT', onInterrupt);
    return act(stop.signal).finally(() => process.off('SIGINT', onInterrupt));
  }

  close(): void {
    this.#editor.close();
  }
}
