/** Arrays are lists, of bytes a Uint8Array; a struct or a dict entry is the list of its parts. */
export type Value = string | number | bigint | boolean | Uint8Array | Variant | Value[];

export interface Variant {
  signature: string;
  value: Value;
}

/** The bytes are no D-Bus message, or not the one that was due. */
export class Malformed extends Error {}

/** Our own calls are short. */
const LONGEST_CALL = 4096;
const DEEPEST = 16;

/** Alignment of each type, by its first letter; for those of fixed size their size too. */
const ALIGNMENT: Record<string, number> = {
  ...{ y: 1, b: 4, n: 2, q: 2, i: 4, u: 4, x: 8, t: 8, d: 8, h: 4 },
  ...{ s: 4, o: 4, g: 1, v: 1, a: 4, '(': 8, '{': 8 },
};

/** Where the complete type that starts there ends. */
function endOfType(signature: string, at: number, depth = 0): number {
  const letter = signature[at] ?? '';
  if (depth > DEEPEST || !Object.hasOwn(ALIGNMENT, letter)) throw new Malformed('a signature');
  if (letter === 'a') return endOfType(signature, at + 1, depth + 1);
  if (letter !== '(' && letter !== '{') return at + 1;
  const close = letter === '(' ? ')' : '}';
  let end = at + 1;
  while (signature[end] !== close) end = endOfType(signature, end, depth + 1);
  if (end === at + 1) throw new Malformed('a signature');
  return end + 1;
}

function typesIn(signature: string): string[] {
  const types: string[] = [];
  for (let at = 0, end = 0; at < signature.length; at = end) {
    end = endOfType(signature, at);
    types.push(signature.slice(at, end));
  }
  return types;
}

/** Values as the bus writes them, little-endian. */
export class Writer {
  length = 0;
  readonly #buffer = new Uint8Array(LONGEST_CALL);
  readonly #view = new DataView(this.#buffer.buffer);

  bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.length);
  }

  align(to: number): void {
    this.length += -this.length & (to - 1);
  }

  append(bytes: Uint8Array): void {
    this.#buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  values(signature: string, values: Value[]): void {
    typesIn(signature).forEach((type, index) => {
      this.#value(type, values[index] as Value);
    });
  }

  #value(type: string, value: Value): void {
    const letter = type[0] ?? '';
    this.align(ALIGNMENT[letter] ?? 1);
    if (letter === 'y') this.append(Uint8Array.of(value as number));
    else if (letter === 'u' || letter === 'i' || letter === 'b') this.#number(Number(value));
    else if (letter === 's' || letter === 'o') this.#text(value as string, 4);
    else if (letter === 'g') this.#text(value as string, 1);
    else if (letter === 'v') this.#variant(value as Variant);
    else if (letter === 'a') this.#list(type.slice(1), value as Value[]);
    else this.values(type.slice(1, -1), value as Value[]);
  }

  #number(value: number): void {
    this.#view.setUint32(this.length, value, true);
    this.length += 4;
  }

  #text(text: string, lengthBytes: 1 | 4): void {
    const bytes = new TextEncoder().encode(text);
    if (lengthBytes === 4) this.#number(bytes.length);
    else this.append(Uint8Array.of(bytes.length));
    this.append(bytes);
    this.length++;
  }

  #variant({ signature, value }: Variant): void {
    this.#text(signature, 1);
    this.#value(signature, value);
  }

  #list(type: string, values: Value[]): void {
    const at = this.length;
    this.length += 4;
    this.align(ALIGNMENT[type[0] ?? ''] ?? 1);
    const start = this.length;
    for (const value of values) this.#value(type, value);
    this.#view.setUint32(at, this.length - start, true);
  }
}

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Reads values out of bytes that somebody else wrote: whatever is not as the protocol has it is Malformed. */
export class Reader {
  #at = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #little: boolean;

  constructor(bytes: Uint8Array, little: boolean) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#little = little;
  }

  /** All has been read. */
  end(): void {
    if (this.#at !== this.#bytes.length) throw new Malformed('more than was announced');
  }

  values(signature: string, depth = 0): Value[] {
    return typesIn(signature).map((type) => this.#value(type, depth));
  }

  #value(type: string, depth: number): Value {
    if (depth > DEEPEST) throw new Malformed('too deep');
    const letter = type[0] ?? '';
    this.#align(ALIGNMENT[letter] ?? 1);
    if (letter === 's') return this.#text(this.#number('u'));
    if (letter === 'o') return this.#path(this.#text(this.#number('u')));
    if (letter === 'g') return this.#text(this.#number('y'));
    if (letter === 'v') return this.#variant(depth + 1);
    if (letter === 'a') return this.#list(type.slice(1), depth + 1);
    if (letter === '(' || letter === '{') return this.values(type.slice(1, -1), depth + 1);
    if (letter === 'b') return this.#truth(this.#number('u'));
    if (ALIGNMENT[letter] === 8) return this.#view.getBigUint64(this.#take(8), this.#little);
    return this.#number(letter);
  }

  /** Where the next that many bytes begin. */
  #take(count: number): number {
    const start = this.#at;
    if (count > this.#bytes.length - start) throw new Malformed('less than was announced');
    this.#at += count;
    return start;
  }

  #align(to: number): void {
    const start = this.#at;
    const padding = -start & (to - 1);
    this.#take(padding);
    if (this.#bytes.subarray(start, start + padding).some(Boolean)) throw new Malformed('padding');
  }

  #number(letter: string): number {
    const size = ALIGNMENT[letter];
    const at = this.#take(size ?? 1);
    if (size === 4) return this.#view.getUint32(at, this.#little);
    return size === 2 ? this.#view.getUint16(at, this.#little) : this.#view.getUint8(at);
  }

  #truth(number: number): boolean {
    if (number > 1) throw new Malformed('a truth value');
    return number === 1;
  }

  #text(length: number): string {
    const start = this.#take(length);
    const bytes = this.#bytes.subarray(start, start + length);
    if (this.#bytes[this.#take(1)] !== 0 || bytes.includes(0)) throw new Malformed('a text');
    try {
      return decoder.decode(bytes);
    } catch {
      throw new Malformed('a text');
    }
  }

  #path(text: string): string {
    if (!/^\/(?:\w+(?:\/\w+)*)?$/.test(text)) throw new Malformed('a path');
    return text;
  }

  #variant(depth: number): Variant {
    const signature = this.#text(this.#number('y'));
    if (typesIn(signature).length !== 1) throw new Malformed('a signature');
    return { signature, value: this.#value(signature, depth) };
  }

  #list(type: string, depth: number): Value {
    const length = this.#number('u');
    this.#align(ALIGNMENT[type[0] ?? ''] ?? 1);
    const start = this.#take(length);
    const end = this.#at;
    if (type === 'y') return this.#bytes.slice(start, end);
    const values: Value[] = [];
    for (this.#at = start; this.#at < end; ) values.push(this.#value(type, depth));
    if (this.#at !== end) throw new Malformed('a list');
    return values;
  }
}
