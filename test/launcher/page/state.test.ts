import { onPage } from './visitor.ts';

const on = onPage();

const stateAfter = async (seen: number | string, cookie: string) =>
  (await on.get(`/state?seen=${seen}`, { cookie })).json();

test('the state is told at once to whoever has not seen it', async () => {
  const cookie = await on.entered();
  expect(await stateAfter(0, cookie)).toEqual({ version: 1, phase: 'starting' });
  const waiting = { phase: 'waiting', address: 'https://aws.example', userCode: 'ABCD-EFGH' } as const;
  on.page.show(waiting);
  expect(await stateAfter(1, cookie)).toEqual({ version: 2, ...waiting });
});

test('it is told to all who wait for it as soon as it changes, and not before', async () => {
  const cookie = await on.entered();
  const told = Promise.all([stateAfter(1, cookie), stateAfter(1, cookie)]);
  expect(await Promise.race([told, Bun.sleep(50).then(() => 'still waiting')])).toBe('still waiting');
  on.page.show({ phase: 'done' });
  expect(await told).toEqual([
    { version: 2, phase: 'done' },
    { version: 2, phase: 'done' },
  ]);
});

test.each(['', 'x', '-1', '0x0'])('it is told at once when %j was seen', async (seen) => {
  expect(await stateAfter(seen, await on.entered())).toMatchObject({ phase: 'starting' });
});

test('it is text: markup in a message stays a message', async () => {
  const cookie = await on.entered();
  on.page.show({ phase: 'failed', message: '<script>alert(1)</script>', hint: '"&' });
  const response = await on.get('/state?seen=0', { cookie });
  expect(response.headers.get('content-type')).toMatch(/^application\/json/);
  expect(await response.json()).toMatchObject({ message: '<script>alert(1)</script>', hint: '"&' });
});

test('the page stays until the browser has seen the last state', async () => {
  const cookie = await on.entered();
  const last = on.get('/state?seen=1', { cookie });
  on.page.show({ phase: 'done' });
  await on.page.close();
  expect(await (await last).json()).toMatchObject({ phase: 'done' });
});
