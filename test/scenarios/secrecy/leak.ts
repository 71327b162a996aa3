import type { KnownSecret } from '../../fake-aws/secrets.ts';

/** No piece of a secret as long as this may be seen; a shorter secret counts as a whole. */
const PIECE = 40;

/** Says which secrets a text holds: whole or a piece of 40 characters, as they are or in a common disguise. */
export function secretFinder(secrets: KnownSecret[]): (text: string) => string[] {
  const pieces = new Map<string, string>();
  const short: KnownSecret[] = [];
  for (const { kind, value } of secrets.filter(({ value }) => value.length >= 8)) {
    for (const form of disguises(value)) {
      if (form.length < PIECE) short.push({ kind, value: form });
      for (let at = 0; at + PIECE <= form.length; at++) pieces.set(form.slice(at, at + PIECE), kind);
    }
  }
  return (text) => {
    const found = new Set(short.filter(({ value }) => text.includes(value)).map(({ kind }) => kind));
    for (let at = 0; at + PIECE <= text.length; at++) {
      const kind = pieces.get(text.slice(at, at + PIECE));
      if (kind) found.add(kind);
    }
    return [...found];
  };
}

function disguises(value: string): string[] {
  const bytes = Buffer.from(value);
  return [
    value,
    encodeURIComponent(value),
    JSON.stringify(value).slice(1, -1),
    bytes.toString('hex'),
    [...value].reverse().join(''),
    ...[0, 1, 2].flatMap((shift) => base64Inside(bytes, shift)),
  ];
}

/** The letters of base64 that depend on the secret alone, with so many bytes before it. */
function base64Inside(bytes: Buffer, shift: number): string[] {
  const text = Buffer.concat([Buffer.alloc(shift), bytes])
    .toString('base64')
    .replace(/=+$/, '');
  const inside = text.slice(shift === 0 ? 0 : shift + 1, -1);
  return [inside, inside.replaceAll('+', '-').replaceAll('/', '_')];
}
