import { randomBytes } from 'node:crypto';
import { headOf, keyFrom, open, seal, type VaultKey } from '../../../shared/vault/seal.ts';

async function newKey(): Promise<VaultKey> {
  const key = await keyFrom(randomBytes(32).toString('base64'));
  if (!key) throw new Error('no key');
  return key;
}

const texts = ['a', ' ', '{}', 'é日本\u{1F511}', 'line\r\nline', '\0\0', 'x'.repeat(100_000)];

test.each(texts)('what is sealed can be opened by the same key under the same name: %#', async (text) => {
  const key = await newKey();
  for (const name of ['', 'session-a', 'é\0']) {
    expect(await open(await seal(text, key, name, 'file'), key, name)).toBe(text);
  }
});

test('no changed bit, no other key, no other name and no other length opens it', async () => {
  const key = await newKey();
  const sealed = await seal('text', key, 'name', 'keychain', 'label');
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const changed = Buffer.from(sealed);
    changed.writeUInt8(changed.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
    expect(await open(changed, key, 'name')).toBeUndefined();
  }
  for (let length = 0; length < sealed.length; length++) {
    expect(await open(sealed.subarray(0, length), key, 'name')).toBeUndefined();
  }
  expect(await open(Buffer.concat([sealed, Buffer.of(0)]), key, 'name')).toBeUndefined();
  expect(await open(sealed, await newKey(), 'name')).toBeUndefined();
  expect(await open(sealed, key, 'other')).toBeUndefined();
  expect(await open(sealed, key, 'name')).toBe('text');
});

test('the same text is never sealed to the same bytes', async () => {
  const key = await newKey();
  expect((await seal('text', key, 'name', 'file')).equals(await seal('text', key, 'name', 'file'))).toBe(false);
});

test.each(['keychain', 'file'] as const)('the file says where its key lives: %s', async (place) => {
  const sealed = await seal('text', await newKey(), 'name', place, 'a läbel');
  expect(headOf(sealed)).toMatchObject({ place, label: 'a läbel' });
});

test.each(['', 'BLV1f', 'BLV1x'.padEnd(60), 'BLV2f'.padEnd(60), '{"accessToken": "..."}'.padEnd(60)])(
  '%j is none of ours',
  (text) => {
    expect(headOf(Buffer.from(text))).toBeUndefined();
  },
);

test.each(['', 'short', 'not base64 !!!', 'A'.repeat(100), randomBytes(31).toString('base64')])(
  '%j is no key',
  async (text) => {
    expect(await keyFrom(text)).toBeUndefined();
  },
);
