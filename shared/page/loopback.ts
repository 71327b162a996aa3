import { createHash } from 'node:crypto';
import type { Host } from '../host.ts';
import { isOwnPeer } from './peer.ts';

/** A server for one person's browser, on a port of this machine alone. */
export interface Loopback {
  origin: string;
  /** Ends every connection. */
  stop(): Promise<void>;
}

/** Who asks: whether it is a program of the person whose page it is. */
export type Asker = () => Promise<boolean>;

/** Every answer is kept by nobody, framed by nobody, and may do what `policy` (of {@link contentPolicy}) allows. */
export function serveLoopback(
  host: Pick<Host, 'platform' | 'env'>,
  policy: string,
  answer: (request: Request, isOwn: Asker) => Promise<Response> | Response,
): Loopback {
  const secured = (response: Response) => {
    for (const [name, value] of Object.entries({ ...SECURITY, 'Content-Security-Policy': policy }))
      response.headers.set(name, value);
    return response;
  };
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    idleTimeout: 60,
    fetch: async (request, own): Promise<Response> => {
      const [peerPort, ownPort] = [own.requestIP(request)?.port ?? 0, own.port ?? 0];
      return secured(await answer(request, () => isOwnPeer(host, { peerPort, ownPort })));
    },
    error: () => secured(new Response('internal error', { status: 500 })),
  });
  return { origin: `http://127.0.0.1:${server.port}`, stop: () => server.stop(true) };
}

const SECURITY = {
  'Cache-Control': 'no-store',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Permissions-Policy': 'clipboard-write=(self)',
  'Referrer-Policy': 'no-referrer',
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
};

/** Nothing from outside, nothing inline but these styles and scripts. */
export function contentPolicy(styles: readonly string[], scripts: readonly string[]): string {
  return [
    "default-src 'none'",
    `style-src ${styles.map(digest).join(' ')}`,
    `script-src ${scripts.map(digest).join(' ')}`,
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function digest(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** Text in HTML, also in an attribute. */
export function say(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** What a script of the page reads as JSON from an element of it. */
export function dataIn(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
