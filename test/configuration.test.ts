import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FORMER_NAMES, STRANGERS } from '../admin/spelling.ts';
import { checkValue, isKey, keyNames, keyOf } from '../shared/policy/keys.ts';

const root = dirname(import.meta.dirname);
const ROOMS = ['shared', 'launcher', 'credential-helper', 'client', 'admin', 'installers', 'docs'];
/** Where the keys themselves are written down. */
const TABLE = ['shared/policy/app-keys.ts', 'shared/policy/toolkit-keys.ts'];

/** Names that the lint must know to leave them alone, or to tell what they are called now. */
const OTHERS = [...STRANGERS, ...Object.keys(FORMER_NAMES)];

const files = ROOMS.flatMap((room) =>
  readdirSync(join(root, room), { recursive: true, encoding: 'utf8' }).map((name) => join(room, name)),
).filter((name) => /\.(ts|md)$/.test(name));
const texts = [...files, 'README.md'].map((name) => ({ name, text: readFileSync(join(root, name), 'utf8') }));

/** Bedrock's own lists have fields that begin alike: inferenceProfileId and the like. */
test('no source and no document names a key of the app that the table does not have', () => {
  const strangers = texts.flatMap(({ name, text }) =>
    [...text.matchAll(/\binference(?!Profile|Types)[A-Z]\w*(?![\w*])/g)]
      .filter(([key]) => !isKey(key) && !OTHERS.includes(key))
      .map(([key]) => `${name}: ${key}`),
  );
  expect(strangers).toEqual([]);
});

test('the table is where its tests believe it to be', () => {
  const written = TABLE.flatMap((name) => {
    const text = readFileSync(join(root, name), 'utf8');
    return [...text.matchAll(/^ {2}(\w+): \{/gm)].map(([, key = '']) => key);
  });
  expect(written.sort()).toEqual([...keyNames].sort());
});

test('settings are read by the names of the table alone', () => {
  const read = texts.flatMap(({ text }) =>
    [...text.matchAll(/settings\.(?:get|placeOf)\('(\w+)'\)/g)].map(([, key = '']) => key),
  );
  expect(read.length).toBeGreaterThan(20);
  expect(read.filter((key) => !isKey(key))).toEqual([]);
});

test('a default keeps the rule of its key, or is a place that depends on the person', () => {
  const odd = keyNames.filter((name) => {
    const value = keyOf(name).default;
    return value !== undefined && 'rule' in checkValue(name, value);
  });
  expect(odd).toEqual(['inferenceBedrockAwsDir', 'awsDir']);
});
