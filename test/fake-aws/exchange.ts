import type { CallDetails } from './calls.ts';
import type { Fault } from './fault.ts';
import type { FakeAwsOptions } from './options.ts';
import type { Service } from './refusal.ts';
import type { Registrations } from './registrations.ts';
import type { KnownSecrets } from './secrets.ts';
import type { Sessions } from './sessions.ts';
import type { SignIns } from './sign-ins.ts';

/** What this AWS remembers. */
export interface Aws {
  readonly url: string;
  readonly options: FakeAwsOptions;
  readonly registrations: Registrations;
  readonly signIns: SignIns;
  readonly sessions: Sessions;
  readonly secrets: KnownSecrets;
}

/** One request on its way through the server. */
export interface Exchange {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: Uint8Array;
  /** The clock as this exchange sees it, in epoch milliseconds. */
  readonly now: number;
  readonly fault: Fault | undefined;
  /** What the handler wants in the log of calls. */
  readonly details: CallDetails;
}

export interface Operation {
  readonly name: string;
  readonly service: Service;
  readonly method: 'GET' | 'POST';
  readonly path: RegExp;
  /** Tells apart operations that share a path. */
  readonly accepts?: (exchange: Exchange) => boolean;
  readonly handle: (exchange: Exchange, aws: Aws) => Response | Promise<Response>;
}

/** The body as a JSON object; anything else reads as empty, so that the handler reports what is missing. */
export function jsonBody(exchange: Pick<Exchange, 'body'>): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(exchange.body));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
  } catch {
    return {};
  }
}

export function formBody(exchange: Pick<Exchange, 'body'>): URLSearchParams {
  return new URLSearchParams(new TextDecoder().decode(exchange.body));
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function textsOf(value: unknown): string[] | undefined {
  return Array.isArray(value) && value.every((item) => typeof item === 'string') ? value : undefined;
}
