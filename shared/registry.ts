import { dlopen, ptr } from 'bun:ffi';

export type Hive = 'HKLM' | 'HKCU';

/** One value of a registry key, as it is stored. `type` is one of REG_SZ (1), REG_EXPAND_SZ (2), REG_DWORD (4) and so on. */
export interface RegistryValue {
  name: string;
  type: number;
  data: Uint8Array;
}

/** The values directly under a key; undefined where there is no such key. Throws when it may not be read. */
export type Registry = (hive: Hive, path: string) => Promise<RegistryValue[] | undefined>;

const API = {
  RegOpenKeyExW: { args: ['u64', 'ptr', 'u32', 'u32', 'ptr'], returns: 'i32' },
  RegEnumValueW: { args: ['u64', 'u32', 'ptr', 'ptr', 'ptr', 'ptr', 'ptr', 'ptr'], returns: 'i32' },
  RegCloseKey: { args: ['u64'], returns: 'i32' },
} as const;

/** Handles that always exist (winreg.h), sign-extended to 64 bits. */
const HIVES: Record<Hive, bigint> = { HKLM: 0xffffffff80000002n, HKCU: 0xffffffff80000001n };

/** KEY_QUERY_VALUE, and KEY_WOW64_64KEY: the 64-bit view, whatever asks. */
const READ = 0x0001 | 0x0100;
const NOT_FOUND = 2;
const MORE_DATA = 234;
const NO_MORE_ITEMS = 259;

/**
 * Reads a key of the Windows registry through advapi32: managed devices often forbid reg.exe, and a process would cost
 * more. Bounded: at most 1,024 values of at most 1 MB.
 */
export const windowsRegistry: Registry = async (hive, path) => {
  const { symbols } = dlopen('advapi32.dll', API);
  const opened = new BigUint64Array(1);
  const status = symbols.RegOpenKeyExW(HIVES[hive], ptr(wide(path)), 0, READ, ptr(opened));
  if (status === NOT_FOUND) return undefined;
  if (status !== 0) throw new Error(`error ${status}`);
  const key = opened[0] ?? 0n;
  try {
    return values(symbols, key);
  } finally {
    symbols.RegCloseKey(key);
  }
};

type Symbols = ReturnType<typeof dlopen<typeof API>>['symbols'];

const MOST_VALUES = 1_024;
const LARGEST_VALUE = 1 << 20;
/** The longest name that Windows allows, with its NUL. */
const NAME_LENGTH = 16_384;

function values(symbols: Symbols, key: bigint): RegistryValue[] {
  const found: RegistryValue[] = [];
  const name = new Uint16Array(NAME_LENGTH);
  let data = new Uint8Array(4_096);
  for (let index = 0; index < MOST_VALUES; ) {
    const [nameLength, type, size] = [Uint32Array.of(NAME_LENGTH), new Uint32Array(1), Uint32Array.of(data.length)];
    const at = [ptr(name), ptr(nameLength), null, ptr(type), ptr(data), ptr(size)] as const;
    const status = symbols.RegEnumValueW(key, index, ...at);
    if (status === NO_MORE_ITEMS) break;
    if (status === MORE_DATA && data.length < LARGEST_VALUE) {
      data = new Uint8Array(data.length * 4);
      continue;
    }
    index++;
    if (status === MORE_DATA) continue;
    if (status !== 0) throw new Error(`error ${status}`);
    const letters = Buffer.from(name.buffer, 0, (nameLength[0] ?? 0) * 2).toString('utf16le');
    found.push({ name: letters, type: type[0] ?? 0, data: data.slice(0, size[0]) });
  }
  return found;
}

function wide(text: string): Buffer {
  return Buffer.from(`${text}\0`, 'utf16le');
}
