import { readPlist } from '../../../shared/policy/plist.ts';
import { refuseHeavy } from '../../../shared/policy/plist-weight.ts';
import { problemOf } from '../world.ts';

const list = (inside: string) => Buffer.from(`<plist version="1.0"><dict><key>k</key>${inside}</dict></plist>`);

const screen = globalThis.console;
const { error } = screen;
let spoken: unknown[];
beforeEach(() => {
  spoken = [];
  screen.error = (words: unknown) => spoken.push(words);
});
afterEach(() => {
  screen.error = error;
});

test.each([
  ['an end that is missing', '<string>hunter2'],
  ['an end that is none', '<string>x</hunter2'],
  ['an entity that nobody knows', '<string>&hunter2;</string>'],
  ['a bracket in a text', '<string>a < hunter2</string>'],
  ['an ampersand that stands for itself', '<string>https://example.com/?a=hunter2&b=c</string>'],
  ['an ampersand after a comment without an end', '<string>x</string><!-- & -->&<!-- hunter2'],
  ['an attribute without quotes', '<string a=hunter2>x</string>'],
])('%s is a problem, and the parser says nothing to the console', async (_name, inside) => {
  const problem = await problemOf(() => readPlist('/x.plist', list(inside)));
  expect(problem).toMatchObject({ code: 'configuration', message: '/x.plist: not a valid property list' });
  expect(spoken).toEqual([]);
});

test("an ampersand in a comment or in CDATA is nobody's fault", () => {
  expect(readPlist('/x.plist', list('<!-- a & b --><string>a &amp; &#38; &#x26; b</string>'))).toEqual({
    k: 'a & & & b',
  });
});

/** A binary list of these objects, with numbers of two bytes; the first holds the others. */
function binary(...objects: Buffer[]): Buffer {
  const offsets = objects.map((_, index) => 8 + Buffer.concat(objects.slice(0, index)).length);
  const table = Buffer.concat(offsets.map((offset) => Buffer.from(Uint32Array.of(offset).buffer).swap32()));
  const trailer = Buffer.alloc(32);
  trailer.set([4, 2], 6);
  trailer.writeUInt32BE(objects.length, 12);
  trailer.writeUInt32BE(8 + Buffer.concat(objects).length, 28);
  return Buffer.concat([Buffer.from('bplist00'), ...objects, table, trailer]);
}

const number = (value: number) => [value >> 8, value & 255];
const array = (...refs: number[]) => Buffer.from([0xaf, 0x11, ...number(refs.length), ...refs.flatMap(number)]);
const root = Buffer.from([0xd1, 0, 1, 0, 2]);
const key = Buffer.from('\x51k', 'latin1');
const text = (length: number) =>
  Buffer.concat([Buffer.from([0x5f, 0x12, 0, ...number(length >> 8), length & 255]), Buffer.alloc(length, 'x')]);
const times = (count: number, ref: number) => Array.from({ length: count }, () => ref);

test('an object that stands in several places is read', () => {
  const bytes = binary(root, key, array(3, 3, 4), text(20), array(3));
  const shared = 'x'.repeat(20);
  expect(readPlist('/x.plist', bytes)).toEqual({ k: [shared, shared, [shared]] });
});

test.each<[string, Buffer[]]>([
  ['lists of ten, thirty deep', Array.from({ length: 30 }, (_, index) => array(...times(10, index + 3)))],
  ['a list of itself', [array(2)]],
  ['a dictionary that holds its holder', [Buffer.from([0xd1, 0, 1, 0, 0])]],
  ['a long text in many places', [array(...times(60_000, 3)), text(500_000)]],
  ['long data in many places', [array(...times(60_000, 3)), Buffer.from([0x4f, 0x12, 0, 8, 0, 0, ...text(524_288)])]],
  ['a long list in many places', [array(...times(60_000, 3)), array(...times(60_000, 4)), text(1)]],
  ['lists of lists that share their bytes', times(20_000, 0).map((_, index) => array(index + 3))],
  ['more than there is', [Buffer.from([0xaf, 0x13, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff])]],
])('%s in a binary list is refused at once', async (_name, objects) => {
  const bytes = binary(root, key, ...objects);
  expect(await problemOf(() => readPlist('/x.plist', bytes))).toMatchObject({
    message: '/x.plist: not a valid property list',
  });
  expect(spoken).toEqual([]);
});

test('namespaces without end are refused at once', async () => {
  await problemOf(() => readPlist('/x.plist', Buffer.from(`<plist>${'<a xmlns:x="">'.repeat(70_000)}</plist>`)));
});

test('numbers of no bytes are refused', () => {
  const bytes = binary(root, key, Buffer.from([0xaf, 0x12, 0x7f, 0xff, 0xff, 0xff]));
  bytes[bytes.length - 25] = 0;
  expect(() => refuseHeavy(bytes)).toThrow();
});
