import { readFileSync } from 'node:fs';
import { refuseStrange } from '../files.ts';
import type { Env } from '../host.ts';
import { Problem } from '../problem.ts';

/**
 * The authorities of AWS_CA_BUNDLE, which replace the trusted ones as in the AWS CLI. Bun's fetch already takes
 * NODE_EXTRA_CA_CERTS and the system's.
 */
export function trustedOnly(env: Env): string | undefined {
  const bundle = env['AWS_CA_BUNDLE'];
  return bundle ? readBundle(bundle) : undefined;
}

/** At least one, each whole: of a broken bundle Bun would only say that no connection could be made. */
function certificatesIn(text: string): string[] {
  const found = text.match(/-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/g);
  const begun = text.split('-----BEGIN CERTIFICATE-----').length - 1;
  if (!found || found.length !== begun) throw new Error('no certificates');
  return found;
}

function readBundle(file: string): string {
  try {
    refuseStrange(file);
    const text = readFileSync(file, 'utf8');
    // Loaded here alone: it would cost every start.
    const { X509Certificate } = process.getBuiltinModule('node:crypto');
    for (const certificate of certificatesIn(text)) new X509Certificate(certificate);
    return text;
  } catch (thrown) {
    if (thrown instanceof Problem)
      throw new Problem(thrown.code, `AWS_CA_BUNDLE: ${thrown.message}`, 'correct or unset it');
    const why = (thrown as NodeJS.ErrnoException).code ?? 'no certificates in PEM form';
    throw new Problem('configuration', `AWS_CA_BUNDLE: ${file} can't be used (${why})`, 'correct or unset it', thrown);
  }
}
