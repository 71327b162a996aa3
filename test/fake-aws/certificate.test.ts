import { X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeCertificate } from './certificate.ts';
import { startFakeAws } from './server.ts';

const { cert, key } = makeCertificate(['127.0.0.1', 'localhost']);

test('the certificate is for the names given and signed by itself', () => {
  const certificate = new X509Certificate(cert);
  expect(certificate.checkIP('127.0.0.1')).toBe('127.0.0.1');
  expect(certificate.checkHost('localhost')).toBe('localhost');
  expect(certificate.checkHost('example.com')).toBeUndefined();
  expect(certificate.verify(certificate.publicKey)).toBe(true);
});

test('the server speaks TLS to whoever trusts the certificate, and to no one else', async () => {
  const fake = await startFakeAws({ tls: { cert, key } });
  expect(fake.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
  expect((await fetch(`${fake.url}/device`, { tls: { ca: cert } })).status).toBe(200);
  await expect(fetch(`${fake.url}/device`)).rejects.toMatchObject({ code: expect.stringMatching(/CERT/) });
  fake.faults.set('VerifyDevice', 'reset');
  await expect(fetch(`${fake.url}/device`, { tls: { ca: cert } })).rejects.toMatchObject({ code: 'ECONNRESET' });
  await fake.stop();
});

test('the program takes certificate and key as files', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'fake-aws-'));
  const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  await Promise.all([Bun.write(files.cert, cert), Bun.write(files.key, key)]);
  const main = join(import.meta.dirname, 'main.ts');
  const command = [process.execPath, main, '--tls-cert', files.cert, '--tls-key', files.key];
  const child = Bun.spawn(command, { stdout: 'pipe', stdin: 'ignore' });
  for await (const chunk of child.stdout) {
    const [url = ''] = /https:\/\/\S+/.exec(new TextDecoder().decode(chunk)) ?? [];
    // What it says of each call comes in pieces of its own.
    if (!url) continue;
    expect((await fetch(`${url}/device`, { tls: { ca: cert } })).status).toBe(200);
    child.kill('SIGTERM');
  }
  expect(await child.exited).toBe(0);
  await rm(folder, { recursive: true });
});
