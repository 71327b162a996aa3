import type { Host } from '../../shared/host.ts';
import { jsonText } from '../../shared/json-text.ts';
import type { ExitName } from '../../shared/problem.ts';
import type { Arguments } from '../../shared/program.ts';
import { deliver } from './document.ts';
import { orderIn } from './order.ts';
import { policyDocument } from './policy.ts';

/** `aws policy`: an IAM policy in JSON. */
export async function policy(host: Host, { values }: Arguments): Promise<ExitName> {
  await deliver(host, values, jsonText(policyDocument(await orderIn(host, values)), 2));
  return 'done';
}
