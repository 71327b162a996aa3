import type { Host } from '../../shared/host.ts';
import { jsonText } from '../../shared/json-text.ts';
import { type ExitName, Problem } from '../../shared/problem.ts';
import type { Arguments } from '../../shared/program.ts';
import { cloudFormation } from './cloudformation.ts';
import { queries, questionIn } from './cloudtrail.ts';
import { deliver } from './document.ts';
import { federations } from './federation.ts';
import { orderIn } from './order.ts';
import { doubtAbout, type PermissionSet, permissionSetIn } from './permission-set.ts';
import { policyDocument } from './policy.ts';
import { terraform } from './terraform.ts';

/** `aws policy`: an IAM policy in JSON. */
export async function policy(host: Host, { values }: Arguments): Promise<ExitName> {
  await deliver(host, values, jsonText(policyDocument(await orderIn(host, values)), 2));
  return 'done';
}

const templates = {
  cloudformation: (set: PermissionSet) => jsonText(cloudFormation(set), 2),
  terraform,
} as const;

/** `aws permission-set`: with that policy and its assignment. */
export async function permissionSet(host: Host, { values }: Arguments): Promise<ExitName> {
  const template = chosen(templates, values, 'cloudformation');
  const set = permissionSetIn(values, await orderIn(host, values));
  const doubt = doubtAbout(set);
  if (doubt) host.say(doubt);
  await deliver(host, values, template(set));
  return 'done';
}

/** `aws cloudtrail`: a query for each person's calls. */
export async function cloudtrail(host: Host, { values }: Arguments): Promise<ExitName> {
  const query = chosen(queries, values, 'lake');
  await deliver(host, values, query(questionIn(values), host.now()));
  return 'done';
}

/** `aws federation`: what to do in the identity provider and in AWS. */
export async function federation(host: Host, { values }: Arguments): Promise<ExitName> {
  await deliver(host, values, chosen(federations, values, 'entra')());
  return 'done';
}

/** What --format names. */
function chosen<Table extends object>(table: Table, { format }: Arguments['values'], usual: keyof Table) {
  const name = (format ?? usual) as keyof Table;
  if (Object.hasOwn(table, name)) return table[name];
  const names = Object.keys(table).join(', ');
  throw new Problem('usage', `--format must be one of ${names}`, "see 'bedrock-admin --help'");
}
