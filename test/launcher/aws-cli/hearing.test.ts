import { OPENED } from '../../../launcher/aws-cli/as-browser.ts';
import { Hearing } from '../../../launcher/aws-cli/hearing.ts';

function listen(verbatim = false) {
  const heard: unknown[] = [];
  const hearing = new Hearing({
    say: (line) => heard.push(line),
    invite: (...invitation) => heard.push(invitation),
    verbatim,
  });
  const hear = (text: string) => hearing.hear('stdout', text);
  return { heard, hearing, hear };
}

const COMPLETE = 'https://device.example/?user_code=ABCD-EFGH';
const DEVICE = `Attempting to automatically open the SSO authorization page in your default browser.
If the browser does not open or you wish to use a different device to authorize this request, open the following URL:

https://device.example/

Then enter the code:

ABCD-EFGH
`;
const DONE = 'Successfully logged into Start URL: https://example.awsapps.com/start';

test('the words of AWS CLI 2.23: an address, a code, and what the browser is given', () => {
  const { heard, hear } = listen();
  hear(`${DEVICE}${OPENED}${COMPLETE}\n${OPENED}${COMPLETE}\n${DONE}\n`);
  expect(heard).toEqual([[COMPLETE, 'ABCD-EFGH'], DONE]);
});

test('in any pieces, with the line ends of Windows, on either stream', () => {
  for (const from of ['stdout', 'stderr'] as const) {
    const { heard, hearing } = listen();
    for (const character of `${DEVICE}${OPENED}${COMPLETE}\n${DONE}`.replaceAll('\n', '\r\n'))
      hearing.hear(from, character);
    hearing.end();
    expect(heard).toEqual([[COMPLETE, 'ABCD-EFGH'], DONE]);
  }
});

test('without a word from the browser, the address and the code of the words', async () => {
  const { heard, hear } = listen();
  hear(DEVICE);
  expect(heard).toEqual([]);
  await Bun.sleep(1_200);
  expect(heard).toEqual([['https://device.example/', 'ABCD-EFGH']]);
});

test('who reads the words themselves gets them all, and once', async () => {
  const { heard, hear } = listen(true);
  hear(DEVICE);
  await Bun.sleep(1_200);
  expect(heard).toEqual([...DEVICE.split('\n').filter(Boolean), ['https://device.example/', 'ABCD-EFGH']]);
});

test('after the end nobody is invited', async () => {
  const { heard, hearing, hear } = listen();
  hear('https://device.example/\n');
  hearing.end();
  await Bun.sleep(1_200);
  expect(heard).toEqual([]);
});

test.each([
  'javascript:alert(1)',
  'http://device.example/',
  'https://user:pass@device.example/',
  'https://device.example\\@other.example/',
  'https://device.example/ and more',
  `https://device.example/${'x'.repeat(5_000)}`,
  '--help',
  '',
])('%j is no address', async (address) => {
  const { heard, hear } = listen();
  hear(`${address}\n${OPENED}${address}\n`);
  await Bun.sleep(1_100);
  expect(heard.filter(Array.isArray)).toEqual([]);
});

test.each(['ABCDEFGH', 'abcd-efgh', 'ABCD-EFGH IJKL', 'A-B', '<b>-ABCD', `${'ABCD-'.repeat(50)}EFGH`])(
  '%j is no code',
  (code) => {
    const { heard, hear } = listen();
    hear(`https://device.example/\n${code}\n${OPENED}${COMPLETE}\n`);
    expect(heard.at(-1)).toEqual([COMPLETE, undefined]);
  },
);

test('a code without an address before it is a word as any other', () => {
  const { heard, hear } = listen();
  hear('ABCD-EFGH\n');
  expect(heard).toEqual(['ABCD-EFGH']);
});

test('five addresses are enough, and a hundred lines', () => {
  const { heard, hear } = listen();
  for (let at = 0; at < 500; at++) hear(`${OPENED}https://device.example/${at}\nline ${at}\n`);
  expect(heard.filter(Array.isArray)).toHaveLength(5);
  expect(heard.filter((word) => typeof word === 'string')).toHaveLength(101);
  expect(heard.at(-1)).toBe('the AWS CLI says more than is shown here');
});

test('tokens are left out, and of a long line its beginning is said', () => {
  const { heard, hear } = listen();
  hear(`token ${'x'.repeat(60)} end\n${'a '.repeat(1_000_000)}`);
  hear(`${'b '.repeat(1_000_000)}\n`);
  expect(heard).toEqual(['token [long text] end', 'a '.repeat(2_048).trim()]);
});

test('its last words are those on stderr', () => {
  const { hearing } = listen();
  hearing.hear('stderr', `${'noise\n'.repeat(5_000)}\nthe end`);
  hearing.hear('stdout', 'other words\n');
  hearing.end();
  expect(hearing.tail).toMatch(/noise\nthe end\n$/);
  expect(hearing.tail.length).toBeLessThanOrEqual(4_096);
});
