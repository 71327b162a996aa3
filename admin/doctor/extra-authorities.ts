import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { refuseStrange } from '../../shared/files.ts';
import type { Env } from '../../shared/host.ts';
import { connectionFault } from '../../shared/network/connection.ts';
import { Problem } from '../../shared/problem.ts';

const NAME = 'NODE_EXTRA_CA_CERTS';

/** The runtime passes over a file of authorities that it can't use: then a certificate of the company is not trusted. */
export function withExtraFault(problem: Problem, env: Env): Problem {
  const file = env[NAME];
  if (!file || connectionFault(problem.cause)?.certificate !== 'untrusted') return problem;
  const fault = faultOf(file);
  if (!fault) return problem;
  const words = `${problem.message}; and ${NAME} names ${file}, which can't be used (${fault})`;
  return new Problem(problem.code, words, `correct ${NAME}: the company's CA in PEM form`, problem.cause);
}

function faultOf(file: string): string | undefined {
  try {
    refuseStrange(file);
    const [first = ''] =
      /-----BEGIN CERTIFICATE-----[\s\S]*?-----END CERTIFICATE-----/.exec(readFileSync(file, 'latin1')) ?? [];
    new X509Certificate(first);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof Problem) return thrown.message.replace(`${file}: `, '');
    const { code = '' } = thrown as NodeJS.ErrnoException;
    return /^E[A-Z]+$/.test(code) ? code : 'no certificate in PEM form';
  }
}
