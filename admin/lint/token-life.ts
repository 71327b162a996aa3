const SHORT_TERM = 'bedrock-api-key-';

/**
 * When a short-term Bedrock key ends: it is a presigned address, whose date and life stand in it. Undefined for a
 * long-term key, which doesn't say when it was made. Epoch milliseconds.
 */
export function keyLife(token: string): { ends: number } | undefined {
  if (!token.startsWith(SHORT_TERM)) return undefined;
  const address = Buffer.from(token.slice(SHORT_TERM.length), 'base64').toString('latin1');
  const date = /[?&]X-Amz-Date=(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z/.exec(address)?.slice(1).map(Number);
  const expires = /[?&]X-Amz-Expires=(\d{1,6})(?:&|$)/.exec(address)?.[1];
  if (!date || !expires) return undefined;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0] = date;
  return { ends: Date.UTC(year, month - 1, day, hour, minute, second) + Number(expires) * 1000 };
}
