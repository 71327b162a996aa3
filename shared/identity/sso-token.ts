import * as v from 'valibot';
import { headerText } from '../network/header.ts';
import { Secret } from '../secret.ts';

/** A moment of RFC 3339. Older AWS CLIs wrote UTC for Z. */
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|UTC|[+-]\d\d:\d\d)$/;

/** Epoch milliseconds; NaN for any other text, which `Date.parse` would guess at, by the zone of this machine. */
function epochOf(text: string): number {
  return MOMENT.test(text) ? Date.parse(text.replace(/UTC$/, 'Z')) : Number.NaN;
}

/**
 * A signed-in access-portal session, as the AWS CLI keeps it on disk. Times are RFC 3339 texts in UTC. Fields that we
 * don't know are kept, so that writing a file back loses nothing of another program's.
 */
const tokenFile = v.looseObject({
  startUrl: v.nullish(v.string()),
  region: v.nullish(v.string()),
  accessToken: headerText,
  expiresAt: v.pipe(
    v.string(),
    v.check((text) => Number.isFinite(epochOf(text))),
  ),
  clientId: v.nullish(v.string()),
  clientSecret: v.nullish(v.string()),
  registrationExpiresAt: v.nullish(v.string()),
  refreshToken: v.nullish(v.string()),
});

export type SsoTokenFile = v.InferOutput<typeof tokenFile>;

/** The same, wrapped, so that it can be passed around without being printable. */
export class SsoToken {
  readonly accessToken: Secret;
  /** Epoch milliseconds. */
  readonly expiresAt: number;
  readonly #file: SsoTokenFile;

  constructor(file: SsoTokenFile) {
    this.#file = file;
    this.accessToken = new Secret(file.accessToken);
    this.expiresAt = epochOf(file.expiresAt);
  }

  /** What a refresh needs, when there is all of it and the client's registration still stands. */
  refreshable(now: number): { clientId: string; clientSecret: Secret; refreshToken: Secret } | undefined {
    const { clientId, clientSecret, refreshToken, registrationExpiresAt } = this.#file;
    if (!clientId || !clientSecret || !refreshToken) return undefined;
    if (!registrationExpiresAt || !(epochOf(registrationExpiresAt) > now)) return undefined;
    return { clientId, clientSecret: new Secret(clientSecret), refreshToken: new Secret(refreshToken) };
  }

  /** The file's content: secrets in the open, for the store alone. */
  reveal(): SsoTokenFile {
    return this.#file;
  }
}

/** Reads a token file's text. Undefined: not JSON (perhaps half-written), or not a token. */
export function readSsoToken(text: string): SsoToken | undefined {
  try {
    const checked = v.safeParse(tokenFile, JSON.parse(text));
    return checked.success ? new SsoToken(checked.output) : undefined;
  } catch {
    return undefined;
  }
}

/** The last moment that RFC 3339 can write, in epoch milliseconds. */
export const LAST_MOMENT = Date.UTC(9999, 11, 31);

/** The form that the AWS CLI writes: no fraction of a second, Z for UTC. */
export function awsTime(epochMilliseconds: number): string {
  return `${new Date(epochMilliseconds).toISOString().slice(0, 19)}Z`;
}
