import { connectionFault } from '../../../shared/network/connection.ts';
import { Problem } from '../../../shared/problem.ts';
import type { Endpoint } from '../endpoints.ts';
import type { Check } from '../examination.ts';
import { type Finding, failure, ok, plain, warning } from '../finding.ts';
import type { Reach } from '../reach.ts';
import { comparedWith } from '../reach-compared.ts';
import type { Scene } from '../scene.ts';

/** One check per endpoint, so that what needs one of them does not wait for the others' success. */
export const network: Check<Scene>[] = (
  [
    ['oidc', 'sign-in service'],
    ['portal', 'access portal'],
    ['sts', 'STS'],
    ['bedrock', 'Bedrock'],
    ['gateway', 'gateway'],
  ] as const
).map(([id, what]) => endpointCheck(id, what));

function endpointCheck(id: Endpoint['id'], what: string): Check<Scene> {
  return {
    id: `network.${id}`,
    section: 'Network',
    what,
    needs: ['policy', 'aws'],
    async find(scene) {
      const all = await scene.reaches();
      const reach = all.find(({ endpoint }) => endpoint.id === id);
      return reach ? [findingOf(`network.${id}`, what, comparedWith(reach, all))] : [];
    },
  };
}

function findingOf(id: string, what: string, { url, answer, stages, milliseconds, endpoint }: Reach): Finding {
  const answered = answer instanceof Problem ? undefined : `${answer.status} in ${milliseconds} ms`;
  const trusted = url?.protocol === 'https:' ? trustOf(answer) : undefined;
  const details = plain({ address: url?.origin, ...stages?.details, trusted, 'HTTP answer': answered });
  if (answer instanceof Problem) return failure(id, what, answer, details);
  if (answer.status >= 500) return failure(id, what, failing(endpoint, answer.status), details);
  if (answer.status === 429) return warning(id, what, throttling(endpoint), { code: 'unreachable', details });
  if (!answer.own && endpoint.region)
    return warning(id, what, foreign(what, answer.status), { code: 'unreachable', details });
  return ok(id, what, `${url?.host} answers, ${stages?.way ?? ''} (${milliseconds} ms)`, details);
}

/** Whether the certificate is; undefined where it did not come to that. */
function trustOf(answer: Reach['answer']): string | undefined {
  if (!(answer instanceof Problem)) return 'yes';
  return connectionFault(answer.cause)?.certificate ? 'no' : undefined;
}

function failing({ id, name }: Endpoint, status: number): Problem {
  const next = id === 'gateway' ? 'ask whoever runs the gateway' : 'see the status page of AWS';
  return new Problem('unreachable', `${name}: fails with status ${status}`, `try again in a minute; ${next}`);
}

function throttling({ id, name }: Endpoint): Pick<Finding, 'words' | 'next'> {
  const who = id === 'gateway' ? 'it' : 'AWS';
  return { words: `${name}: ${who} is throttling (status 429)`, next: 'try again in a minute' };
}

function foreign(what: string, status: number): Pick<Finding, 'words' | 'next'> {
  return {
    words: `${what}: something answers (status ${status}) that is not AWS: its answer has no request ID`,
    next: 'a proxy or captive portal may be in the way: open any web page, then try again',
  };
}
