const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** How many pieces of work have an end of their own for an interruption. */
let listening = 0;

/** Aborts at the first Ctrl-C or request to end; the second one, and the first that comes later, end the process as usual. */
export function interruptible(): Disposable & { signal: AbortSignal } {
  const controller = new AbortController();
  // Not `once`: what has files tidied up at a signal (write-file-atomic) ends a process in which nobody else listens any more.
  const hear = (name: NodeJS.Signals) => {
    if (!controller.signal.aborted) return controller.abort();
    stop();
    process.kill(process.pid, name);
  };
  for (const name of SIGNALS) process.on(name, hear);
  listening++;
  let stopped = false;
  const stop = () => {
    for (const name of SIGNALS) process.off(name, hear);
    if (!stopped) listening--;
    stopped = true;
  };
  return { signal: controller.signal, [Symbol.dispose]: stop };
}

/** Does it at such a moment while nothing else has an end of its own. The other function ends that. */
export function whenInterrupted(act: () => void): () => void {
  const unlessHeard = () => {
    if (listening === 0) act();
  };
  for (const name of SIGNALS) process.on(name, unlessHeard);
  return () => {
    for (const name of SIGNALS) process.off(name, unlessHeard);
  };
}
