/** A text that must never be seen anywhere but where it is used. */
export interface KnownSecret {
  kind: string;
  value: string;
}

/** What this AWS gave away or was shown in confidence, for tests in the same process: the control interface has no way to it. */
export class KnownSecrets {
  readonly #all = new Map<string, string>();

  /** Gives the value back, so that it can be noted where it is made. */
  note(kind: string, value: string): string {
    this.#all.set(value, kind);
    return value;
  }

  list(): KnownSecret[] {
    return [...this.#all].map(([value, kind]) => ({ kind, value }));
  }
}
