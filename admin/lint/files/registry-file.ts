import { Problem } from '../../../shared/problem.ts';
import type { Hive, RegistryValue } from '../../../shared/registry.ts';

/** A value as a .reg file has it. */
interface FileValue extends RegistryValue {
  /** 1-based. */
  line: number;
}

/** A key as a .reg file has it. */
export interface FileKey {
  /** Undefined: another part of the registry. */
  hive: Hive | undefined;
  /** Without the hive. */
  path: string;
  line: number;
  values: FileValue[];
}

const HEADER = /^\s*(Windows Registry Editor Version 5\.00|REGEDIT4)[ \t]*(?=\r|\n|$)/;
const SPACE = /\s*(?:;[^\r\n]*\s*)*/y;
const KEY = /\[(-?)(HK[A-Z_]+)(?:\\([^\r\n]*))?\][ \t]*(?=;|\r|\n|$)/iy;
/** A text may go over several lines: regedit writes line breaks as they are. */
const VALUE =
  /(?:@|"([^"\\]*(?:\\[\s\S][^"\\]*)*)")[ \t]*=[ \t]*(?:"([^"\\]*(?:\\[\s\S][^"\\]*)*)"|dword:([0-9a-f]{1,8})|hex(?:\(([0-9a-f]{1,8})\))?:([0-9a-f, \t]*(?:\\[ \t]*\r?\n[0-9a-f, \t]*)*)|(-))[ \t]*(?=;|\r|\n|$)/iy;

const HIVES: Record<string, Hive> = {
  HKEY_LOCAL_MACHINE: 'HKLM',
  HKLM: 'HKLM',
  HKEY_CURRENT_USER: 'HKCU',
  HKCU: 'HKCU',
};

/** The keys of a .reg file as importing it would leave them. Throws a Problem that names the place and the line. */
export function readRegistryFile(place: string, text: string): FileKey[] {
  const header = HEADER.exec(text);
  if (!header) throw noHeader(place);
  const keys: OpenKeys = { there: new Map(), gone: [] };
  let open: OpenKey | undefined;
  const lineAt = lineCounter(text);
  for (let at = header[0].length; at < text.length; ) {
    at += matchAt(SPACE, text, at)?.[0].length ?? 0;
    if (at >= text.length) break;
    const key = matchAt(KEY, text, at);
    const value = key ? null : matchAt(VALUE, text, at);
    if (key) open = takeKey(keys, key, lineAt(at));
    else if (value && open) takeValue(open, value, lineAt(at), header[1] === 'REGEDIT4');
    else throw noLine(place, lineAt(at));
    at += (key ?? value)?.[0].length ?? 0;
  }
  return [...keys.there.values(), ...keys.gone].map(({ hive, path, line, said }) => ({
    hive,
    path,
    line,
    values: [...said.values()].flat(),
  }));
}

/** A key while the file is read. It may be opened again further down; the case of letters tells neither keys nor names apart. */
interface OpenKey extends Omit<FileKey, 'values'> {
  root: string;
  folded: string;
  /** What is said of each name. */
  said: Map<string, FileValue[]>;
}

interface OpenKeys {
  /** By hive and path. */
  there: Map<string, OpenKey>;
  /** Those that are taken away: what stands under them sets nothing. */
  gone: OpenKey[];
}

function takeKey({ there, gone }: OpenKeys, [, minus, name = '', path = '']: RegExpExecArray, line: number): OpenKey {
  const hive = HIVES[name.toUpperCase()];
  const root = hive ?? name.toUpperCase();
  const folded = `${path}\\`.toLowerCase();
  const key: OpenKey = { hive, root, path, folded, line, said: new Map() };
  if (minus) {
    for (const one of there.values()) if (one.said.size > 0 && isWithin(one, key)) one.said.clear();
    const away = { ...key, hive: undefined, path: '' };
    gone.push(away);
    return away;
  }
  const id = `${root}\\${folded}`;
  const known = there.get(id) ?? key;
  there.set(id, known);
  return known;
}

function isWithin(key: OpenKey, folder: OpenKey): boolean {
  return key.root === folder.root && key.folded.startsWith(folder.folded);
}

function takeValue({ said }: OpenKey, match: RegExpExecArray, line: number, ansi: boolean): void {
  const name = unescaped(match[1] ?? '');
  const folded = name.toLowerCase();
  const data = dataIn(match, ansi);
  const before = said.get(folded) ?? [];
  if (!data) said.delete(folded);
  else if (before.push({ name, line, ...data }) === 1) said.set(folded, before);
}

/** Undefined: the value is deleted. */
function dataIn(match: RegExpExecArray, ansi: boolean): Pick<RegistryValue, 'type' | 'data'> | undefined {
  const [, , text, dword, type, hex, minus] = match;
  if (minus) return undefined;
  if (text !== undefined) return { type: 1, data: Buffer.from(`${unescaped(text)}\0`, 'utf16le') };
  if (dword !== undefined) return { type: 4, data: Buffer.from(Uint32Array.of(Number.parseInt(dword, 16)).buffer) };
  const bytes = Buffer.from((hex?.match(/[0-9a-f]+/gi) ?? []).map((byte) => Number.parseInt(byte, 16)));
  const number = type === undefined ? 3 : Number.parseInt(type, 16);
  // Before version 5 texts were written in the letters of the machine.
  const wide = ansi && [1, 2, 7].includes(number);
  return { type: number, data: wide ? Buffer.from(bytes.toString('latin1'), 'utf16le') : bytes };
}

function unescaped(text: string): string {
  return text.replace(/\\([\s\S])/g, '$1');
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The line of a place in the text; asked from front to back. */
function lineCounter(text: string): (at: number) => number {
  let [line, from] = [1, 0];
  return (at) => {
    for (let next = text.indexOf('\n', from); next >= 0 && next < at; next = text.indexOf('\n', from)) {
      line++;
      from = next + 1;
    }
    return line;
  };
}

function noHeader(place: string): Problem {
  const hint = 'begin it with "Windows Registry Editor Version 5.00" and an empty line';
  return new Problem('configuration', `${place}: not a registry file`, hint);
}

function noLine(place: string, line: number): Problem {
  const hint = 'write "name"="value", "name"=dword:..., or [HKEY_LOCAL_MACHINE\\...], as regedit does';
  return new Problem('configuration', `${place}: line ${line} is no line of a registry file`, hint);
}
