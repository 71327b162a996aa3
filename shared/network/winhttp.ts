import { dlopen, type Pointer, ptr, read, toArrayBuffer } from 'bun:ffi';
import type { SystemProxy } from './system-proxy.ts';
import { readWindowsProxy } from './windows-proxy.ts';

/** WINHTTP_CURRENT_USER_IE_PROXY_CONFIG on 64 bits: a BOOL, then three pointers to texts. */
const CONFIG_SIZE = 32;
const PAC_URL = 8;
const PROXY = 16;
const BYPASS = 24;

const API = {
  WinHttpGetIEProxyConfigForCurrentUser: { args: ['ptr'], returns: 'i32' },
  WinHttpOpen: { args: ['ptr', 'u32', 'ptr', 'ptr', 'u32'], returns: 'ptr' },
  WinHttpGetProxyForUrl: { args: ['ptr', 'ptr', 'ptr', 'ptr'], returns: 'i32' },
} as const;

/**
 * The person's settings, as WinHTTP reads them (Settings and group policy alike). The texts are ours to free, and live
 * as long as this short process: nobody frees them.
 */
export function windowsProxy(): SystemProxy | undefined {
  const { symbols } = dlopen('winhttp.dll', API);
  const config = new Uint8Array(CONFIG_SIZE);
  if (!symbols.WinHttpGetIEProxyConfigForCurrentUser(ptr(config))) return undefined;
  const [pacUrl, proxy, bypass] = [PAC_URL, PROXY, BYPASS].map((offset) => textAt(read.ptr(ptr(config), offset)));
  return readWindowsProxy({ autoDetect: config[0] !== 0, pacUrl, proxy, bypass });
}

/** WINHTTP_AUTOPROXY_OPTIONS: detect (1), by DHCP (1) and DNS (2), and log on to the server of the file if it asks. */
const DETECT = new Uint8Array(Uint32Array.of(1, 1 | 2, 0, 0, 0, 0, 0, 1).buffer);
/** WINHTTP_PROXY_INFO: a DWORD, then two pointers to texts. */
const INFO_SIZE = 24;
const DIRECTLY = 1;

/** What WinHTTP finds in the network. Blocks for seconds: for a thread of its own. */
export function detectProxy(url: string): SystemProxy | undefined {
  const { symbols } = dlopen('winhttp.dll', API);
  const session = symbols.WinHttpOpen(null, DIRECTLY, null, null, 0);
  const info = new Uint8Array(INFO_SIZE);
  const address = Buffer.from(`${url}\0`, 'utf16le');
  if (!session || !symbols.WinHttpGetProxyForUrl(session, ptr(address), ptr(DETECT), ptr(info))) return undefined;
  const [proxy, bypass] = [8, 16].map((offset) => textAt(read.ptr(ptr(info), offset)));
  return readWindowsProxy({ proxy, bypass });
}

/** A text of UTF-16 that ends with a NUL; undefined for a null pointer. */
function textAt(address: number): string | undefined {
  if (!address) return undefined;
  const pointer = address as Pointer;
  let length = 0;
  while (read.u16(pointer, length) !== 0) length += 2;
  return length > 0 ? Buffer.from(toArrayBuffer(pointer, 0, length)).toString('utf16le') : undefined;
}
