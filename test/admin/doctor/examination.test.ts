import { type Check, examine } from '../../../admin/doctor/examination.ts';
import { failure, ok, unchecked, warning } from '../../../admin/doctor/finding.ts';
import { Problem } from '../../../shared/problem.ts';
import { forever } from '../../shared/world.ts';

type Subject = { made: string[] };

const LATE = new Problem('timeout', 'not finished within 14 s', 'try again');
const BAD = new Problem('unreachable', 'no way', 'go another');

const check = (id: string, find: Check<Subject>['find'], needs: Check<Subject>['needs'] = []): Check<Subject> => ({
  id,
  section: 'a part',
  what: `the ${id}`,
  needs,
  find: (subject) => {
    subject.made.push(id);
    return find(subject);
  },
});
const good = (id: string) => async () => [ok(id, id, 'well')];
const bad = (id: string) => async () => [failure(id, `the ${id}`, BAD)];
const never = () => new Promise<never>(() => {});

async function found(checks: Check<Subject>[], end = forever(), tell: (busy: readonly string[]) => void = () => {}) {
  const subject: Subject = { made: [] };
  const examined = await examine(checks, subject, end, tell);
  const findings = examined.flatMap((part) => part.findings);
  return { made: subject.made, findings, states: findings.map(({ id, state }) => `${id} ${state}`) };
}

test('the findings are in the order of the table, whoever ends first', async () => {
  const slow = async () => {
    await Bun.sleep(5);
    return [ok('one', 'one', 'well')];
  };
  expect((await found([check('one', slow), check('two', good('two'))])).states).toEqual(['one ok', 'two ok']);
});

test('what needs a failed check is not made, and says because of what; through others too', async () => {
  const table = [check('one', bad('one')), check('two', good('two'), ['one']), check('three', good('three'), ['two'])];
  const { states, findings, made } = await found(table);
  expect(states).toEqual(['one failure', 'two unchecked', 'three unchecked']);
  expect(findings.slice(1).map(({ words }) => words)).toEqual(
    Array(2).fill('not checked, because this failed: the one'),
  );
  expect(made).toEqual(['one']);
});

test('what needs a warning, or what was not looked at for other reasons, is made', async () => {
  const table = [
    check('one', async () => [warning('one', 'one', { words: 'hm', next: 'look' })]),
    check('two', async () => [unchecked('two', 'two', 'nobody asked')]),
    check('three', good('three'), async () => ['one', 'two', 'no such check']),
  ];
  expect((await found(table)).states).toEqual(['one warning', 'two unchecked', 'three ok']);
});

test('a Problem is a failure of that check alone, a bug too', async () => {
  const table = [
    check('one', () => Promise.reject(BAD)),
    check('two', () => Promise.reject(new TypeError('oops'))),
    check('three', good('three')),
  ];
  const { findings, states } = await found(table);
  expect(states).toEqual(['one failure', 'two failure', 'three ok']);
  expect(findings.map(({ code }) => code)).toEqual(['unreachable', 'bug', undefined]);
  expect(findings[1]?.words).toBe('internal error: TypeError: oops');
});

describe('when the time is up', () => {
  test('what hangs says so, what has not begun says that, and what is done stays', async () => {
    const end = new AbortController();
    const table = [
      check('done', good('done')),
      check('hangs', never),
      check('waits', good('waits'), ['hangs']),
      check('waits for both', good('waits for both'), ['done', 'hangs']),
    ];
    const all = found(table, end.signal);
    await Bun.sleep(1);
    end.abort(LATE);
    const { states, findings, made } = await all;
    expect(states).toEqual(['done ok', 'hangs failure', 'waits unchecked', 'waits for both unchecked']);
    expect(findings[1]).toMatchObject({ words: 'not finished within 14 s', code: 'timeout' });
    expect(findings[2]?.words).toBe('not checked, because the time was up');
    expect(made).toEqual(['done', 'hangs']);
  });

  test('what is told of the end has its last words', async () => {
    const end = new AbortController();
    const told = () =>
      new Promise<never>((_, reject) => {
        end.signal.addEventListener('abort', () => setTimeout(() => reject(BAD), 1));
      });
    const all = found([check('told', told)], end.signal);
    await Bun.sleep(1);
    end.abort(LATE);
    expect((await all).findings[0]?.words).toBe('no way');
  });

  test('nothing is waited for', async () => {
    const end = AbortSignal.abort(LATE);
    expect((await found([check('hangs', never)], end)).states).toEqual(['hangs failure']);
  });
});

test('it tells what is going on, and that it has ended', async () => {
  const told: string[] = [];
  await found([check('one', good('one')), check('two', good('two'), ['one'])], forever(), (busy) =>
    told.push(busy.join('+')),
  );
  expect(told).toEqual(['the one', '', 'the two', '']);
});
