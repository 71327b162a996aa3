import { dlopen, type Pointer, ptr, read, toArrayBuffer } from 'bun:ffi';
import type { SystemProxy } from './system-proxy.ts';
import { readWindowsProxy } from './windows-proxy.ts';

/** WINHTTP_CURRENT_USER_IE_PROXY_CONFIG on 64 bits: a BOOL, then three pointers to texts. */
const CONFIG_SIZE = 32;
const PAC_URL = 8;
const PROXY = 16;
const BYPASS = 24;

/** The person's settings, as WinHTTP reads them (Settings, group policy and connection scripts alike). */
export function windowsProxy(): SystemProxy | undefined {
  const winhttp = dlopen('winhttp.dll', {
    WinHttpGetIEProxyConfigForCurrentUser: { args: ['ptr'], returns: 'i32' },
  });
  const config = new Uint8Array(CONFIG_SIZE);
  if (!winhttp.symbols.WinHttpGetIEProxyConfigForCurrentUser(ptr(config))) return undefined;
  // The texts are ours to free, and live as long as this short process: nobody frees them.
  const [pacUrl, proxy, bypass] = [PAC_URL, PROXY, BYPASS].map((offset) => textAt(read.ptr(ptr(config), offset)));
  return readWindowsProxy({ pacUrl, proxy, bypass });
}

/** A text of UTF-16 that ends with a NUL; undefined for a null pointer. */
function textAt(address: number): string | undefined {
  if (!address) return undefined;
  const pointer = address as Pointer;
  let length = 0;
  while (read.u16(pointer, length) !== 0) length += 2;
  return length > 0 ? Buffer.from(toArrayBuffer(pointer, 0, length)).toString('utf16le') : undefined;
}
