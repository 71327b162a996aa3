/**
 * An address that every reader takes for the same: the URL parser drops line breaks, turns backslashes around and takes
 * an empty user name, a program that gets the text does not. Characters that show as nothing, or turn the text around, would
 * have a person read another one.
 */
const PLAIN = /^https?:\/\/[^\s\p{Cc}\p{Cf}\\@/?#]+([/?#][^\s\p{Cc}\p{Cf}\\]*)?$/iu;
/** No browser, server or command line takes more for sure. */
const LONGEST = 8 * 1024;

export function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** https, or http to this machine alone; no user name or password, no query: what a credential may be sent to. */
export function isSafeUrl(value: string): boolean {
  const url = plainUrl(value);
  if (!url || /[?#]/.test(value)) return false;
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

/** https, or http to this machine: what a browser may be sent to. */
export function isWebAddress(value: string): boolean {
  const url = plainUrl(value);
  return url !== undefined && isSafeUrl(url.origin);
}

function plainUrl(value: string): URL | undefined {
  return value.length <= LONGEST && PLAIN.test(value) && URL.canParse(value) ? new URL(value) : undefined;
}
