import type { Approach } from '../../shared/policy/approaches.ts';
import { decoded } from '../../shared/policy/encoding.ts';
import { checkValue, type KeyName, keyOf } from '../../shared/policy/keys.ts';
import { Problem } from '../../shared/problem.ts';
import { choiceIn } from '../setup/approach.ts';
import { checkedValue } from '../setup/checked-value.ts';
import type { Note } from '../setup/note.ts';
import { namesIn, type Setup, setupOf, type Values } from '../setup/setup.ts';
import { leftoversOf } from './fields.ts';
import type { Purpose } from './purpose.ts';

/** What was typed and can't be: the text, unless nobody may see it, and what it must be. */
export interface Slip {
  text: string;
  rule: string;
}

/** What was opened. */
export interface Opened {
  values: Values;
  notes: Note[];
  /** Where from, for people. */
  from: string;
}

/** The setup that a person is working on. It is in the memory of this program alone. */
export class Draft {
  #values: Values = {};
  #slips = new Map<KeyName, Slip>();
  #saved = this.#text();
  /** Another one after each change of what is to be. */
  revision = 0;
  from: string | undefined;
  notes: Note[] = [];
  purpose: Purpose;

  constructor(purpose: Purpose) {
    this.purpose = purpose;
  }

  get values(): Values {
    return this.#values;
  }

  get setup(): Setup {
    return setupOf(this.#values);
  }

  get slips(): ReadonlyMap<KeyName, Slip> {
    return this.#slips;
  }

  get isSaved(): boolean {
    return this.#text() === this.#saved && this.#slips.size === 0;
  }

  /** Undefined: nobody has chosen one, or it is one that nobody here knows. */
  get approach(): Approach | undefined {
    if (this.#values.inferenceProvider === 'gateway') return 'gateway';
    if (namesIn(this.#values).length === 0) return undefined;
    try {
      const { way } = choiceIn(this.#values);
      return way === 'app-sign-in' ? undefined : way;
    } catch (thrown) {
      if (thrown instanceof Problem) return undefined;
      throw thrown;
    }
  }

  choose(approach: Approach): void {
    this.revision++;
    const { inferenceCredentialKind: _, ...rest } = this.#values;
    this.#values =
      approach === 'gateway'
        ? { ...rest, inferenceProvider: 'gateway' }
        : { ...rest, inferenceProvider: 'bedrock', inferenceCredentialKind: approach };
    this.#slips.clear();
  }

  /** Takes what was typed, if it keeps the rule of its key; else what stood there before is gone, and the slip stays. */
  type(name: KeyName, typed: string): void {
    const text = typed.trim();
    const value = decoded(keyOf(name).rule.type, text);
    const rule = value === undefined ? undefined : faultOf(name, value);
    this.set(name, rule === undefined ? value : undefined);
    if (rule !== undefined) this.#slips.set(name, { text: keyOf(name).secret ? '' : typed, rule });
  }

  /** Undefined: the key is taken away. */
  set(name: KeyName, value: unknown): void {
    this.revision++;
    const { [name]: _, ...rest } = this.#values;
    this.#values = value === undefined ? rest : { ...rest, [name]: value };
    this.#slips.delete(name);
  }

  removeLeftovers(): void {
    const { approach } = this;
    if (approach) for (const name of leftoversOf(approach, this.#values)) this.set(name, undefined);
  }

  take({ values, notes, from }: Opened): void {
    Object.assign(this, { notes, from });
    this.revision++;
    this.#values = values;
    this.#slips.clear();
    this.markSaved();
  }

  markSaved(): void {
    this.#saved = this.#text();
  }

  #text(): string {
    return JSON.stringify(setupOf(this.#values));
  }
}

/** What a value must be that is not. */
function faultOf(name: KeyName, value: unknown): string | undefined {
  const checked = checkValue(name, value);
  if ('rule' in checked) return checked.rule;
  try {
    checkedValue('', name, value);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof Problem) return 'has a character that not every format can hold';
    throw thrown;
  }
}
