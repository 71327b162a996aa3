import { failure, ok, unchecked, warning } from '../../../admin/doctor/finding.ts';
import { progress } from '../../../admin/doctor/progress.ts';
import { documentOf, reportOf } from '../../../admin/doctor/report.ts';
import { textOf } from '../../../admin/doctor/text.ts';
import { Problem } from '../../../shared/problem.ts';

const MADE = new Date('2026-01-02T03:04:05Z');
const long = 'a word and another word '.repeat(8).trim();
const report = reportOf(
  [
    { section: 'Settings', findings: [ok('a', 'settings', 'found', { place: '/etc/x', other: 'y' })] },
    { section: 'Empty', findings: [] },
    { section: 'Network', findings: [warning('b', 'clock', { words: 'off', next: 'set it' }, {})] },
    { section: 'Network', findings: [failure('c', 'portal', new Problem('unreachable', long, 'wait'))] },
    { section: 'Role', findings: [unchecked('d', 'role', 'not checked, because this failed: portal', 'portal')] },
  ],
  MADE,
);

test('verdict, counts, then the sections with their marks', () => {
  expect(textOf(report, false).split('\n')).toEqual([
    'FAILED: a word and another word a word and another word a word and another word a word and another word a word',
    '        and another word a word and another word a word and another word a word and another word',
    '  do this: wait',
    '',
    'ok 1, warnings (!) 1, failures (x) 1, not checked (-) 1',
    'made 2026-01-02T03:04:05.000Z',
    '',
    'Settings',
    '  ok settings  found',
    '               place  /etc/x',
    '               other  y',
    '',
    'Network',
    '  !  clock     off',
    '               do this: set it',
    '  x  portal    a word and another word a word and another word a word and another word a word and another word',
    '               a word and another word a word and another word a word and another word a word and another word',
    '               do this: wait',
    '',
    'Role',
    '  -  role      not checked, because this failed: portal',
  ]);
});

test('what several suffer from alike is said once', () => {
  const [one, two] = ['a', 'b'].map((id) => failure(id, id, new Problem('unreachable', 'offline', 'go online')));
  const text = textOf(
    reportOf([{ section: 'Network', findings: [one, two].filter((found) => found !== undefined) }], MADE),
    false,
  );
  expect(text.split('\n').slice(-3)).toEqual([
    '  x  a  offline',
    '        do this: go online',
    '  x  b  the same as a',
  ]);
});

test('colour adds to the marks and takes none away', () => {
  const coloured = textOf(report, true);
  expect(coloured).toContain('\u001b[31mx \u001b[0m portal');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: that is what a colour is
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(textOf(report, false));
});

test('JSON says the same', () => {
  const { verdict, findings } = documentOf(report) as { verdict: object; findings: object[] };
  expect(verdict).toEqual({ state: 'failure', id: 'c', words: long, next: 'wait', also: [], exitCode: 6 });
  expect(findings).toHaveLength(4);
  expect(findings[0]).toEqual({
    id: 'a',
    section: 'Settings',
    state: 'ok',
    what: 'settings',
    words: 'found',
    next: '',
    details: { place: '/etc/x', other: 'y' },
  });
});

test('what can not be broken stands beside its name all the same', () => {
  const path = `/home/ana/${'folder/'.repeat(20)}config`;
  const text = textOf(reportOf([{ section: 'AWS config', findings: [ok('a', 'file', path)] }], MADE), false);
  expect(text.split('\n').at(-1)).toBe(`  ok file  ${path}`);
});

describe('progress', () => {
  test('is one line on a terminal, which is gone at the end', () => {
    let written = '';
    const { tell, end } = progress(true, (text) => {
      written += text;
    });
    tell(['clock', 'Bedrock']);
    tell(Array(50).fill('much'));
    end();
    expect(written.split('\r').slice(1)).toEqual([
      '\u001b[Kchecking clock, Bedrock',
      `\u001b[K${'checking much, '}${'much, '.repeat(10)}m`,
      '\u001b[K',
    ]);
    expect(written).not.toContain('\n');
  });

  test('is nothing anywhere else', () => {
    let written = '';
    const { tell, end } = progress(false, (text) => {
      written += text;
    });
    tell(['clock']);
    end();
    expect(written).toBe('');
  });
});
