import { BROWSER, onPage } from './visitor.ts';

const on = onPage();
const pathOf = (address: string) => new URL(address).pathname;

test('it opens once: a cookie that scripts cannot read, and a key for this tab', async () => {
  const before = pathOf(on.page.address());
  const response = await on.visit(on.page);
  const { key } = await on.tabOf(response);
  expect([response.status, on.page.wasVisited()]).toEqual([200, true]);
  expect(key).toMatch(/^[\w-]{32}$/);
  expect(response.headers.getSetCookie()).toEqual([
    expect.stringMatching(/^bedrock-launcher-\d+=[\w-]{32}; HttpOnly; SameSite=Lax; Path=\/$/),
  ]);
  expect((await on.get(before, BROWSER)).status).toBe(403);
});

test('the browser that has come already is led to the page, without another key', async () => {
  const before = pathOf(on.page.address());
  const { cookie } = await on.entered();
  const response = await on.get(before, { ...BROWSER, cookie });
  expect([response.status, response.headers.get('location')]).toEqual([303, '/']);
});

test('a tab that was lost gets a new one, and the lost one stays known', async () => {
  const [first, address] = [await on.entered(), on.page.address()];
  const second = await on.tabOf(await on.visit(on.page));
  expect(second).toEqual(first);
  expect(on.page.address()).not.toBe(address);
});

test.each(['', 'x', 'x'.repeat(32), '../', '%2e%2e', 'é'])('it is not %j', async (ticket) => {
  expect((await on.get(`/open/${ticket}`, BROWSER)).status).toBe(403);
  expect(on.page.wasVisited()).toBe(false);
});

test('of one page it opens no other', async () => {
  expect((await on.get(pathOf(on.another().address()), BROWSER)).status).toBe(403);
});

test('it cannot be guessed', () => {
  const tickets = Array.from({ length: 20 }, () => pathOf(on.another().address()));
  expect(new Set(tickets).size).toBe(20);
  for (const ticket of tickets) expect(ticket).toMatch(/^\/open\/[\w-]{32}$/);
});

describe('what looks ahead of the person does not use it up', () => {
  test.each<[string, Record<string, string>]>([
    ['a prefetch', { ...BROWSER, 'sec-purpose': 'prefetch' }],
    ['a prerender', { ...BROWSER, 'sec-purpose': 'prefetch;prerender' }],
    ['a prefetch of old', { purpose: 'prefetch' }],
    ['a prefetch of Firefox', { 'x-moz': 'prefetch' }],
    ['a preview of Safari', { 'x-purpose': 'preview' }],
    ['a frame', { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' }],
    ['an image', { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'image' }],
    ['a script that fetches', { 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' }],
  ])('%s', async (_name, headers) => {
    const response = await on.visit(on.page, headers);
    expect([response.status, response.headers.getSetCookie(), on.page.wasVisited()]).toEqual([403, [], false]);
    expect((await on.entered()).key).not.toBe('');
  });
});

describe('a browser that is too old to say where it comes from', () => {
  const address = 'https://aws.example/authorize?a=b&c=d';
  const expiresAt = Date.now() + 60_000;

  test('goes straight on to AWS, whose page brings it back', async () => {
    on.page.show({ name: 'sign-in-needed', invitation: { address, expiresAt } }, ['sign-in']);
    const response = await on.visit(on.page, {});
    expect([response.status, response.headers.get('location')]).toEqual([303, address]);
    expect(response.headers.getSetCookie()).toHaveLength(1);
    expect((await on.visit(on.page, {})).status).toBe(303);
  });

  test.each([
    ['there is a code to compare', { name: 'sign-in-needed', invitation: { address, expiresAt, userCode: 'A-B' } }],
    ['nobody has to sign in', { name: 'offline' }],
  ] as const)('sees our page when %s', async (_name, state) => {
    on.page.show(state);
    const response = await on.visit(on.page, {});
    expect(response.status).toBe(200);
    expect((await on.tabOf(response)).key).not.toBe('');
  });

  test('one without scripts finds the way to AWS on it as a link, with nothing that markup could break', async () => {
    const hostile = 'https://aws.example/?"><script>alert(1)</script>&x=\'';
    on.page.show({ name: 'sign-in-needed', invitation: { address: hostile, expiresAt } }, ['sign-in']);
    const response = await on.visit(on.page);
    await on.tabOf(response);
    const html = await response.text();
    expect(html).toContain('<noscript><a class="button main" href="https://aws.example/?&#34;&#62;&#60;script&#62;');
    expect(html).not.toContain('<script>alert');
  });
});
