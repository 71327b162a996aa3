import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

interface Pair {
  cert: string;
  key: string;
}

/** A self-signed certificate that is its own authority, in PEM: for servers of tests, and for the stores that trust it. */
export function makeCertificate(names: readonly string[], now = Date.now()): Pair {
  const { privateKey, spki } = newKey();
  const own = { name: nameOf('fake-aws'), keyId: keyIdOf(spki), privateKey };
  return { cert: certified({ subject: own.name, names, spki, now, authority: true }, own), key: pemOf(privateKey) };
}

/** An authority of a company, which issues certificates for servers. */
export function makeAuthority(commonName: string, organization: string) {
  const { privateKey, spki } = newKey();
  const own = { name: nameOf(commonName, organization), keyId: keyIdOf(spki), privateKey };
  const now = Date.now();
  return {
    cert: certified({ subject: own.name, names: [], spki, now, authority: true }, own),
    issue(names: readonly string[]): Pair {
      const server = newKey();
      const subject = nameOf(names[0] ?? '');
      return {
        cert: certified({ subject, names, spki: server.spki, now, authority: false }, own),
        key: pemOf(server.privateKey),
      };
    },
  };
}

function newKey(): { privateKey: KeyObject; spki: Buffer } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { privateKey, spki: publicKey.export({ type: 'spki', format: 'der' }) };
}

function pemOf(privateKey: KeyObject): string {
  return String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
}

const DAY_MS = 86_400_000;

interface Issuer {
  name: Buffer;
  keyId: Buffer;
  privateKey: KeyObject;
}

interface Wanted {
  subject: Buffer;
  names: readonly string[];
  spki: Buffer;
  now: number;
  authority: boolean;
}

/** RFC 5280, section 4.1. */
function certified({ subject, names, spki, now, authority }: Wanted, issuer: Issuer): string {
  const body = sequence(
    node(0xa0, node(INTEGER, Buffer.of(2))),
    node(INTEGER, Buffer.of(0x01), randomBytes(15)),
    ECDSA_SHA256,
    issuer.name,
    sequence(utcTime(now - DAY_MS), utcTime(now + 365 * DAY_MS)),
    subject,
    spki,
    node(0xa3, extensions(names, keyIdOf(spki), issuer.keyId, authority)),
  );
  const signature = sign('sha256', body, issuer.privateKey);
  return pem(sequence(body, ECDSA_SHA256, node(BIT_STRING, Buffer.of(0), signature)));
}

function nameOf(commonName: string, organization?: string): Buffer {
  const part = (id: string, text: string) => node(SET, sequence(oid(id), node(UTF8_STRING, Buffer.from(text))));
  return sequence(...(organization ? [part('55 04 0a', organization)] : []), part('55 04 03', commonName));
}

function keyIdOf(spki: Buffer): Buffer {
  return createHash('sha1').update(spki).digest();
}

function extensions(names: readonly string[], keyId: Buffer, issuerKeyId: Buffer, authority: boolean): Buffer {
  const alternative = names.map((name) =>
    isIP(name) === 4 ? node(0x87, Buffer.from(name.split('.').map(Number))) : node(0x82, Buffer.from(name)),
  );
  const yes = node(BOOLEAN, Buffer.of(0xff));
  return sequence(
    sequence(oid('55 1d 13'), yes, octets(sequence(...(authority ? [yes] : [])))), // basicConstraints
    sequence(oid('55 1d 0f'), yes, octets(node(BIT_STRING, Buffer.of(2, authority ? 0x84 : 0x80)))), // keyUsage: sign data, certificates
    sequence(oid('55 1d 25'), octets(sequence(oid('2b 06 01 05 05 07 03 01')))), // extKeyUsage: server
    sequence(oid('55 1d 0e'), octets(octets(keyId))), // subjectKeyIdentifier
    sequence(oid('55 1d 23'), octets(sequence(node(0x80, issuerKeyId)))), // authorityKeyIdentifier
    ...(names.length > 0 ? [sequence(oid('55 1d 11'), octets(sequence(...alternative)))] : []), // subjectAltName
  );
}

const BOOLEAN = 0x01;
const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const SEQUENCE = 0x30;
const SET = 0x31;

/** One value of DER: its tag, its length, its content. */
function node(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return node(SEQUENCE, ...parts);
}

function octets(content: Buffer): Buffer {
  return node(OCTET_STRING, content);
}

function oid(hex: string): Buffer {
  return node(0x06, Buffer.from(hex.replaceAll(' ', ''), 'hex'));
}

function utcTime(epoch: number): Buffer {
  const text = new Date(epoch).toISOString().replace(/[-:T]|\.\d{3}/g, '');
  return node(UTC_TIME, Buffer.from(text.slice(2)));
}

function pem(der: Buffer): string {
  const lines = der.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

const ECDSA_SHA256 = sequence(oid('2a 86 48 ce 3d 04 03 02'));
