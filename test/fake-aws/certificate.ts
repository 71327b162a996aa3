import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';

/** A self-signed certificate that is its own authority, in PEM: for servers of tests, and for the stores that trust it. */
export function makeCertificate(names: readonly string[], now = Date.now()): { cert: string; key: string } {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const body = certificateBody(names, now, spki);
  const signature = sign('sha256', body, privateKey);
  const certificate = sequence(body, ECDSA_SHA256, node(BIT_STRING, Buffer.of(0), signature));
  return { cert: pem(certificate), key: String(privateKey.export({ type: 'pkcs8', format: 'pem' })) };
}

const DAY_MS = 86_400_000;

/** RFC 5280, section 4.1. */
function certificateBody(names: readonly string[], now: number, spki: Buffer): Buffer {
  const name = sequence(node(SET, sequence(oid('55 04 03'), node(UTF8_STRING, Buffer.from('fake-aws')))));
  return sequence(
    node(0xa0, node(INTEGER, Buffer.of(2))),
    node(INTEGER, Buffer.of(0x01), randomBytes(15)),
    ECDSA_SHA256,
    name,
    sequence(utcTime(now - DAY_MS), utcTime(now + 365 * DAY_MS)),
    name,
    spki,
    node(0xa3, extensions(names, spki)),
  );
}

function extensions(names: readonly string[], spki: Buffer): Buffer {
  const keyId = createHash('sha1').update(spki).digest();
  const alternative = names.map((name) =>
    isIP(name) === 4 ? node(0x87, Buffer.from(name.split('.').map(Number))) : node(0x82, Buffer.from(name)),
  );
  const yes = node(BOOLEAN, Buffer.of(0xff));
  return sequence(
    sequence(oid('55 1d 13'), yes, octets(sequence(yes))), // basicConstraints: an authority
    sequence(oid('55 1d 0f'), yes, octets(node(BIT_STRING, Buffer.of(2, 0x84)))), // keyUsage: sign data, sign certificates
    sequence(oid('55 1d 25'), octets(sequence(oid('2b 06 01 05 05 07 03 01')))), // extKeyUsage: server
    sequence(oid('55 1d 0e'), octets(octets(keyId))), // subjectKeyIdentifier
    sequence(oid('55 1d 23'), octets(sequence(node(0x80, keyId)))), // authorityKeyIdentifier
    sequence(oid('55 1d 11'), octets(sequence(...alternative))), // subjectAltName
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
