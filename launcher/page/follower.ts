import type { Language } from '../texts/catalogue.ts';
import type { View } from './view.ts';

/** Less than the server's patience with a silent connection. Some Safari hold each piece back until the next one comes. */
const HEARTBEAT_MS = 1_000;
/** Some browsers look at so many bytes of an answer before they hand out the first. */
const PREAMBLE = '\n'.repeat(1_024);

/** A tab that follows the state: one line of JSON for each. */
export class Follower {
  readonly language: Language;
  readonly stream: ReadableStream<Uint8Array>;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  readonly #heart: Timer;
  readonly #gone: () => void;

  /** `gone` is called when the tab has left, or was left. */
  constructor(language: Language, gone: () => void, heartbeatMs = HEARTBEAT_MS) {
    this.language = language;
    this.#gone = gone;
    this.stream = new ReadableStream({
      start: (controller) => {
        this.#controller = controller;
      },
      cancel: () => this.#stop(),
    });
    this.#send(PREAMBLE);
    this.#heart = setInterval(() => this.#send('\n'), heartbeatMs).unref();
  }

  tell(view: View): void {
    this.#send(`${JSON.stringify(view)}\n`);
  }

  end(): void {
    this.#controller?.close();
    this.#stop();
  }

  #send(text: string): void {
    this.#controller?.enqueue(new TextEncoder().encode(text));
  }

  #stop(): void {
    clearInterval(this.#heart);
    this.#controller = undefined;
    this.#gone();
  }
}
