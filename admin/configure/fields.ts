import type { Approach } from '../../shared/policy/approaches.ts';
import { type KeyName, keyNames, keyOf, ruleOf } from '../../shared/policy/keys.ts';
import { PROVIDER_KEYS } from '../lint/approach.ts';
import type { Values } from '../setup/setup.ts';

/** The parts of the page that have fields. */
type Part = 'access' | 'identity' | 'requests' | 'models' | 'helper' | 'launcher';

/** How a key is filled in. */
export interface Field {
  key: KeyName;
  part: Part;
  form: 'text' | 'choice' | 'number' | 'json' | 'models';
  required: boolean;
  secret: boolean;
  /** For a choice. */
  choices?: string[];
  help: string;
  rule: string;
  standard?: string;
  since?: string;
}

/** Set by the choice of an approach. */
const LEADING: readonly KeyName[] = ['inferenceProvider', 'inferenceCredentialKind'];

const IDENTITY: readonly KeyName[] = [
  'identitySource',
  'ssoStartUrl',
  'ssoRegion',
  'ssoAccountId',
  'ssoRoleName',
  'awsProfile',
  'awsDir',
];
const REQUESTS: readonly KeyName[] = [
  'inferenceBedrockBaseUrl',
  'inferenceBedrockServiceTier',
  'inferenceCustomHeaders',
];
/** Whose credential comes of an identity that our own keys name. */
const OF_IDENTITY: readonly Approach[] = ['helper-script', 'vendor-profile'];
/** What a gateway has its key from, by the names of the table. */
const GATEWAY_KINDS = ['static', 'helper-script', 'interactive'];

/** The part of the page that a key is filled in at; undefined: the approach says it. */
function partOf(name: KeyName, approach: Approach | undefined): Part | undefined {
  if (name === 'inferenceCredentialKind' && approach === 'gateway') return 'access';
  if (LEADING.includes(name)) return undefined;
  if (name === 'inferenceModels') return 'models';
  if (name.startsWith('inferenceCredentialHelper')) return 'helper';
  if (IDENTITY.includes(name)) return 'identity';
  if (REQUESTS.includes(name)) return 'requests';
  return keyOf(name).owner === 'app' ? 'access' : 'launcher';
}

/** Whether a key is of use to an approach. */
function serves(name: KeyName, approach: Approach): boolean {
  if (IDENTITY.includes(name)) return OF_IDENTITY.includes(approach);
  if (approach === 'gateway' && PROVIDER_KEYS.bedrock.includes(name)) return false;
  const uses = keyOf(name).use;
  return !uses || name === 'inferenceModels' || approach in uses;
}

/** Our own helper is where its packages put it: every export knows that by itself. */
export function isRequired(name: KeyName, approach: Approach): boolean {
  return name !== 'inferenceCredentialHelper' && keyOf(name).use?.[approach] === 'required';
}

/** The fields of an approach, in the order of the table; those of our own identity that are set are there in any case. */
export function fieldsOf(approach: Approach, values: Values): Field[] {
  return keyNames
    .filter((name) => serves(name, approach) || (IDENTITY.includes(name) && values[name] !== undefined))
    .sort((one, other) => IDENTITY.indexOf(one) - IDENTITY.indexOf(other))
    .flatMap((name) => {
      const part = partOf(name, approach);
      return part ? [fieldOf(name, part, approach)] : [];
    });
}

/** What is set, but of no use to the approach. */
export function leftoversOf(approach: Approach, values: Values): KeyName[] {
  const shown = new Set(fieldsOf(approach, values).map(({ key }) => key));
  return keyNames.filter((name) => values[name] !== undefined && !shown.has(name) && !LEADING.includes(name));
}

function fieldOf(key: KeyName, part: Part, approach: Approach): Field {
  const { help, default: standard, since, secret = false } = keyOf(key);
  const choices = choicesOf(key);
  return {
    key,
    part,
    form: choices ? 'choice' : formOf(key),
    required: isRequired(key, approach),
    secret,
    help,
    rule: ruleOf(key),
    ...(choices && { choices }),
    ...(standard !== undefined && { standard: String(standard) }),
    ...(since && { since }),
  };
}

function formOf(key: KeyName): Field['form'] {
  if (key === 'inferenceModels') return 'models';
  const { type } = keyOf(key).rule;
  return type === 'list' || type === 'object' ? 'json' : type === 'number' ? 'number' : 'text';
}

/** Undefined: more can stand there than a list has. */
function choicesOf(key: KeyName): string[] | undefined {
  if (key === 'inferenceCredentialKind') return GATEWAY_KINDS;
  const { type, schema } = keyOf(key).rule;
  if (type === 'boolean') return ['true', 'false'];
  return schema.type === 'picklist' ? [...(schema as unknown as { options: string[] }).options] : undefined;
}
