import { keyOf, ruleOf } from '../../shared/policy/keys.ts';
import { categories, type Policy, releases, supportName } from './admx-policies.ts';
import { keyHelp } from './key-help.ts';
import { type Node, node } from './xml.ts';

/** The English words of the templates. */
export function adml(all: readonly Policy[]): Node {
  const strings = [
    ...releases(all).map((since) =>
      string(supportName(since), since ? `Claude Desktop ${since} or later` : 'any release'),
    ),
    ...categories.map(({ name, title }) => string(name, title)),
    ...all.flatMap(policyStrings),
  ];
  return node(
    'policyDefinitionResources',
    { revision: '1.0', schemaVersion: '1.0' },
    node('displayName', {}, 'Claude on Amazon Bedrock'),
    node('description', {}, 'Claude Desktop on Amazon Bedrock, and Bedrock Launcher, which signs in to AWS.'),
    node(
      'resources',
      {},
      node('stringTable', {}, ...strings),
      node('presentationTable', {}, ...all.filter(({ element }) => element.kind !== 'switch').map(presentation)),
    ),
  );
}

function policyStrings({ name, element }: Policy): Node[] {
  const options = element.kind === 'choice' ? element.options : [];
  return [
    string(name, name),
    string(`${name}_help`, keyHelp(name)),
    ...options.map((option) => string(`${name}_${option}`, option)),
  ];
}

function string(id: string, text: string): Node {
  return node('string', { id }, text);
}

/** What the form of a policy asks for; the label says what is taken. */
function presentation({ name, element, suggested }: Policy): Node {
  const label = labelOf(name);
  switch (element.kind) {
    case 'number':
      return form(
        name,
        node('decimalTextBox', { refId: name, defaultValue: suggested ?? standard(name, element.least) }, label),
      );
    case 'choice': {
      const chosen = element.options.indexOf(suggested ?? String(keyOf(name).default));
      return form(
        name,
        node(
          'dropdownList',
          { refId: name, noSort: 'true', defaultItem: chosen < 0 ? undefined : String(chosen) },
          label,
        ),
      );
    }
    default: {
      const text = suggested === undefined ? [] : [node('defaultValue', {}, suggested)];
      return form(name, node('textBox', { refId: name }, node('label', {}, label), ...text));
    }
  }
}

function form(id: string, element: Node): Node {
  return node('presentation', { id }, element);
}

/** Without one the form would begin with 1, which the key may refuse. */
function standard(name: Policy['name'], least: number): string {
  return String(keyOf(name).default ?? least);
}

function labelOf(name: Policy['name']): string {
  const { type } = keyOf(name).rule;
  const json = type === 'list' || type === 'object' ? ', as one line of JSON' : '';
  return `${ruleOf(name)
    .replace(/^must be /, '')
    .replace(/^./, (letter) => letter.toUpperCase())}${json}:`;
}
