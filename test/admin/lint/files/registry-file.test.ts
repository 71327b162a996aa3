import { type FileKey, readRegistryFile } from '../../../../admin/lint/files/registry-file.ts';
import { Problem } from '../../../../shared/problem.ts';
import { problemOf } from '../../../shared/world.ts';

const HEADER = 'Windows Registry Editor Version 5.00\r\n\r\n';
const KEY = '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Claude]\r\n';

function read(lines: string): FileKey[] {
  return readRegistryFile('x.reg', HEADER + KEY + lines);
}

/** Name, type and data of each value of the one key. */
function valuesOf(lines: string): [string, number, string][] {
  return (read(lines)[0]?.values ?? []).map(({ name, type, data }) => [name, type, Buffer.from(data).toString('hex')]);
}

const wide = (text: string) => Buffer.from(`${text}\0`, 'utf16le').toString('hex');

test.each<[string, string, [string, number, string][]]>([
  ['a text', '"a"="b"', [['a', 1, wide('b')]]],
  ['a text with quotes and backslashes', '"a"="C:\\\\x \\"y\\""', [['a', 1, wide('C:\\x "y"')]]],
  ['a name with quotes', '"a\\"b"="c"', [['a"b', 1, wide('c')]]],
  ['a text over two lines', '"a"="b\r\nc"', [['a', 1, wide('b\r\nc')]]],
  ['a number', '"a"=dword:0000000a', [['a', 4, '0a000000']]],
  ['a short number', '"a"=dword:A', [['a', 4, '0a000000']]],
  ['bytes', '"a"=hex:01,ff', [['a', 3, '01ff']]],
  [
    'bytes of a type, over lines',
    '"a"=hex(2):41,00,\\\r\n  00,00\r\n"b"=hex(b):01',
    [
      ['a', 2, '41000000'],
      ['b', 11, '01'],
    ],
  ],
  ['no bytes', '"a"=hex(7):', [['a', 7, '']]],
  ['the default value', '@="x"', [['', 1, wide('x')]]],
  ['space and comments', '; one\r\n\r\n  "a" = "b" ; two\r\n;three', [['a', 1, wide('b')]]],
  ['a value that is taken away', '"a"="b"\r\n"A"=-', []],
  [
    'line ends of Linux',
    '"a"="b"\n"c"="d"\n',
    [
      ['a', 1, wide('b')],
      ['c', 1, wide('d')],
    ],
  ],
])('%s is read', (_name, lines, expected) => {
  expect(valuesOf(lines)).toEqual(expected);
});

test('hives are told apart, and others are none', () => {
  const [, ...keys] = read('[HKEY_CURRENT_USER\\a b]\n[hklm\\c]\n[HKEY_USERS\\d]\n[HKEY_LOCAL_MACHINE]');
  expect(keys.map(({ hive, path }) => [hive, path])).toEqual([
    ['HKCU', 'a b'],
    ['HKLM', 'c'],
    [undefined, 'd'],
    ['HKLM', ''],
  ]);
});

test('a key that is taken away loses what stood there and below, and what is written under it', () => {
  const keys = read(
    `"a"="b"\n${KEY.replace(']', '\\sub]')}"c"="d"\n[-HKEY_LOCAL_MACHINE\\software\\policies\\claude]\n"e"="f"`,
  );
  expect(keys.map(({ hive, values }) => [hive, values.length])).toEqual([
    ['HKLM', 0],
    ['HKLM', 0],
    [undefined, 1],
  ]);
});

test('a key that is opened twice is one, and what is taken away there stood further up', () => {
  const other = KEY.replace('Claude', 'CLAUDE');
  const keys = read(`"a"="b"\n"c"="d"\n${other}"A"=-\n"c"="e"`);
  expect(keys.map(({ values }) => values.map(({ name, line }) => [name, line]))).toEqual([
    [
      ['c', 5],
      ['c', 8],
    ],
  ]);
});

test('each value knows its line, after texts of several lines too', () => {
  const lines = read('"a"="x\r\ny"\r\n\r\n; comment\r\n"b"=hex:00,\\\r\n  01\r\n"c"="d"')[0]?.values.map(
    ({ line }) => line,
  );
  expect(lines).toEqual([4, 8, 10]);
});

test('the older format has its texts in the letters of the machine', () => {
  const [key] = readRegistryFile('x.reg', `REGEDIT4\n\n${KEY}"a"=hex(2):41,42,00`);
  expect(Buffer.from(key?.values[0]?.data ?? []).toString('utf16le')).toBe('AB\0');
});

test.each([
  ['nothing', '', /not a registry file/],
  ['another header', 'Windows Registry Editor Version 6.00\n', /not a registry file/],
  ['a value before any key', `${HEADER}"a"="b"`, /line 3 is no line/],
  ['a line of something else', `${HEADER}${KEY}hunter2`, /line 4 is no line/],
  ['a text without an end', `${HEADER}${KEY}"a"="hunter2`, /line 4 is no line/],
  ['a text with something behind it', `${HEADER}${KEY}"a"="b" hunter2`, /line 4 is no line/],
  ['a number that is none', `${HEADER}${KEY}"a"=dword:hunter2`, /line 4 is no line/],
  ['bytes that are none', `${HEADER}${KEY}"a"=hex:hunter2`, /line 4 is no line/],
  ['a key without an end', `${HEADER}[HKEY_LOCAL_MACHINE\\hunter2`, /line 3 is no line/],
  ['a key of nowhere', `${HEADER}[SOFTWARE\\hunter2]`, /line 3 is no line/],
])('%s is a problem that names the line and quotes nothing', async (_name, text, message) => {
  const problem = await problemOf(() => readRegistryFile('x.reg', text));
  expect(problem).toMatchObject({ code: 'configuration', message: expect.stringMatching(message) });
  expect(problem.message + problem.hint).not.toContain('hunter2');
});

test.each([
  ['bytes', `"a"=hex:${'00,'.repeat(300_000)}`],
  ['bytes that end in nothing known', `"a"=hex:${'00,'.repeat(300_000)}x`],
  ['backslashes', `"a"="${'\\\\'.repeat(500_000)}`],
  ['comments', ';x\n'.repeat(300_000)],
  ['values', Array.from({ length: 100_000 }, (_, index) => `"${index}"=""`).join('\n')],
  ['one value again and again', '"a"=""\n'.repeat(130_000)],
  ['keys', Array.from({ length: 70_000 }, (_, index) => `[HKLM\\${index}]`).join('\n')],
  ['keys that are taken away', '[-HKLM\\a]\n'.repeat(100_000)],
])('a million letters of %s take no time', (_name, lines) => {
  try {
    read(lines);
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(Problem);
  }
});
