import { IniFault, parseIni, type Value } from '../../../shared/identity/ini.ts';

const read = (text: string) => Object.fromEntries([...parseIni(text)].map(([name, section]) => [name, plain(section)]));
const plain = (section: ReadonlyMap<string, Value>): object =>
  Object.fromEntries([...section].map(([key, value]) => [key, value instanceof Map ? plain(value) : value]));

/** Each of these is what Python's configparser gives. */
test.each<[string, string, object]>([
  ['nothing', '', {}],
  ['a section without options', '[a]', { a: {} }],
  ['option names in any case', '[a]\nReGion = X', { a: { region: 'X' } }],
  ['a colon', '[a]\nb : c = d', { a: { b: 'c = d' } }],
  ['an equals sign in a value', '[a]\nb = c = d', { a: { b: 'c = d' } }],
  ['a value that goes on', '[a]\nb = c\n  d\n  e = f\ng = h', { a: { b: 'c\nd\ne = f', g: 'h' } }],
  ['a blank line in a value', '[a]\nb = c\n\n  d\n\ne = f', { a: { b: 'c\n\nd', e: 'f' } }],
  ['a comment in a value', '[a]\nb = c\n# x\n  d', { a: { b: 'c\nd' } }],
  ['an indented comment', '[a]\n  ; x = y\nb = c', { a: { b: 'c' } }],
  ['a # within a value', '[a]\nb = c # d', { a: { b: 'c # d' } }],
  ['an indented section', '[a]\n  b = c\n  [d]\n  e = f', { a: { b: 'c' }, d: { e: 'f' } }],
  ['a section that is only a deeper line', '[a]\nb = c\n  [d]\n  e = f', { a: { b: 'c\n[d]\ne = f' } }],
  ['a block', '[a]\ns3 =\n  b = c\n  d = e\nf = g', { a: { s3: { b: 'c', d: 'e' }, f: 'g' } }],
  ['an empty value', '[a]\nb =\nc = d', { a: { b: '', c: 'd' } }],
  ['what follows a section on its line', '[a] ; x\nb = c', { a: { b: 'c' } }],
  ['brackets in a section', '[a [b]]\nc = d', { 'a [b]': { c: 'd' } }],
  ['defaults', '[a]\nb = c\n[DEFAULT]\nb = x\ne = f\n[g]', { a: { b: 'c', e: 'f' }, g: { b: 'x', e: 'f' } }],
  ['old Mac line ends', '[a]\rb = c\rd = e', { a: { b: 'c', d: 'e' } }],
  ['other letters', '[profile "Büro 東京"]\nb = ü', { 'profile "Büro 東京"': { b: 'ü' } }],
  ['vertical tabs, which end no line', '[a]\nb = c\vd = e', { a: { b: 'c\vd = e' } }],
])('%s', (_what, text, sections) => {
  expect(read(text)).toEqual(sections);
});

test('a section split in two is one, as in the SDKs; the same said twice is said once', () => {
  expect(read('[a]\nb = c\n[d]\n[a]\nb = c\ne = f')).toEqual({ a: { b: 'c', e: 'f' }, d: {} });
});

test('names of JavaScript are names like any other', () => {
  const sections = parseIni('[__proto__]\nconstructor = x\n[toString]\n__proto__ = y');
  expect([...sections.keys()]).toEqual(['__proto__', 'toString']);
  expect(sections.get('__proto__')?.get('constructor')).toBe('x');
  expect(sections.get('toString')?.get('__proto__')).toBe('y');
});

test.each([
  ['an option before any section', 'a = b', 1],
  ['a word', '[a]\nb', 2],
  ['an option without a name', '[a]\n= b', 2],
  ['an open bracket', '[a', 1],
  ['empty brackets', '[]', 1],
  ['an option with two values', '[a]\nb = c\nB = d', 3],
  ['a section split in two, with two values', '[a]\nb = c\n[a]\nb = d', 4],
  ['a block of words', '[a]\ns3 =\n  word', 2],
])('%s is a fault of that line', (_what, text, line) => {
  expect(() => parseIni(text)).toThrow(IniFault);
  try {
    parseIni(text);
  } catch (thrown) {
    expect((thrown as IniFault).line).toBe(line);
  }
});
