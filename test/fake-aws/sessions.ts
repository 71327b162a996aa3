import { randomBytes } from 'node:crypto';
import type { FakeAwsOptions, Role } from './options.ts';
import type { Client } from './registrations.ts';

/** A person signed in to the access portal. Times are epoch milliseconds. */
export interface PortalSession {
  readonly client: Client;
  endsAt: number;
}

export interface Tokens {
  readonly accessToken: string;
  readonly expiresAt: number;
  readonly refreshToken: string | undefined;
}

export interface RoleSession {
  readonly role: Role;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  endsAt: number;
}

type Lives = Pick<FakeAwsOptions, 'accessTokenSeconds' | 'portalSessionSeconds' | 'rotateRefreshTokens'>;

export class Sessions {
  readonly #portal: PortalSession[] = [];
  readonly #access = new Map<string, { session: PortalSession; expiresAt: number }>();
  readonly #refresh = new Map<string, PortalSession>();
  readonly #roles = new Map<string, RoleSession>();

  readonly #lives: Lives;

  constructor(lives: Lives) {
    this.#lives = lives;
  }

  begin(client: Client, now: number): Tokens {
    const session = { client, endsAt: now + this.#lives.portalSessionSeconds * 1000 };
    this.#portal.push(session);
    return this.#issue(session, now, this.#refreshTokenFor(session));
  }

  /** Undefined when the token is unknown, was rotated away, belongs to another client, or its session is over. */
  refresh(refreshToken: string, client: Client, now: number): Tokens | undefined {
    const session = this.#refresh.get(refreshToken);
    if (!session || session.client !== client || session.endsAt <= now) return undefined;
    if (!this.#lives.rotateRefreshTokens) return this.#issue(session, now, refreshToken);
    this.#refresh.delete(refreshToken);
    return this.#issue(session, now, this.#refreshTokenFor(session));
  }

  find(accessToken: string, now: number): PortalSession | undefined {
    const found = this.#access.get(accessToken);
    return found && Math.min(found.expiresAt, found.session.endsAt) > now ? found.session : undefined;
  }

  /** Role sessions that were issued live on, as in the real AWS. */
  endAll(): void {
    for (const session of this.#portal) session.endsAt = 0;
  }

  /** The portal takes none of the access tokens any more; a refresh gives one that it takes. */
  endAllAccessTokens(): void {
    this.#access.clear();
  }

  assume(role: Role, now: number): RoleSession {
    const session: RoleSession = {
      role,
      accessKeyId: `ASIA${base32(16)}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: `IQoJb3JpZ2luX2VjE${randomBytes(620).toString('base64')}`,
      endsAt: now + role.sessionSeconds * 1000,
    };
    this.#roles.set(session.accessKeyId, session);
    return session;
  }

  role(accessKeyId: string): RoleSession | undefined {
    return this.#roles.get(accessKeyId);
  }

  endAllRoles(): void {
    for (const session of this.#roles.values()) session.endsAt = 0;
  }

  #issue(session: PortalSession, now: number, refreshToken: string | undefined): Tokens {
    const accessToken = `aoaAAAAA${randomBytes(300).toString('base64url')}:${randomBytes(48).toString('base64url')}`;
    const expiresAt = Math.min(now + this.#lives.accessTokenSeconds * 1000, session.endsAt);
    this.#access.set(accessToken, { session, expiresAt });
    return { accessToken, expiresAt, refreshToken };
  }

  /** AWS gives a refresh token to a client that registered scopes, and to no other. */
  #refreshTokenFor(session: PortalSession): string | undefined {
    if (!session.client.scopes.includes('sso:account:access')) return undefined;
    const token = `aorAAAAA${randomBytes(300).toString('base64url')}:${randomBytes(48).toString('base64url')}`;
    this.#refresh.set(token, session);
    return token;
  }
}

function base32(length: number): string {
  return Array.from(randomBytes(length), (byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(byte & 31)).join('');
}
