import { checkValue, type KeyName } from '../../shared/policy/keys.ts';
import { Problem } from '../../shared/problem.ts';
import type { Arguments } from '../../shared/program.ts';
import { type PolicyDocument, type PolicyOrder, policyDocument } from './policy.ts';

/** A permission set of IAM Identity Center, and who gets it where. What is undefined is asked when it is put in place. */
export interface PermissionSet {
  name: string;
  description: string;
  /** How long role credentials live. */
  hours: number;
  policy: PolicyDocument;
  accounts: readonly string[];
  /** The ID of a group in IAM Identity Center's own directory. */
  group: string | undefined;
  instance: string | undefined;
}

const USUAL_NAME = 'BedrockUser';
const USUAL_HOURS = 12;
/** A working day: people whose role ends before are interrupted where the app signs by itself. */
const DAY_HOURS = 8;
/** https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html */
const LONGEST_POLICY = 32_768;
const LONGEST_NAME = 32;

/** Throws a Problem (usage). */
export function permissionSetIn(values: Arguments['values'], order: PolicyOrder): PermissionSet {
  const name = textIn(values, 'name', 'ssoRoleName') ?? USUAL_NAME;
  if (name.length > LONGEST_NAME) {
    throw new Problem('usage', `--name is longer than ${LONGEST_NAME} characters`, 'choose a shorter one');
  }
  return {
    name,
    description: 'Claude on Amazon Bedrock: calls models, and nothing else',
    hours: hoursIn(values),
    policy: shortEnough(policyDocument(order)),
    accounts: order.accounts,
    group: patternIn(values, 'group', GROUP, 'must be the ID of a group in IAM Identity Center'),
    instance: patternIn(values, 'instance', INSTANCE, 'must be the ARN of an instance of IAM Identity Center'),
  };
}

/** What is unwise about it, for the person who asks for it. */
export function doubtAbout({ hours }: PermissionSet): string | undefined {
  if (hours >= DAY_HOURS) return undefined;
  return `warning: role credentials of ${hours} h end within a working day; ${DAY_HOURS} to 12 h are usual`;
}

/** ISO 8601, as IAM Identity Center takes it. */
export function durationOf({ hours }: PermissionSet): string {
  return `PT${hours}H`;
}

export const GROUP = /^([0-9a-f]{10}-)?[A-Fa-f0-9]{8}(-[A-Fa-f0-9]{4}){3}-[A-Fa-f0-9]{12}$/;
export const INSTANCE = /^arn:aws[a-z-]*:sso:::instance\/(sso)?ins-[a-zA-Z0-9.-]{16}$/;

function hoursIn({ hours }: Arguments['values']): number {
  if (hours === undefined) return USUAL_HOURS;
  if (/^([1-9]|1[0-2])$/.test(String(hours))) return Number(hours);
  throw new Problem('usage', '--hours must be a whole number from 1 to 12', 'IAM Identity Center takes no other');
}

function patternIn(values: Arguments['values'], option: string, rule: RegExp, must: string): string | undefined {
  const value = values[option];
  if (typeof value !== 'string') return undefined;
  if (rule.test(value)) return value;
  throw new Problem('usage', `--${option} ${must}`, 'copy it from the console of IAM Identity Center');
}

/** The value of an option, by the rule of a key of the settings. */
export function textIn(values: Arguments['values'], option: string, rule: KeyName): string | undefined {
  const value = values[option];
  if (typeof value !== 'string') return undefined;
  const checked = checkValue(rule, value);
  if ('value' in checked) return value;
  throw new Problem('usage', `--${option} ${checked.rule}`, 'correct it');
}

function shortEnough(policy: PolicyDocument): PolicyDocument {
  if (JSON.stringify(policy).length <= LONGEST_POLICY) return policy;
  throw new Problem(
    'usage',
    `the policy would be longer than the ${LONGEST_POLICY} characters that a permission set takes`,
    'choose fewer models or regions, or name a family of models, such as us.anthropic.claude-*',
  );
}
