import { randomBytes } from 'node:crypto';
import type { AssumableRole, FakeAwsOptions, Permissions, Role, User } from './options.ts';
import type { Client } from './registrations.ts';
import type { KnownSecrets } from './secrets.ts';
import { sha256 } from './sigv4.ts';

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

/** Credentials that AWS knows: of a role session, or of a user, whose keys have no session token and no end. */
export interface RoleSession {
  readonly role: Permissions & { accountId: string };
  readonly arn: string;
  readonly userId: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  endsAt: number;
}

type Lives = Pick<FakeAwsOptions, 'accessTokenSeconds' | 'portalSessionSeconds' | 'rotateRefreshTokens' | 'users'>;

export class Sessions {
  readonly #portal: PortalSession[] = [];
  readonly #access = new Map<string, { session: PortalSession; expiresAt: number }>();
  readonly #refresh = new Map<string, PortalSession>();
  readonly #roles = new Map<string, RoleSession>();

  readonly #lives: Lives;

  readonly #secrets: KnownSecrets;

  constructor(lives: Lives, secrets: KnownSecrets) {
    this.#lives = lives;
    this.#secrets = secrets;
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

  /** A session of a permission set, by way of the access portal. */
  assume(role: Role, now: number): RoleSession {
    const arn = `arn:aws:sts::${role.accountId}:assumed-role/${reservedName(role)}/person@example.com`;
    return this.#open(role, arn, now + role.sessionSeconds * 1000);
  }

  /** A session of any other role, by STS. */
  assumeByArn(role: AssumableRole, sessionName: string, seconds: number, now: number): RoleSession {
    const arn = `${role.arn.replace(':iam:', ':sts:').replace(/:role\/(.*\/)?/, ':assumed-role/')}/${sessionName}`;
    const accountId = role.arn.split(':')[4] ?? '';
    return this.#open({ ...role, accountId }, arn, now + seconds * 1000);
  }

  #open(role: RoleSession['role'], arn: string, endsAt: number): RoleSession {
    const [, roleName = '', sessionName] = arn.split('/');
    const session: RoleSession = {
      role,
      arn,
      userId: `AROA${sha256(roleName).slice(0, 17).toUpperCase()}:${sessionName}`,
      accessKeyId: `ASIA${base32(16)}`,
      secretAccessKey: randomBytes(30).toString('base64'),
      sessionToken: `IQoJb3JpZ2luX2VjE${randomBytes(620).toString('base64')}`,
      endsAt,
    };
    this.#secrets.note('secret access key', session.secretAccessKey);
    this.#secrets.note('session token', session.sessionToken ?? '');
    this.#roles.set(session.accessKeyId, session);
    return session;
  }

  role(accessKeyId: string): RoleSession | undefined {
    const user = this.#lives.users.find((one) => one.accessKeyId === accessKeyId);
    return user ? permanent(user) : this.#roles.get(accessKeyId);
  }

  endAllRoles(): void {
    for (const session of this.#roles.values()) session.endsAt = 0;
  }

  #issue(session: PortalSession, now: number, refreshToken: string | undefined): Tokens {
    const accessToken = `aoaAAAAA${randomBytes(300).toString('base64url')}:${randomBytes(48).toString('base64url')}`;
    const expiresAt = Math.min(now + this.#lives.accessTokenSeconds * 1000, session.endsAt);
    this.#secrets.note('access token', accessToken);
    this.#access.set(accessToken, { session, expiresAt });
    return { accessToken, expiresAt, refreshToken };
  }

  /** AWS gives a refresh token to a client that registered scopes, and to no other. */
  #refreshTokenFor(session: PortalSession): string | undefined {
    if (!session.client.scopes.includes('sso:account:access')) return undefined;
    const token = `aorAAAAA${randomBytes(300).toString('base64url')}:${randomBytes(48).toString('base64url')}`;
    this.#secrets.note('refresh token', token);
    this.#refresh.set(token, session);
    return token;
  }
}

/** The name of the IAM role that IAM Identity Center makes of a permission set. */
export function reservedName({ roleName }: Pick<Role, 'roleName'>): string {
  return `AWSReservedSSO_${roleName}_${sha256(roleName).slice(0, 16)}`;
}

function permanent(user: User): RoleSession {
  const { accountId, userName, accessKeyId, secretAccessKey } = user;
  return {
    role: user,
    arn: `arn:aws:iam::${accountId}:user/${userName}`,
    userId: `AIDA${sha256(userName).slice(0, 17).toUpperCase()}`,
    accessKeyId,
    secretAccessKey,
    sessionToken: undefined,
    endsAt: Number.POSITIVE_INFINITY,
  };
}

function base32(length: number): string {
  return Array.from(randomBytes(length), (byte) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(byte & 31)).join('');
}
