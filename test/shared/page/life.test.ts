import { untilLeft } from '../../../shared/page/life.ts';
import { forever, problemOf } from '../world.ts';

const QUICK = { afterLeaving: 40, forComing: 80, step: 2 };

/** What happens, step by step; the last one stays. */
function company(...steps: string[]) {
  const now = () => (steps.length > 1 ? steps.shift() : steps[0]) ?? '';
  let step = '';
  return {
    isThere: () => {
      step = now();
      return step === 'there';
    },
    isBusy: () => step === 'busy',
    wasVisited: () => step !== 'nobody',
  };
}

test('all have left, and nothing is under way', async () => {
  await untilLeft(company('nobody', 'there', 'left', 'busy', 'left'), forever(), QUICK);
});

test('nobody ever came', async () => {
  expect(await problemOf(() => untilLeft(company('nobody'), forever(), QUICK))).toMatchObject({ code: 'timeout' });
});

test.each(['there', 'busy'])('not while it is so: %s', async (state) => {
  const over = new AbortController();
  let isOver = false;
  const end = untilLeft(company(state), over.signal, QUICK).then(() => {
    isOver = true;
  });
  await Bun.sleep(200);
  expect(isOver).toBe(false);
  over.abort();
  await end;
});
