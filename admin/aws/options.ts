import type { Program } from '../../shared/program.ts';

/** All options of `bedrock-admin aws`; each verb takes some of them. */
export const AWS_OPTIONS = {
  approach: { type: 'string' },
  regions: { type: 'string' },
  models: { type: 'string' },
  discovery: { type: 'boolean' },
  'no-discovery': { type: 'boolean' },
  configured: { type: 'boolean' },
  account: { type: 'string' },
  name: { type: 'string' },
  hours: { type: 'string' },
  group: { type: 'string' },
  instance: { type: 'string' },
  days: { type: 'string' },
  table: { type: 'string' },
  format: { type: 'string' },
  out: { type: 'string' },
  force: { type: 'boolean' },
  role: { type: 'string' },
  'sso-session': { type: 'string' },
  'set-profile': { type: 'string' },
} as const satisfies Program['options'];

/** The part of `bedrock-admin --help` that is about AWS. */
export const AWS_HELP = `aws policy prints the IAM policy that people need, as small as the choice allows.
  --approach NAME         how the app gets its credential, as in inferenceCredentialKind: helper-script (default), static,
                          vendor-profile, interactive
  --regions R[,R]         only these regions, instead of all
  --models ID[,ID]        only these model IDs, inference profiles or ARNs, instead of all of Anthropic
  --account ID[,ID]       only profiles of these accounts
  --discovery             may list the models, --no-discovery may not; by default where the app discovers them itself
  --configured            approach, region and models of this machine's settings
aws permission-set prints the permission set with that policy and its assignment; all options of policy, and
  --format FORMAT         cloudformation (default) or terraform
  --name NAME             of the permission set (BedrockUser)
  --hours N               how long role credentials live, 1 to 12 (12); 8 to 12 spare people a sign-in within a working day
  --group ID              the group of IAM Identity Center that gets it; --account the accounts; --instance ARN
aws cloudtrail prints a query that shows each person's calls.
  --format FORMAT         lake (default), athena or logs;  --days N (30);  --table NAME
aws federation tells how people of Entra ID or Okta come to the permission set.
  --format FORMAT         entra (default) or okta
  --out FILE              each of these: into a file; --force replaces one that is there
aws check examines the AWS side with your own credentials: models enabled, the role's policy, its durations.
  --profile NAME          your AWS named profile, instead of AWS_PROFILE or the configured identity
  --role ARN|NAME         the role or permission set that people have, instead of the configured one
  --json                  one JSON document instead of text
aws record takes start URL, region, account and role from a session that is signed in, and prints them or fills a file.
  --profile NAME          the AWS named profile, --sso-session NAME the session of the AWS config file, that is signed in to
  --account ID            --role NAME: instead of being asked
  --out FILE              the settings file to fill; all other keys stay
  --set-profile NAME      also sets awsProfile, for the launcher to write that profile
  --json                  prints the values, with --out too`;
