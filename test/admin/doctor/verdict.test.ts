import { type Finding, failure, ok, unchecked, warning } from '../../../admin/doctor/finding.ts';
import { verdictOn } from '../../../admin/doctor/verdict.ts';
import { type ExitName, Problem } from '../../../shared/problem.ts';

const fails = (id: string, code: ExitName = 'unreachable') =>
  failure(id, id, new Problem(code, `${id} fails`, `mend ${id}`));
const warns = (id: string, more: Partial<Finding> = {}) =>
  warning(id, id, { words: `${id} is odd`, next: `look at ${id}` }, more);

test('nothing wrong', () => {
  expect(verdictOn([ok('a', 'a', 'well'), unchecked('b', 'b', 'nobody asked')])).toEqual({
    state: 'ok',
    words: 'everything that was checked works',
    next: '',
    code: 'done',
    also: [],
  });
});

test('warnings alone end with 0', () => {
  expect(verdictOn([warns('a'), warns('b')])).toEqual({
    state: 'warning',
    id: 'a',
    words: 'it works, but: a is odd',
    next: 'look at a',
    code: 'done',
    also: ['b is odd'],
  });
});

test('the first failure is the root cause, and gives the exit code', () => {
  expect(verdictOn([warns('a'), fails('b', 'storage'), fails('c')])).toMatchObject({
    state: 'failure',
    id: 'b',
    words: 'b fails',
    next: 'mend b',
    code: 'storage',
    also: ['c fails'],
  });
});

test('a warning that would explain the first failure is the cause', () => {
  const suspect = warns('a', { code: 'configuration', explains: ['b'] });
  expect(verdictOn([suspect, fails('b', 'awsRefused')])).toMatchObject({
    id: 'a',
    words: 'a is odd',
    code: 'configuration',
    also: ['b fails'],
  });
});

test('but not where it explains something else only', () => {
  const suspect = warns('a', { code: 'configuration', explains: ['z'] });
  expect(verdictOn([suspect, fails('b', 'awsRefused')])).toMatchObject({ id: 'b', code: 'awsRefused' });
});

test('what else there is begins with what was looked at, once', () => {
  const clock = failure('clock', 'clock', new Problem('configuration', 'it is late', 'set it'));
  const sts = failure('sts', 'STS', new Problem('unreachable', "STS can't be reached", 'wait'));
  expect(verdictOn([fails('a'), clock, sts]).also).toEqual(['clock: it is late', "STS can't be reached"]);
});

test('that the time was up is said with the name of what took so long', () => {
  const late = failure('helper', 'credential helper', new Problem('timeout', 'not finished within 14 s', 'wait'));
  expect(verdictOn([late])).toMatchObject({ words: 'credential helper: not finished within 14 s', code: 'timeout' });
});

test('the same words are said once', () => {
  const same = ['a', 'b'].map((id) => failure(id, id, new Problem('unreachable', 'offline', 'go online')));
  expect(verdictOn(same)).toMatchObject({ id: 'a', also: [] });
});
