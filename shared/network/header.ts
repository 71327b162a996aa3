import * as v from 'valibot';

/** One word of printable ASCII: a token, a key or an ID that a header can carry. */
export const headerText = v.pipe(v.string(), v.regex(/^[\x21-\x7e]+$/));

/** Headers that carry the call itself: nobody's settings may replace them. */
const OURS = /^(host|authorization|connection|content-length|content-type|transfer-encoding|x-amz-.*)$/i;

/** Whether settings or a helper may add a header of that name. */
export function isFreeHeader(name: string): boolean {
  return /^[\w!#$%&'*+.^`|~-]+$/.test(name) && !OURS.test(name);
}
