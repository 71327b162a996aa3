/** What a file of 1 MiB may become: an object is named by number, and may stand in many places. */
const HEAVIEST = 8 * 1024 * 1024;
/** About what an object of any kind takes besides its text. */
const OBJECT = 16;

/**
 * The reader of binary lists makes an object anew wherever it stands, so a few hundred bytes can ask for all memory there
 * is. This weighs each object once, before it is read; one that holds itself is without end. Throws an Error.
 */
export function refuseHeavy(bytes: Buffer): void {
  const trailer = bytes.subarray(-32);
  const [offsetSize = 0, refSize = 0] = trailer.subarray(6);
  const [top, table] = [numberIn(trailer.subarray(16, 24)), numberIn(trailer.subarray(24, 32))];
  const weights = new Map<number, number>();
  let room = HEAVIEST / OBJECT;

  function weigh(object: number): number {
    const known = weights.get(object);
    if (known !== undefined) return known;
    weights.set(object, Number.POSITIVE_INFINITY);
    const at = table + object * offsetSize;
    const { length, refs } = contentAt(bytes, numberIn(bytes.subarray(at, at + offsetSize)), refSize, room);
    room -= refs.length;
    const weight = refs.reduce((sum, ref) => sum + weigh(ref), OBJECT + length);
    weights.set(object, weight);
    return weight;
  }

  if (weigh(top) > HEAVIEST) throw new Error('too heavy');
}

interface Content {
  /** In bytes. */
  length: number;
  /** The numbers of the objects that stand in it. */
  refs: number[];
}

function contentAt(bytes: Buffer, offset: number, refSize: number, room: number): Content {
  const marker = bytes[offset] ?? 0;
  const kind = marker >> 4;
  const { count, at } = countAt(bytes, offset, marker & 15);
  if (kind !== 0xa && kind !== 0xd) return { length: kind === 6 ? 2 * count : count, refs: [] };
  const many = kind === 0xd ? 2 * count : count;
  if (!(many <= room) || !(many * refSize <= bytes.length - at)) throw new Error('too many references');
  const refs = Array.from({ length: many }, (_, index) => {
    const from = at + index * refSize;
    return numberIn(bytes.subarray(from, from + refSize));
  });
  return { length: 0, refs };
}

/** Fifteen or more are counted in a number of its own. */
function countAt(bytes: Buffer, offset: number, low: number): { count: number; at: number } {
  if (low !== 15) return { count: low, at: offset + 1 };
  const size = 2 ** ((bytes[offset + 1] ?? 0) & 15);
  const at = offset + 2 + size;
  return { count: numberIn(bytes.subarray(offset + 2, at)), at };
}

function numberIn(bytes: Uint8Array): number {
  return bytes.reduce((sum, byte) => sum * 256 + byte, 0);
}
