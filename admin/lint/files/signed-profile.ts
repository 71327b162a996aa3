import { Problem } from '../../../shared/problem.ts';

/** Whether it begins as DER or BER does: a signed profile is a CMS message around the property list. */
export function isSigned(bytes: Buffer): boolean {
  return bytes[0] === 0x30 && (bytes[1] ?? 0) >= 0x80;
}

/** The property list in a signed profile, where it stands there in one piece. Throws a Problem that says how to take it out. */
export function unwrapped(file: string, bytes: Buffer): Buffer {
  const from = bytes.indexOf('<?xml');
  const end = bytes.lastIndexOf('</plist>');
  const inside = from < 0 || end < from ? undefined : bytes.subarray(from, end + '</plist>'.length);
  // A long message comes in pieces, each with a head of control characters.
  if (inside && !inside.some((byte) => byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d)) return inside;
  throw new Problem(
    'configuration',
    `${file}: a signed profile, whose property list does not stand in one piece`,
    'take it out first: openssl cms -verify -noverify -inform DER -in SIGNED -out PLAIN, or security cms -D -i SIGNED',
  );
}
