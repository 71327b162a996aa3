import { jsonText } from '../../shared/json-text.ts';
import type { Approach } from '../../shared/policy/approaches.ts';
import { checkValue, type KeyName, keyNames, keyOf, ruleOf } from '../../shared/policy/keys.ts';
import type { Owner } from '../../shared/policy/source.ts';
import { type Format, textFile } from './format.ts';
import { type JsonSchema, valueSchema } from './value-schema.ts';

const DRAFT = 'http://json-schema.org/draft-07/schema#';

/** For editors, pipelines and the review of a change: of the two managed files of Linux, and of settings.json. */
export const jsonSchema: Format = {
  name: 'json-schema',
  title: 'JSON Schema of the settings',
  template: true,
  secrets: false,
  next: 'name it as "$schema" of your editor, or check your files with it in a pipeline; bedrock-admin lint finds more',
  files: () => [
    schemaFile('settings.schema.json', 'Claude on Amazon Bedrock: keys of the app and of the toolkit', [
      'app',
      'toolkit',
    ]),
    schemaFile('claude-desktop.schema.json', 'Claude Desktop: keys for Amazon Bedrock, gateway and credential', [
      'app',
    ]),
    schemaFile('bedrock-launcher.schema.json', 'Bedrock Launcher: keys of the toolkit', ['toolkit']),
  ],
};

function schemaFile(name: string, title: string, owners: readonly Owner[]) {
  const names = keyNames.filter((key) => owners.includes(keyOf(key).owner));
  const schema = {
    $schema: DRAFT,
    title,
    type: 'object',
    properties: Object.fromEntries(names.map((key) => [key, keySchema(key)])),
    // The app has keys for other matters too.
    ...(owners.includes('app') ? { allOf: needs() } : { additionalProperties: false }),
  };
  return textFile(name, `${jsonText(schema, 2)}\n`);
}

/** A key with its help, and its rule in words too: some of it no schema can say. */
function keySchema(name: KeyName): JsonSchema {
  const { help, rule, secret, default: standard } = keyOf(name);
  const words = ruleOf(name).replace(/^must be/, 'Must be');
  return {
    description: `${help} ${words}.${secret ? ' Secret.' : ''}`,
    ...valueSchema(rule),
    // One depends on the person, and is no value that could be written.
    ...(standard === undefined || 'rule' in checkValue(name, standard) ? {} : { default: standard }),
    ...(secret ? { writeOnly: true } : {}),
  };
}

/** What each approach can't do without. */
function needs(): JsonSchema[] {
  const kinds: Exclude<Approach, 'gateway'>[] = ['static', 'vendor-profile', 'interactive', 'helper-script'];
  const bedrock = kinds.map((kind) =>
    condition({ inferenceProvider: { const: 'bedrock' }, inferenceCredentialKind: { const: kind } }, requiredBy(kind)),
  );
  return [...bedrock, condition({ inferenceProvider: { const: 'gateway' } }, requiredBy('gateway'))];
}

function requiredBy(approach: Approach): KeyName[] {
  return keyNames.filter((name) => keyOf(name).use?.[approach] === 'required');
}

function condition(properties: JsonSchema, required: readonly string[]): JsonSchema {
  return { anyOf: [{ not: { properties, required: Object.keys(properties) } }, { required }] };
}
