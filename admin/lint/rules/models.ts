import type { ValueOf } from '../../../shared/policy/keys.ts';
import { providerOf } from '../approach.ts';
import type { Found, Rule } from '../finding.ts';
import type { Subject } from '../subject.ts';

const MODELS = 'inferenceModels';
const TIERS = ['sonnet', 'opus', 'haiku', 'fable', 'mythos'];

type Model = Exclude<ValueOf<typeof MODELS>[number], string>;

/** The entries, each as an object. */
function modelsOf(subject: Subject): Model[] {
  return (subject.get(MODELS) ?? []).map((model) => (typeof model === 'string' ? { name: model } : model));
}

/** A finding for each entry that something is wrong with; entries are told by number, never quoted. */
export function eachModel(
  subject: Subject,
  find: (model: Model, number: number) => [string, string] | undefined,
): Found[] {
  return modelsOf(subject).flatMap((model, index) => {
    const found = find(model, index + 1);
    return found ? [subject.about(MODELS, `entry ${index + 1} ${found[0]}`, found[1])] : [];
  });
}

/** The foundation models are nobody's, and have no account. */
const BEDROCK_ARN = /^arn:aws[a-z-]*:bedrock:[a-z0-9-]+:(\d{12})?:[a-z-]+\/\S+$/;

export function isArn(name: string): boolean {
  return name.startsWith('arn:');
}

export const modelRules: Rule[] = [
  {
    id: 'foreign-model-name',
    title: "A model has the name of Anthropic's own API or of a router, which Bedrock does not know.",
    level: 'error',
    check: (subject) =>
      eachModel(subject, ({ name }) =>
        providerOf(subject) === 'bedrock' && /^(claude-|anthropic\/|bedrock\/)/i.test(name)
          ? [
              "has a name of Anthropic's own API or of a router",
              'write the ID of Bedrock, such as us.anthropic.claude-...',
            ]
          : undefined,
      ),
  },
  {
    id: 'malformed-arn',
    title: 'A model has an ARN that is none of Bedrock.',
    level: 'error',
    check: (subject) =>
      eachModel(subject, ({ name }) =>
        providerOf(subject) === 'bedrock' && /^arn:/i.test(name) && !BEDROCK_ARN.test(name)
          ? ['is no ARN of Bedrock with a region and an account of 12 digits', 'copy it whole from the Bedrock console']
          : undefined,
      ),
  },
  {
    id: 'empty-models',
    title: 'The list of models is empty.',
    level: 'error',
    check: (subject) => {
      if (subject.get(MODELS)?.length !== 0) return [];
      return [subject.about(MODELS, 'is an empty list: the app offers no model', 'list a model, or remove the key')];
    },
  },
  {
    id: 'duplicate-model',
    title: 'A model stands twice in the list.',
    level: 'warning',
    check: (subject) => {
      const numbers = new Map<string, number>();
      return eachModel(subject, ({ name }, number) => {
        const first = numbers.get(name);
        if (first === undefined) numbers.set(name, number);
        return first === undefined ? undefined : [`is the same model as entry ${first}`, 'remove one of the two'];
      });
    },
  },
  {
    id: 'unknown-tier',
    title: 'A model has a family tier that does not exist.',
    level: 'warning',
    check: (subject) =>
      eachModel(subject, ({ anthropicFamilyTier: tier }) =>
        tier === undefined || TIERS.includes(tier)
          ? undefined
          : ['has an unknown anthropicFamilyTier', `write one of ${TIERS.join(', ')}`],
      ),
  },
  {
    id: 'several-family-defaults',
    title: 'Several models are the default of one family tier.',
    level: 'error',
    check: (subject) => {
      const tiers = new Set<string>();
      return eachModel(subject, ({ isFamilyDefault, anthropicFamilyTier: tier }) => {
        if (!isFamilyDefault || !tier) return undefined;
        const isSecond = tiers.has(tier);
        tiers.add(tier);
        if (!isSecond) return undefined;
        return ['is a second isFamilyDefault of its tier', 'leave isFamilyDefault with one model of each tier'];
      });
    },
  },
  {
    id: 'unlabelled-arn',
    title: 'A model is named by an ARN and has no label, so people see the ARN.',
    level: 'warning',
    check: (subject) =>
      eachModel(subject, ({ name, labelOverride }) =>
        isArn(name) && !labelOverride
          ? ['is an ARN without labelOverride: people see the ARN', 'write {"name": ..., "labelOverride": ...}']
          : undefined,
      ),
  },
];
