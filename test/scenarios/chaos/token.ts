const PREFIX = 'bedrock-api-key-';

/** The one line that the helper may print. */
export const TOKEN_LINE = /^bedrock-api-key-[A-Za-z0-9+/]+={0,2}\n$/;

/** When a printed token ends by its own words, in epoch milliseconds: X-Amz-Date and X-Amz-Expires of the URL inside. */
export function endOf(token: string): number {
  const url = new URL(`https://${Buffer.from(token.trim().slice(PREFIX.length), 'base64').toString()}`);
  const [, date, time] = /^(\d{8})T(\d{6})Z$/.exec(url.searchParams.get('X-Amz-Date') ?? '') ?? [];
  const iso = `${date?.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time?.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`;
  return Date.parse(iso) + Number(url.searchParams.get('X-Amz-Expires')) * 1000;
}
