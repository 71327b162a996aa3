/** Less than the server's patience with a silent connection. Some Safari hold each piece back until the next one comes. */
const HEARTBEAT_MS = 1_000;
/** Some browsers look at so many bytes of an answer before they hand out the first. */
const PREAMBLE = '\n'.repeat(1_024);

/** A tab that follows what goes on: one line of JSON for each piece of it. */
export class Follower {
  readonly stream: ReadableStream<Uint8Array>;
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  readonly #heart: Timer;
  readonly #gone: () => void;

  /** `gone` is called when the tab has left, or was left. */
  constructor(gone: () => void, heartbeatMs = HEARTBEAT_MS) {
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

  tell(what: object): void {
    this.#send(`${JSON.stringify(what)}\n`);
  }

  end(): void {
    this.#controller?.close();
    this.#stop();
  }

  response(): Response {
    return new Response(this.stream, { headers: { 'Content-Type': 'application/x-ndjson' } });
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
