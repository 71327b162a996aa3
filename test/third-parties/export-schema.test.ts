import { execFileSync, spawnSync } from 'node:child_process';
import { encodedValues } from '../../admin/export/encoded.ts';
import { jamf } from '../../admin/export/jamf.ts';
import { jsonSchema } from '../../admin/export/json-schema.ts';
import { blank, normalized } from '../../admin/setup/normalized.ts';
import { valuesOf } from '../../admin/setup/setup.ts';
import { type KeyName, keyNames, keyOf } from '../../shared/policy/keys.ts';
import { someSetups } from '../admin/setup/generated.ts';
import { rows } from '../shared/policy/key-rows.ts';

const NEEDS = 'python3 with its package jsonschema';
const isThere = spawnSync('python3', ['-c', 'import jsonschema']).status === 0;

/** Whether each document keeps its schema, by another program. */
const PYTHON = `import json, sys, jsonschema
asked = json.load(sys.stdin)
validators = {name: jsonschema.Draft7Validator(schema) for name, schema in asked['schemas'].items()}
for schema in asked['schemas'].values():
    jsonschema.Draft7Validator.check_schema(schema)
print(json.dumps([validators[name].is_valid(document) for name, document in asked['documents']]))
`;

type Document = [schema: string, document: unknown];

async function schemas(): Promise<Record<string, object>> {
  const options = { hive: 'HKLM', organization: undefined } as const;
  const files = [...(await jsonSchema.files(blank('linux'), options)), ...(await jamf.files(blank('darwin'), options))];
  return Object.fromEntries(files.map(({ name, content }) => [name, JSON.parse(String(content))]));
}

async function verdicts(documents: Document[]): Promise<boolean[]> {
  const input = JSON.stringify({ schemas: await schemas(), documents });
  return JSON.parse(execFileSync('python3', ['-c', PYTHON], { input, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 }));
}

(isThere ? describe : describe.skip)(`exported JSON Schemas, judged by jsonschema (needs ${NEEDS})`, () => {
  test('take every setup that can be exported', async () => {
    const documents = someSetups(250).flatMap((setup): Document[] => {
      const linux = normalized(setup, { target: 'linux' });
      const mac = normalized(setup, { target: 'darwin' });
      return [
        ['settings.schema.json', valuesOf(linux)],
        ['claude-desktop.schema.json', linux.app],
        ['bedrock-launcher.schema.json', linux.toolkit],
        ['com.anthropic.claudefordesktop.json', Object.fromEntries(encodedValues(mac.app))],
        ['io.github.bedrock-launcher.json', Object.fromEntries(encodedValues(mac.toolkit))],
      ];
    });
    const verdict = await verdicts(documents);
    expect(documents.filter((_, index) => !verdict[index])).toEqual([]);
  });

  test('take each good value of each key, and refuse what a pattern or a range can tell', async () => {
    // A provider needs its address.
    const gateway = { inferenceGatewayBaseUrl: 'https://g.example' };
    const good = keyNames.flatMap((name) =>
      rows[name].good.map((value): Document => ['settings.schema.json', { ...gateway, [name]: value }]),
    );
    const bad = keyNames.flatMap((name) =>
      rows[name].bad
        .filter((value) => isTold(name, value))
        .map((value): Document => ['settings.schema.json', { [name]: value }]),
    );
    const verdict = await verdicts([...good, ...bad]);
    expect(good.filter((_, index) => !verdict[index])).toEqual([]);
    expect(bad.filter((_, index) => verdict[good.length + index])).toEqual([]);
    expect(bad.length).toBeGreaterThan(300);
  });

  test.each<[string, object]>([
    [
      'no region',
      { inferenceProvider: 'bedrock', inferenceCredentialKind: 'helper-script', inferenceCredentialHelper: '/x' },
    ],
    [
      'a kind without its token',
      { inferenceProvider: 'bedrock', inferenceCredentialKind: 'static', inferenceBedrockRegion: 'us-east-1' },
    ],
    ['a gateway without an address', { inferenceProvider: 'gateway' }],
  ])('refuse %s', async (_name, document) => {
    expect(await verdicts([['claude-desktop.schema.json', document]])).toEqual([false]);
  });

  test('let the app have keys of its own, but not us', async () => {
    const other = { somebodys: 1 };
    expect(
      await verdicts([
        ['claude-desktop.schema.json', other],
        ['bedrock-launcher.schema.json', other],
      ]),
    ).toEqual([true, false]);
  });
});

/** Not told: addresses and names that a function of ours checks, spaces alone, and a line end that Python's $ passes over. */
function isTold(name: KeyName, value: unknown): boolean {
  if (typeof value === 'string') return !/\n$/.test(value) && value !== ' ' && !isAddress(name);
  return (
    name !== 'inferenceCustomHeaders' ||
    typeof value !== 'object' ||
    Object.values(value ?? {}).some((one) => typeof one !== 'string')
  );
}

function isAddress(name: KeyName): boolean {
  return /Url$/.test(name) && keyOf(name).rule.type === 'text';
}
