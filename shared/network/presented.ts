import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls, type DetailedPeerCertificate, type TLSSocket } from 'node:tls';
import { aborted } from '../deadline.ts';
import { oneLine } from '../problem.ts';
import { peerOf } from './limits.ts';
import type { Way } from './way.ts';

/** What a certificate says about itself, for a person to read. None of it is proven. */
export interface Presented {
  issuer: string;
  /** Such as `for aws.example.com`. */
  names: string;
  validFrom: string;
  validTo: string;
}

const LIMIT_MS = 3_000;
const LONGEST_NAME = 80;

/**
 * Looks at the certificate that a server shows, over the way that was taken: nothing is sent over that connection, and
 * nothing that it shows is trusted. Undefined when it can't be seen.
 */
export async function presentedCertificate(url: URL, way: Way, signal: AbortSignal): Promise<Presented | undefined> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
  const opened: Socket[] = [];
  try {
    return await Promise.race([look(url, way, opened), aborted(limit)]);
  } catch {
    return undefined;
  } finally {
    for (const socket of opened) socket.destroy();
  }
}

async function look(url: URL, way: Way, opened: Socket[]): Promise<Presented | undefined> {
  const { host, port } = peerOf(url);
  const tunnel = way.proxy ? await tunnelTo(`${host}:${port}`, new URL(way.proxy), opened) : undefined;
  const socket = await secured(tunnel ? { socket: tunnel } : { host, port }, host, opened);
  return described(socket.getPeerCertificate(true));
}

function secured(target: object, host: string, opened: Socket[]): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const servername = /^[\d.]+$|:/.test(host) ? {} : { servername: host };
    const socket = connectTls({ ...target, ...servername, rejectUnauthorized: false });
    opened.push(socket);
    socket.once('secureConnect', () => resolve(socket)).once('error', reject);
  });
}

/** A CONNECT of our own (RFC 9110, section 9.3.6): fetch's tunnel can't be looked into. */
async function tunnelTo(authority: string, proxy: URL, opened: Socket[]): Promise<Socket> {
  const socket = proxy.protocol === 'https:' ? await secured(peerOf(proxy), proxy.hostname, opened) : plain(proxy);
  opened.push(socket);
  const login = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  const authorization = proxy.username ? `Proxy-Authorization: Basic ${Buffer.from(login).toString('base64')}\r\n` : '';
  socket.write(`CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n${authorization}\r\n`);
  return new Promise((resolve, reject) => {
    socket.once('error', reject).once('data', (head) => {
      if (/^HTTP\/1\.\d 200\b/.test(head.toString('latin1'))) resolve(socket);
      else reject(new Error('no tunnel'));
    });
  });
}

function plain(proxy: URL): Socket {
  return connectPlain(peerOf(proxy));
}

function described({ issuer, subject, subjectaltname, valid_from, valid_to }: DetailedPeerCertificate): Presented {
  const names = subjectaltname?.replace(/\b(DNS|IP Address):/g, '') ?? named(subject);
  return {
    issuer: named(issuer),
    names: `for ${shortened(names)}`,
    validFrom: `valid from ${shortened(valid_from)}`,
    validTo: `valid until ${shortened(valid_to)}`,
  };
}

/** `"Common Name" of Organization`, or what there is of it. */
function named(of: DetailedPeerCertificate['issuer'] | undefined): string {
  const [name, organization] = [of?.CN, of?.O].map((part) => shortened(Array.isArray(part) ? part[0] : part));
  if (name && organization) return `"${name}" of ${organization}`;
  return name || organization ? `"${name || organization}"` : 'nobody';
}

function shortened(text: string | undefined): string {
  return oneLine(text ?? '').slice(0, LONGEST_NAME);
}
