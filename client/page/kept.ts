import * as v from 'valibot';
import type { Vault } from '../../shared/vault/vault.ts';
import { type Turn, turnSchema } from './turn.ts';

/** Of the vault; a sign-out removes it with all that lies there. */
const NAME = 'conversation';

const form = v.object({ turns: v.array(turnSchema) });

type KeptVault = Pick<Vault, 'read' | 'write' | 'remove'>;

/** The conversation on this computer, sealed; there only while the person wants it to be. */
export class Kept {
  readonly #vault: KeptVault;
  /** One after the other, or the last word would not be the last. */
  #before: Promise<unknown> = Promise.resolve();

  constructor(vault: KeptVault) {
    this.#vault = vault;
  }

  /** Undefined: none is kept. Throws a Problem (storage). */
  async read(): Promise<Turn[] | undefined> {
    const text = await this.#vault.read(NAME);
    return text === undefined ? undefined : turnsIn(text);
  }

  /** Throws a Problem (storage). */
  write(turns: readonly Turn[]): Promise<void> {
    const text = JSON.stringify({ turns });
    return this.#next(() => this.#vault.write(NAME, text));
  }

  remove(): Promise<void> {
    return this.#next(() => this.#vault.remove(NAME));
  }

  /** When all is done that was begun. */
  async settled(): Promise<void> {
    await this.#before;
  }

  #next(act: () => Promise<void>): Promise<void> {
    const done = this.#before.then(act);
    this.#before = done.catch(() => {});
    return done;
  }
}

/** What an older or a newer version has kept in another form is as good as nothing. */
function turnsIn(text: string): Turn[] | undefined {
  try {
    return v.parse(form, JSON.parse(text)).turns;
  } catch {
    return undefined;
  }
}
