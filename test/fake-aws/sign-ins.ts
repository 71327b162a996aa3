import { randomBytes, randomInt } from 'node:crypto';
import type { Client } from './registrations.ts';
import type { KnownSecrets } from './secrets.ts';

/** A person has been asked and has decided, or not yet. Times are epoch milliseconds. */
interface Question {
  readonly client: Client;
  readonly expiresAt: number;
  decision?: 'allow' | 'deny';
}

export interface DeviceSignIn extends Question {
  readonly kind: 'device';
  readonly deviceCode: string;
  readonly userCode: string;
  /** When the client asked for the token. */
  readonly polls: number[];
  used?: boolean;
}

export interface CodeSignIn extends Question {
  readonly kind: 'code';
  readonly redirectUri: string;
  readonly state: string;
  readonly challenge: string;
}

export interface Code {
  readonly signIn: CodeSignIn;
  readonly expiresAt: number;
  used?: boolean;
}

/** Sign-ins that wait for a person, under the user code or under the identifier of the authorize page. */
export class SignIns {
  readonly #asked = new Map<string, DeviceSignIn | CodeSignIn>();
  readonly #devices = new Map<string, DeviceSignIn>();
  readonly #codes = new Map<string, Code>();
  readonly #secrets: KnownSecrets;

  constructor(secrets: KnownSecrets) {
    this.#secrets = secrets;
  }

  askDevice(client: Client, expiresAt: number): DeviceSignIn {
    const signIn: DeviceSignIn = {
      kind: 'device',
      polls: [],
      client,
      expiresAt,
      deviceCode: this.#secrets.note('device code', randomBytes(64).toString('base64url')),
      userCode: `${letters(4)}-${letters(4)}`,
    };
    this.#devices.set(signIn.deviceCode, signIn);
    this.#asked.set(signIn.userCode, signIn);
    return signIn;
  }

  askCode(signIn: Omit<CodeSignIn, 'kind'>): { id: string; signIn: CodeSignIn } {
    const asked: CodeSignIn = { kind: 'code', ...signIn };
    const id = randomBytes(16).toString('hex');
    this.#asked.set(id, asked);
    return { id, signIn: asked };
  }

  issueCode(signIn: CodeSignIn, expiresAt: number): string {
    const code = this.#secrets.note('authorization code', randomBytes(96).toString('base64url'));
    this.#codes.set(code, { signIn, expiresAt });
    return code;
  }

  asked(id: string): DeviceSignIn | CodeSignIn | undefined {
    return this.#asked.get(id) ?? this.#asked.get(id.toUpperCase());
  }

  device(deviceCode: string): DeviceSignIn | undefined {
    return this.#devices.get(deviceCode);
  }

  code(code: string): Code | undefined {
    return this.#codes.get(code);
  }
}

/** Consonants only, as on the real page, so that no code spells a word. */
function letters(length: number): string {
  const alphabet = 'BCDFGHJKLMNPQRSTVWXZ';
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join('');
}
