import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withExtraFault } from '../../../admin/doctor/extra-authorities.ts';
import { Problem } from '../../../shared/problem.ts';
import { makeAuthority } from '../../fake-aws/certificate.ts';

const folder = mkdtempSync(join(tmpdir(), 'authorities-'));
afterAll(() => rmSync(folder, { recursive: true }));

const refused = (code: string) =>
  new Problem('unreachable', 'STS: refused', 'check', Object.assign(new Error(code), { code }));
const UNTRUSTED = refused('SELF_SIGNED_CERT_IN_CHAIN');

function file(text: string): string {
  const path = join(folder, 'ca.pem');
  writeFileSync(path, text);
  return path;
}

test.each<[string, () => string, string]>([
  ['is not there', () => '/opt/nowhere/ca.pem', 'ENOENT'],
  ['is a folder', () => folder, 'not a regular file'],
  ['holds no certificate', () => file('hello'), 'no certificate in PEM form'],
  [
    'holds a broken one',
    () => file('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'),
    'no certificate in PEM form',
  ],
])('an untrusted certificate, and a file of authorities that %s', (_name, place, fault) => {
  const path = place();
  const { code, message, hint } = withExtraFault(UNTRUSTED, { NODE_EXTRA_CA_CERTS: path });
  expect(code).toBe('unreachable');
  expect(message).toBe(`STS: refused; and NODE_EXTRA_CA_CERTS names ${path}, which can't be used (${fault})`);
  expect(hint).toMatch(/^correct NODE_EXTRA_CA_CERTS/);
});

test.each<[string, Problem, () => string]>([
  ['no file is named', UNTRUSTED, () => ''],
  ['the file is well', UNTRUSTED, () => file(makeAuthority('Example CA', 'Example Corp').cert)],
  ['the connection failed otherwise', refused('ECONNREFUSED'), () => '/opt/nowhere/ca.pem'],
])('nothing is said of it where %s', (_name, problem, place) => {
  expect(withExtraFault(problem, { NODE_EXTRA_CA_CERTS: place() })).toBe(problem);
});
