/** What a short-term Bedrock API key says of itself, in the address that it is made of; never the key. */
export interface BearerForm {
  region: string | undefined;
  /** Epoch milliseconds. */
  signedAt: number;
  lifeSec: number;
}

const PREFIX = 'bedrock-api-key-';

/** Undefined: a token of another kind. */
export function bearerForm(token: string): BearerForm | undefined {
  if (!token.startsWith(PREFIX)) return undefined;
  const address = `https://${Buffer.from(token.slice(PREFIX.length), 'base64').toString('latin1')}`;
  if (!URL.canParse(address)) return undefined;
  const { searchParams } = new URL(address);
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(searchParams.get('X-Amz-Date') ?? '') ?? [];
  const signedAt = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  const lifeSec = Number(searchParams.get('X-Amz-Expires'));
  const region = searchParams.get('X-Amz-Credential')?.split('/')[2];
  return Number.isFinite(signedAt) && lifeSec > 0 ? { region, signedAt, lifeSec } : undefined;
}
