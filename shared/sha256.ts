/**
 * SHA-256, or HMAC-SHA-256 with a key, in the form that AWS signers take (`sha256` of a client, of SignatureV4). By Bun:
 * loading node:crypto takes longer than all that is signed on a start.
 */
export class Sha256 {
  readonly #hash: Bun.CryptoHasher;

  constructor(key?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = key === undefined ? new Bun.CryptoHasher('sha256') : new Bun.CryptoHasher('sha256', bytes(key));
  }

  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytes(data));
  }

  async digest(): Promise<Uint8Array> {
    return this.#hash.digest();
  }

  reset(): void {}
}

function bytes(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === 'string') return Buffer.from(data);
  return ArrayBuffer.isView(data) ? Buffer.from(data.buffer, data.byteOffset, data.byteLength) : Buffer.from(data);
}
