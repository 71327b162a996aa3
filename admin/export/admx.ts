import { keyOf } from '../../shared/policy/keys.ts';
import { adml } from './adml.ts';
import { categories, NAMESPACE, type Policy, policies, releases, supportName } from './admx-policies.ts';
import { type Format, textFile } from './format.ts';
import { type Node, node, xmlDocument } from './xml.ts';

export const ADMX_NAME = 'BedrockLauncher';

/**
 * Administrative templates: https://learn.microsoft.com/previous-versions/windows/desktop/Policy/admx-schema. They need no
 * other template, or Intune would want that one imported first.
 */
export const admx: Format = {
  name: 'admx',
  title: 'administrative templates of Windows (ADMX, ADML) for group policy and Intune',
  target: 'win32',
  template: true,
  secrets: false,
  next: 'put it into the central store (PolicyDefinitions), or import both files into Intune; the values of this setup are suggested in each policy',
  files: (setup) => [
    textFile(`${ADMX_NAME}.admx`, admxText()),
    textFile(`en-US/${ADMX_NAME}.adml`, xmlDocument(adml(policies(setup)), NAMESPACE)),
  ],
};

/** The same for every setup. */
export function admxText(): string {
  const all = policies();
  const root = node(
    'policyDefinitions',
    { revision: '1.0', schemaVersion: '1.0' },
    node('policyNamespaces', {}, node('target', { prefix: 'bedrocklauncher', namespace: 'BedrockLauncher.Policies' })),
    node('resources', { minRequiredRevision: '1.0' }),
    node('supportedOn', {}, node('definitions', {}, ...releases(all).map(definition))),
    node('categories', {}, ...categories.map(category)),
    node('policies', {}, ...all.map(policy)),
  );
  return xmlDocument(root, NAMESPACE);
}

function definition(since: string | undefined): Node {
  return node('definition', { name: supportName(since), displayName: `$(string.${supportName(since)})` });
}

function category({ name, parent }: (typeof categories)[number]): Node {
  const children = parent ? [node('parentCategory', { ref: parent })] : [];
  return node('category', { name, displayName: `$(string.${name})` }, ...children);
}

/** One key. Every value is a text, as the app wants it: also numbers, and true and false. */
function policy({ name, key, category: parent, element }: Policy): Node {
  const isSwitch = element.kind === 'switch';
  const attributes = {
    name,
    class: 'Both',
    displayName: `$(string.${name})`,
    explainText: `$(string.${name}_help)`,
    presentation: isSwitch ? undefined : `$(presentation.${name})`,
    key,
    valueName: isSwitch ? name : undefined,
  };
  const about = [node('parentCategory', { ref: parent }), node('supportedOn', { ref: supportName(keyOf(name).since) })];
  const values = isSwitch
    ? [node('enabledValue', {}, node('string', {}, 'true')), node('disabledValue', {}, node('string', {}, 'false'))]
    : [node('elements', {}, elementNode(name, element))];
  return node('policy', attributes, ...about, ...values);
}

function elementNode(name: string, element: Policy['element']): Node {
  const about = { id: name, valueName: name, required: 'true' };
  switch (element.kind) {
    case 'number': {
      const { least, most } = element;
      return node('decimal', { ...about, minValue: String(least), maxValue: String(most), storeAsText: 'true' });
    }
    case 'choice':
      return node('enum', about, ...element.options.map((option) => item(name, option)));
    default:
      return node('text', { ...about, maxLength: String(LONGEST_TEXT) });
  }
}

/** A list of models is longer than the 1,023 characters that are allowed otherwise. */
const LONGEST_TEXT = 16_384;

function item(name: string, option: string): Node {
  return node('item', { displayName: `$(string.${name}_${option})` }, node('value', {}, node('string', {}, option)));
}
