import { deadline } from '../../../shared/deadline.ts';
import { patiently, retryAfter } from '../../../shared/network/retry.ts';
import { Problem } from '../../../shared/problem.ts';
import { forever } from '../world.ts';

const late = new Problem('timeout', 'late', 'hint');
const fault = (code: string) => Object.assign(new Error(code), { code });

const tunnel = (status: number) =>
  Object.assign(new Error(`Proxy refused to open a tunnel: ${status} No`), { code: 'ERR_PROXY_TUNNEL' });

type Outcome = Error | Response;

/** Goes through the outcomes; the last one stays. Tells how often it was asked. */
async function run(outcomes: Outcome[], { once = false, signal = forever() } = {}) {
  let asked = 0;
  const end = await patiently({ once, signal }, async () => {
    const outcome = outcomes[Math.min(asked++, outcomes.length - 1)] as Outcome;
    if (outcome instanceof Error) throw outcome;
    return outcome.clone() as Response;
  }).catch((thrown: unknown) => thrown as Error);
  return { asked, end: end instanceof Response ? end.status : String((end as { code?: string }).code ?? end) };
}

const answer = (status: number, headers: Record<string, string> = {}, body = '') =>
  new Response(body, { status, headers });
const ok = answer(200);
const stsThrottling = answer(400, {}, '<ErrorResponse><Error><Code>Throttling</Code></Error></ErrorResponse>');
const named = answer(400, { 'x-amzn-errortype': 'TooManyRequestsException:' });

test.each<[string, Outcome, boolean, number]>([
  ['an answer', ok, false, 1],
  ['a refusal', answer(403), false, 1],
  ['a 400 of another kind', answer(400, {}, '{"__type":"InvalidRequestException"}'), false, 1],
  ['a 501', answer(501), false, 1],
  ['an untrusted certificate', fault('DEPTH_ZERO_SELF_SIGNED_CERT'), false, 1],
  ['a refusing proxy', tunnel(407), false, 1],
  ['a proxy that reaches nothing', tunnel(503), true, 3],
  ['an address that swallows everything', fault('ConnectTimeout'), false, 1],
  ['a bug', new TypeError('bug'), false, 1],
  ['a 500', answer(500), false, 3],
  ['a 503', answer(503), false, 3],
  ['throttling by status', answer(429), false, 3],
  ['throttling by STS', stsThrottling, false, 3],
  ['throttling by name', named, false, 3],
  ['a cut connection', fault('ECONNRESET'), false, 3],
  ['no answer in time', fault('TimeoutError'), false, 3],
  ['a refused connection', fault('ECONNREFUSED'), false, 3],
  ['a failed look-up', fault('EAI_AGAIN'), false, 3],
  ['a cut connection, of what must not be done twice', fault('ECONNRESET'), true, 1],
  ['no answer in time, of what must not be done twice', fault('TimeoutError'), true, 1],
  ['a 500, of what must not be done twice', answer(500), true, 1],
  ['a 503, of what must not be done twice', answer(503), true, 1],
  ['a refused connection, of what must not be done twice', fault('ECONNREFUSED'), true, 3],
  ['a failed look-up, of what must not be done twice', fault('ENOTFOUND'), true, 3],
  ['throttling, of what must not be done twice', answer(429), true, 3],
])('%s is asked for that often in all', async (_name, outcome, once, times) => {
  const { asked, end } = await run([outcome], { once });
  expect(asked).toBe(times);
  expect(end).toBe(
    outcome instanceof Response ? outcome.status : ((outcome as { code?: string }).code ?? String(outcome)),
  );
});

test('the answer that came at last is given', async () => {
  expect(await run([answer(503), fault('ECONNRESET'), ok])).toEqual({ asked: 3, end: 200 });
});

describe('Retry-After', () => {
  test.each<[string, Record<string, string>, number | undefined]>([
    ['seconds', { 'retry-after': '7' }, 7_000],
    ['none', { 'retry-after': '0' }, 0],
    [
      'a date, by the clock of the answer',
      { 'retry-after': 'Thu, 01 Jan 2026 00:00:30 GMT', date: 'Thu, 01 Jan 2026 00:00:10 GMT' },
      20_000,
    ],
    [
      'a date that has passed',
      { 'retry-after': 'Thu, 01 Jan 2026 00:00:00 GMT', date: 'Thu, 01 Jan 2026 00:00:10 GMT' },
      0,
    ],
    ['no number', { 'retry-after': 'soon' }, undefined],
    ['less than none', { 'retry-after': '-1' }, undefined],
    ['nothing', {}, undefined],
  ])('%s', (_name, headers, milliseconds) => {
    expect(retryAfter(new Headers(headers))).toBe(milliseconds);
  });

  test.each([
    ['the time that is left', 'deadline'],
    ['what anybody waits, when nobody knows how long', 'unknown'],
  ])('longer than %s ends it at once, with the answer', async (_name, kind) => {
    const signal = kind === 'deadline' ? deadline(2_000, late) : forever();
    expect(await run([answer(429, { 'retry-after': '30' })], { signal })).toEqual({ asked: 1, end: 429 });
    expect(signal.aborted).toBe(false);
  });

  test('is waited for when it is short enough', async () => {
    const began = performance.now();
    expect(await run([answer(503, { 'retry-after': '1' }), ok], { signal: deadline(30_000, late) })).toEqual({
      asked: 2,
      end: 200,
    });
    expect(performance.now() - began).toBeGreaterThanOrEqual(990);
  });
});

test('a caller who gives up ends the waiting with their reason', async () => {
  const signal = deadline(50, late);
  const waiting = AbortSignal.any([signal]);
  expect(await run([answer(503, { 'retry-after': '15' })], { signal: waiting })).toEqual({ asked: 1, end: 'timeout' });
});
