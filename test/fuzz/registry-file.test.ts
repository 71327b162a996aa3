import fc from 'fast-check';
import { readRegistryFile } from '../../admin/lint/files/registry-file.ts';
import { mutated, oddText, outcomeOf, property } from './run.ts';

interface Value {
  name: string;
  type: number;
  data: Buffer;
}

/** What a registry can hold: names and texts without NUL. */
const word = oddText.map((text) => text.replaceAll('\0', '').slice(0, 300));
const text = word.map((value) => ({ type: 1, data: Buffer.from(`${value}\0`, 'utf16le') }));
const number = fc.nat().map((value) => ({ type: 4, data: Buffer.from(Uint32Array.of(value).buffer) }));
const bytes = fc.record({
  type: fc.constantFrom(0, 2, 3, 7, 11),
  data: fc.uint8Array({ maxLength: 80 }).map((raw) => Buffer.from(raw)),
});
const value = fc.tuple(word, fc.oneof(text, number, bytes)).map(([name, rest]): Value => ({ name, ...rest }));
const values = fc.uniqueArray(value, { maxLength: 6, selector: ({ name }) => name.toLowerCase() });

const escaped = (part: string) => part.replace(/["\\]/g, '\\$&');

/** One value as regedit writes it: bytes in lines of 80 characters, joined by backslashes. */
function line({ name, type, data }: Value): string {
  const left = name === '' ? '@=' : `"${escaped(name)}"=`;
  if (type === 1) return `${left}"${escaped(data.subarray(0, -2).toString('utf16le'))}"`;
  if (type === 4) return `${left}dword:${data.readUInt32LE().toString(16).padStart(8, '0')}`;
  const head = `${left}hex${type === 3 ? '' : `(${type.toString(16)})`}:`;
  return head + (data.toString('hex').match(/.{1,50}/g) ?? []).map(pairs).join(',\\\r\n  ');
}

function pairs(hex: string): string {
  return (hex.match(/../g) ?? []).join(',');
}

function fileOf(all: readonly Value[]): string {
  return [
    'Windows Registry Editor Version 5.00',
    '',
    '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]',
    ...all.map(line),
    '',
    '[HKEY_CURRENT_USER\\SOFTWARE\\Policies\\Claude]',
    ...all.map(line),
    '',
    '',
  ].join('\r\n');
}

property('what regedit writes is read as it was', ['with values', 'empty'], [values], (all) => {
  const keys = readRegistryFile('x.reg', fileOf(all));
  expect(keys.map(({ hive, path }) => `${hive}\\${path}`)).toEqual([
    'HKLM\\SOFTWARE\\Policies\\Claude',
    'HKCU\\SOFTWARE\\Policies\\Claude',
  ]);
  const plain = (list: readonly Value[]) =>
    list.map(({ name, type, data }) => [name, type, Buffer.from(data).toString('hex')]);
  for (const { values: found } of keys) expect(plain(found as unknown as Value[])).toEqual(plain(all));
  return all.length > 0 ? 'with values' : 'empty';
});

const pieces = fc.constantFrom(
  '"',
  '\\',
  '[',
  ']',
  '=',
  '-',
  ';',
  '\r\n',
  'hex(2):',
  'dword:',
  ',',
  '@=',
  '[-HKCU\\x]',
);
const odd = fc.oneof(
  { weight: 4, arbitrary: mutated(values.map(fileOf), fc.oneof(pieces, oddText)) },
  oddText.map((rest) => `REGEDIT4\n\n${rest}`),
  oddText,
);

property('any text is a registry file, or a problem that names it', ['read', 'refused'], [odd], async (content) => {
  const outcome = await outcomeOf(() => readRegistryFile('/x.reg', content));
  if (!(outcome instanceof Error)) return 'read';
  expect(outcome).toMatchObject({ code: 'configuration', message: expect.stringMatching(/^\/x\.reg: /) });
  return 'refused';
});
