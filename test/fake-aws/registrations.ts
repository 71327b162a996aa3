import { randomBytes } from 'node:crypto';
import { Refusal } from './refusal.ts';
import type { KnownSecrets } from './secrets.ts';

export interface Client {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
  readonly scopes: readonly string[];
  /** Undefined when the client named none: then the device flow and refreshing are open to it. */
  readonly grantTypes: readonly string[] | undefined;
  readonly redirectUris: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export type Registration = Pick<Client, 'name' | 'scopes' | 'grantTypes' | 'redirectUris'>;

export const DEVICE_GRANT = 'urn:ietf:params:oauth:grant-type:device_code';

/** OAuth clients that registered themselves. Times are epoch milliseconds. */
export class Registrations {
  readonly #clients = new Map<string, Client>();
  readonly #secrets: KnownSecrets;

  constructor(secrets: KnownSecrets) {
    this.#secrets = secrets;
  }

  register(registration: Registration, now: number, lifeSeconds: number): Client {
    const client: Client = {
      ...registration,
      clientId: randomBytes(25).toString('base64url'),
      // The real secret is a JSON Web Token of this size, too large for some keychains.
      clientSecret: `eyJraWQiOiJrZXktMSJ9.${randomBytes(1200).toString('base64url')}.${randomBytes(48).toString('base64url')}`,
      issuedAt: now,
      expiresAt: now + lifeSeconds * 1000,
    };
    this.#secrets.note('client secret', client.clientSecret);
    this.#clients.set(client.clientId, client);
    return client;
  }

  find(clientId: string): Client | undefined {
    return this.#clients.get(clientId);
  }

  authenticate(clientId: string | undefined, clientSecret: string | undefined, now: number): Client {
    if (!clientId || !clientSecret)
      throw new Refusal(400, 'InvalidRequestException', 'clientId, clientSecret required');
    const client = this.#clients.get(clientId);
    if (client?.clientSecret !== clientSecret) throw invalidClient('unknown client or wrong secret');
    if (client.expiresAt <= now) throw invalidClient('the registration has expired');
    return client;
  }
}

export function mayUse(client: Client, grantType: string): boolean {
  return client.grantTypes?.includes(grantType) ?? grantType !== 'authorization_code';
}

function invalidClient(reason: string): Refusal {
  return new Refusal(401, 'InvalidClientException', 'Invalid client', reason);
}
