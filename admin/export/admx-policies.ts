import { type KeyName, keyNames, keyOf } from '../../shared/policy/keys.ts';
import { POLICY_KEYS } from '../../shared/policy/registry-policy.ts';
import type { Owner } from '../../shared/policy/source.ts';
import type { Setup } from '../setup/setup.ts';
import { suggestion } from './suggestion.ts';
import { valueSchema } from './value-schema.ts';

export const NAMESPACE = 'http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions';

const ROOT = 'ClaudeBedrock';
const OWNERS: Record<Owner, string> = { app: 'ClaudeDesktop', toolkit: 'BedrockLauncher' };

/** The tree in which an administrator finds the policies. */
export const categories: readonly { name: string; title: string; parent?: string }[] = [
  { name: ROOT, title: 'Claude on Amazon Bedrock' },
  { name: OWNERS.app, title: 'Claude Desktop', parent: ROOT },
  { name: OWNERS.toolkit, title: 'Bedrock Launcher', parent: ROOT },
];

/** How a value is entered. */
type Element =
  | { kind: 'switch' }
  | { kind: 'number'; least: number; most: number }
  | { kind: 'choice'; options: readonly string[] }
  | { kind: 'text' };

/** One key of the table as a policy. */
export interface Policy {
  name: KeyName;
  key: string;
  category: string;
  element: Element;
  /** What the form shows at first. */
  suggested: string | undefined;
}

export function policies(setup?: Setup): Policy[] {
  return keyNames.map((name) => {
    const { owner } = keyOf(name);
    return {
      name,
      key: POLICY_KEYS[owner],
      category: OWNERS[owner],
      element: elementOf(name),
      suggested: setup && suggestion(setup, name),
    };
  });
}

function elementOf(name: KeyName): Element {
  const { rule } = keyOf(name);
  const { enum: options, minimum, maximum } = valueSchema(rule);
  if (rule.type === 'boolean') return { kind: 'switch' };
  if (rule.type === 'number') return { kind: 'number', least: Number(minimum), most: Number(maximum) };
  return Array.isArray(options) ? { kind: 'choice', options } : { kind: 'text' };
}

/** The releases of the app that brought keys; undefined for what each has. */
export function releases(all: readonly Policy[]): (string | undefined)[] {
  return [...new Set(all.map(({ name }) => keyOf(name).since))];
}

export function supportName(since: string | undefined): string {
  return since ? `SUPPORTED_${since.replaceAll('.', '_')}` : 'SUPPORTED_any';
}

/** Where Windows' own management finds a category: from the root down. */
export function categoryPath(category: string): string {
  return `${ROOT}~${category}`;
}
