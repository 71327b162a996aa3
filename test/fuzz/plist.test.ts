import fc from 'fast-check';
import { build, buildBinary } from 'plist';
import { readPlist } from '../../shared/policy/plist.ts';
import { mutated, outcomeOf, property } from './run.ts';

const PLACE = '/Library/Managed Preferences/x.plist';
const word = fc.constantFrom('inferenceProvider', 'bedrock', 'a', 'Größe', '<&>', '');
/** Without -0, which XML doesn't know. */
const number = fc.double({ noNaN: true, min: -1e6, max: 1e6 }).map((value) => value + 0);
const leaf = fc.oneof(word, fc.boolean(), fc.nat({ max: 2 ** 31 - 1 }), number);
const values = fc.dictionary(
  word.filter((name) => name !== ''),
  fc.oneof(leaf, fc.array(leaf, { maxLength: 3 }), fc.dictionary(word, leaf, { maxKeys: 3 })),
  { maxKeys: 6 },
);

const xml = values.map((value) => build(value));
const binary = values.map((value) => Buffer.from(buildBinary(value)));

/** Some bytes are others. */
const spoiled = fc
  .tuple(binary, fc.array(fc.tuple(fc.nat(), fc.nat({ max: 255 })), { minLength: 1, maxLength: 4 }))
  .map(([bytes, changes]) => {
    for (const [at, value] of changes) bytes[at % bytes.length] = value;
    return bytes;
  });
const bytes = fc.oneof(
  binary,
  xml.map((text) => Buffer.from(text)),
  mutated(xml).map((text) => Buffer.from(text)),
  spoiled,
  fc.uint8Array().map((raw) => Buffer.from(raw)),
);

/** The parser tells of odd types there. */
const { error } = console;
beforeAll(() => {
  console.error = () => {};
});
afterAll(() => {
  console.error = error;
});

property(
  'a property list is a dictionary, or a problem that names it',
  ['read', 'refused'],
  [bytes],
  async (content) => {
    const outcome = await outcomeOf(() => readPlist(PLACE, content));
    if (outcome instanceof Error) {
      expect(outcome).toMatchObject({ code: 'configuration', message: expect.stringMatching(`^${PLACE}: `) });
      return 'refused';
    }
    expect(Object.getPrototypeOf(outcome.value)).toBe(Object.prototype);
    return 'read';
  },
);

property('what was written is read', ['xml', 'binary'], [values, fc.boolean()], async (value, asXml) => {
  const written = asXml ? Buffer.from(build(value)) : Buffer.from(buildBinary(value));
  expect(readPlist(PLACE, written)).toEqual(value);
  return asXml ? 'xml' : 'binary';
});
