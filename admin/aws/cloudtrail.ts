import { Problem } from '../../shared/problem.ts';
import type { Arguments } from '../../shared/program.ts';
import { textIn } from './permission-set.ts';

/** What a query is about. */
interface Question {
  days: number;
  table: string | undefined;
  /** Only people of this permission set. */
  name: string | undefined;
}

/**
 * The calls to models are management events, so that every trail has them; how many tokens they took is in none of them.
 * https://docs.aws.amazon.com/bedrock/latest/userguide/logging-using-cloudtrail.html
 */
const CALLS = ['InvokeModel', 'InvokeModelWithResponseStream', 'Converse', 'ConverseStream'];
const NOTES = [
  "Each person's calls to models of Amazon Bedrock. IAM Identity Center names a role session after the user name of the person.",
  'by_token counts calls with a bearer token. Tokens of text are not in CloudTrail: see model invocation logging of Bedrock.',
];

/** Each by the name of its --format. */
export const queries = { lake, athena, logs } as const;

/** Throws a Problem (usage). */
export function questionIn(values: Arguments['values']): Question {
  return { days: daysIn(values), table: tableIn(values), name: textIn(values, 'name', 'ssoRoleName') };
}

/** CloudTrail Lake: the event data store is the table. */
function lake({ days, table = 'EVENT_DATA_STORE_ID', name }: Question, now: number): string {
  const since = new Date(now - days * 86_400_000).toISOString().slice(0, 19).replace('T', ' ');
  return `${commented('--')}
SELECT
  element_at(split(userIdentity.arn, '/'), -1) AS person,
  userIdentity.sessionContext.sessionIssuer.userName AS role,
  element_at(requestParameters, 'modelId') AS model,
  awsRegion AS region,
  count(*) AS calls,
  sum(CASE WHEN errorCode IS NULL THEN 0 ELSE 1 END) AS refused,
  sum(CASE WHEN element_at(additionalEventData, 'callWithBearerToken') = 'true' THEN 1 ELSE 0 END) AS by_token,
  max(eventTime) AS last_call
FROM ${table}
WHERE eventSource = 'bedrock.amazonaws.com'
  AND eventName IN (${CALLS.map((call) => `'${call}'`).join(', ')})
  AND eventTime > '${since}'${ofRole('userIdentity.sessionContext.sessionIssuer.userName', name)}
GROUP BY 1, 2, 3, 4
ORDER BY calls DESC`;
}

/** Athena, over the table that the CloudTrail console makes for a trail's bucket. */
function athena({ days, table = 'cloudtrail_logs', name }: Question): string {
  return `${commented('--')}
SELECT
  element_at(split(useridentity.arn, '/'), -1) AS person,
  useridentity.sessioncontext.sessionissuer.username AS role,
  json_extract_scalar(requestparameters, '$.modelId') AS model,
  awsregion AS region,
  count(*) AS calls,
  count_if(errorcode IS NOT NULL AND errorcode <> '') AS refused,
  count_if(json_extract_scalar(additionaleventdata, '$.callWithBearerToken') = 'true') AS by_token,
  max(eventtime) AS last_call
FROM ${table}
WHERE eventsource = 'bedrock.amazonaws.com'
  AND eventname IN (${CALLS.map((call) => `'${call}'`).join(', ')})
  AND from_iso8601_timestamp(eventtime) > current_timestamp - interval '${days}' day${ofRole('useridentity.sessioncontext.sessionissuer.username', name)}
GROUP BY 1, 2, 3, 4
ORDER BY calls DESC`;
}

/** CloudWatch Logs Insights, where a trail is sent to a log group; the console asks for the time. */
function logs({ name }: Question): string {
  const role = name ? ` and userIdentity.sessionContext.sessionIssuer.userName like "AWSReservedSSO_${name}_"` : '';
  return `${commented('#')}
filter eventSource = "bedrock.amazonaws.com" and eventName in [${CALLS.map((call) => `"${call}"`).join(', ')}]${role}
| parse userIdentity.arn /\\/(?<person>[^\\/]+)$/
| fields userIdentity.sessionContext.sessionIssuer.userName as role, requestParameters.modelId as model, awsRegion as region
| stats count(*) as calls, count(errorCode) as refused, count(additionalEventData.callWithBearerToken) as by_token,
    max(eventTime) as last_call by person, role, model, region
| sort calls desc`;
}

function commented(mark: string): string {
  return NOTES.map((note) => `${mark} ${note}`).join('\n');
}

/** The roles that IAM Identity Center makes of a permission set; that "_" stands for any letter does no harm. */
function ofRole(column: string, name: string | undefined): string {
  return name ? `\n  AND ${column} LIKE 'AWSReservedSSO_${name}_%'` : '';
}

function daysIn({ days = '30' }: Arguments['values']): number {
  if (/^[1-9]\d{0,3}$/.test(String(days))) return Number(days);
  throw new Problem('usage', '--days must be a whole number from 1 to 9999', 'name the days to look back');
}

/** It becomes part of the query. */
function tableIn({ table }: Arguments['values']): string | undefined {
  if (table === undefined || /^[\w.-]{1,200}$/.test(String(table))) return table as string | undefined;
  throw new Problem('usage', '--table must be the name of a table or the ID of an event data store', 'correct it');
}
