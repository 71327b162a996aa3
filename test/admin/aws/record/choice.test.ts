import { chosenOf } from '../../../../admin/aws/record/choice.ts';
import { problemOf } from '../../../shared/world.ts';

const menu = (count: number) => ({
  what: 'account',
  option: 'account ID',
  items: Array.from({ length: count }, (_, at) => ({ id: `id-${at + 1}`, label: `id-${at + 1} (name)` })),
});
const nobody = async () => undefined;

/** A person who gives these answers, and the questions that were asked. */
function person(...answers: (string | undefined)[]) {
  const questions: string[] = [];
  const ask = async (question: string) => {
    questions.push(question);
    return answers.shift();
  };
  return { questions, ask };
}

test.each<[string, number, string | undefined, string]>([
  ['the only one', 1, undefined, 'id-1'],
  ['the one that is named', 3, 'id-2', 'id-2'],
])('%s needs no question', async (_name, count, wished, expected) => {
  expect(await chosenOf(menu(count), wished, () => Promise.reject(new Error('asked')))).toBe(expected);
});

test.each([
  ['by its number', ['2'], 'id-2'],
  ['by its name', ['id-3'], 'id-3'],
  ['after a slip', ['0', '4', '3'], 'id-3'],
])('a person chooses %s', async (_name, answers, expected) => {
  const { ask, questions } = person(...answers);
  expect(await chosenOf(menu(3), undefined, ask)).toBe(expected);
  expect(questions[0]).toContain('   2  id-2 (name)\n');
  expect(questions[0]).toMatch(/account \(1 to 3\): $/);
});

test.each([
  ['nobody is there', nobody],
  ['the person goes away', person('x', undefined).ask],
  ['no answer fits', person('x', 'y', 'z').ask],
])('undecided, because %s: what there is, and the option', async (_name, ask) => {
  expect(await problemOf(() => chosenOf(menu(2), undefined, ask))).toMatchObject({
    code: 'usage',
    message: 'which account? there are several: id-1 (name); id-2 (name)',
    hint: 'say --account ID',
  });
});

test.each([
  ['nothing is there', 0, undefined, 'awsRefused', /nothing is assigned/],
  ['another is named', 2, 'id-9', 'configuration', /no account id-9 \(id-1 \(name\); id-2/],
  ['of many, not all are told', 25, 'id-99', 'configuration', /and 5 more\)$/],
])('%s', async (_name, count, wished, code, message) => {
  const problem = await problemOf(() => chosenOf(menu(count), wished, nobody));
  expect(problem).toMatchObject({ code, message: expect.stringMatching(message) });
});
