import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { keyFrom, open as openSealed, seal as sealText } from '../../shared/vault/seal.ts';
import { oddText, property } from './run.ts';

/** In front of the text stand the form, where the key lives, and the nonce. */
const HEAD = 19;
const TAG = 16;

async function keyOf(bytes: Buffer) {
  const made = await keyFrom(bytes.toString('base64'));
  if (!made) throw new Error('no key');
  return made;
}

const seal = async (secret: string, bytes: Buffer, under: string) =>
  sealText(secret, await keyOf(bytes), under, 'file');
const open = async (sealed: Buffer, bytes: Buffer, under: string) => openSealed(sealed, await keyOf(bytes), under);

const key = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => Buffer.from(bytes));
// Half of a surrogate pair has no UTF-8, so no file can hold it.
const text = fc.oneof(oddText, fc.json()).map((value) => value.toWellFormed());
const name = fc.oneof(
  fc.stringMatching(/^session-[0-9a-f]{8}$/),
  oddText.map((value) => value.toWellFormed().slice(0, 100)),
);

property('what was sealed opens to the same text', ['opened'], [text, key, name], async (secret, with_, under) => {
  expect(await open(await seal(secret, with_, under), with_, under)).toBe(secret);
  return 'opened';
});

property(
  'a sealed text is its length, its head, its tag and no word of it',
  ['sealed'],
  [text, key, name],
  async (secret, with_, under) => {
    const sealed = await seal(secret, with_, under);
    const plain = Buffer.from(secret);
    expect(sealed).toHaveLength(HEAD + plain.length + TAG);
    if (plain.length >= 8) expect(sealed.includes(plain.subarray(0, 8))).toBe(false);
    return 'sealed';
  },
);

property('no other name opens it', ['refused'], [text, key, name, name], async (secret, with_, under, other) => {
  fc.pre(under !== other);
  expect(await open(await seal(secret, with_, under), with_, other)).toBeUndefined();
  return 'refused';
});

property('no other key opens it', ['refused'], [text, key, key, name], async (secret, one, other, under) => {
  fc.pre(!one.equals(other));
  expect(await open(await seal(secret, one, under), other, under)).toBeUndefined();
  return 'refused';
});

type Damage = (sealed: Buffer, at: number, bytes: Buffer) => Buffer;
const damages: Record<string, Damage> = {
  'a flipped bit': (sealed, at) => {
    const changed = Buffer.from(sealed);
    const bit = at % (sealed.length * 8);
    changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
    return changed;
  },
  'a flipped bit of its head': (sealed, at) =>
    damages['a flipped bit']?.(sealed, at % ((HEAD + TAG) * 8), sealed) ?? sealed,
  'a missing end': (sealed, at) => sealed.subarray(0, at % sealed.length),
  'a missing head': (sealed, at) => sealed.subarray(1 + (at % sealed.length)),
  'more at its end': (sealed, _at, bytes) => Buffer.concat([sealed, bytes]),
  'more before it': (sealed, _at, bytes) => Buffer.concat([bytes, sealed]),
  'more within': (sealed, at, bytes) =>
    Buffer.concat([sealed.subarray(0, at % sealed.length), bytes, sealed.subarray(at % sealed.length)]),
  'zeros for a part': (sealed, at) => Buffer.from(sealed).fill(0, at % sealed.length),
  'other bytes': (_sealed, _at, bytes) => bytes,
};

property(
  'nothing damaged opens',
  ['refused'],
  [text, key, name, fc.constantFrom(...Object.keys(damages)), fc.nat(), fc.uint8Array({ minLength: 1, maxLength: 80 })],
  async (secret, with_, under, damage, at, bytes) => {
    const sealed = await seal(secret, with_, under);
    const changed = damages[damage]?.(sealed, at, Buffer.from(bytes)) ?? sealed;
    fc.pre(!changed.equals(sealed));
    expect(await open(changed, with_, under)).toBeUndefined();
    return 'refused';
  },
);

property(
  'a part of one and a part of another open to nothing',
  ['refused'],
  [text, text, key, name, fc.nat({ max: 60 })],
  async (one, other, with_, under, at) => {
    const [first, second] = [await seal(one, with_, under), await seal(other, with_, under)];
    const mixed = Buffer.concat([first.subarray(0, at), second.subarray(at)]);
    fc.pre(!mixed.equals(first) && !mixed.equals(second));
    expect(await open(mixed, with_, under)).toBeUndefined();
    return 'refused';
  },
);

test('no two sealings share their nonce', async () => {
  const secret = createHash('sha256').digest();
  const sealed = await Promise.all(Array.from({ length: 10_000 }, () => seal('text', secret, 'name')));
  const nonces = sealed.map((bytes) => bytes.toString('hex', 7, HEAD));
  expect(new Set(nonces).size).toBe(10_000);
});
