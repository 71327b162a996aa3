/** Headers that carry the call itself: nobody's settings may replace them. */
const OURS = /^(host|authorization|connection|content-length|content-type|transfer-encoding|x-amz-.*)$/i;

/** Whether settings or a helper may add a header of that name. */
export function isFreeHeader(name: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !OURS.test(name);
}
