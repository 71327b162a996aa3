import { endFields, openLog, problemFields, RUN } from '../../shared/log.ts';
import { Problem } from '../../shared/problem.ts';
import { Secret } from '../../shared/secret.ts';

const NOW = Date.UTC(2026, 10, 24, 23, 0, 0, 7);
let texts: string[];
const append = async (text: string) => {
  texts.push(text);
};
const logOf = (env: Record<string, string> = {}) => openLog('bedrock-launcher', { env, now: () => NOW }, append);
const lines = () => texts.flatMap((text) => text.trimEnd().split('\n')).map((line) => JSON.parse(line));

beforeEach(() => {
  texts = [];
});

test('a line says when, how grave, who, which run, what and about what', async () => {
  const log = logOf();
  log.info('sign-in started', { method: 'auto', attempt: 2, page: true, none: undefined });
  await log.flush();
  expect(texts).toHaveLength(1);
  expect(texts[0]).toMatch(
    /^\{"time":"2026-11-24T23:00:00.007Z","level":"info","program":"bedrock-launcher",[^\n]*\}\n$/,
  );
  expect(lines()).toEqual([
    {
      time: '2026-11-24T23:00:00.007Z',
      level: 'info',
      program: 'bedrock-launcher',
      version: expect.any(String),
      run: log.run,
      event: 'sign-in started',
      method: 'auto',
      attempt: 2,
      page: true,
    },
  ]);
});

test('no field takes the place of what every line has', async () => {
  const log = logOf();
  log.info('real', { event: 'forged', run: 'forged', time: 'forged' });
  await log.flush();
  expect(lines()).toEqual([expect.objectContaining({ event: 'real', run: log.run, time: '2026-11-24T23:00:00.007Z' })]);
});

test.each([
  ['error', ['error']],
  ['warn', ['error', 'warn']],
  ['info', ['error', 'warn', 'info']],
  ['debug', ['error', 'warn', 'info', 'debug']],
] as const)('%s admits %j, of what came before it was known too', async (level, expected) => {
  const log = logOf();
  for (const each of ['error', 'warn', 'info', 'debug'] as const) log[each](each);
  log.admit(() => level);
  await log.flush();
  expect(lines().map(({ event }) => event)).toEqual(expected);
});

test('info is admitted where the setting is at fault or nobody set it', async () => {
  const log = logOf();
  log.admit(() => {
    throw new Problem('configuration', 'settings.json: logLevel must be one of', 'correct it');
  });
  log.debug('no');
  log.info('yes');
  await log.flush();
  expect(lines().map(({ event }) => event)).toEqual(['yes']);
});

test('lines that are held back are written together, and a run that goes on writes them by itself', async () => {
  const log = logOf();
  log.info('one');
  log.info('two');
  expect(texts).toEqual([]);
  while (texts.length === 0) await Bun.sleep(5);
  expect(lines().map(({ event }) => event)).toEqual(['one', 'two']);
});

test('nothing to write is nothing written', async () => {
  const log = logOf();
  log.debug('not admitted');
  await log.flush();
  await log.flush();
  expect(texts).toEqual([]);
});

test('a log that can not be written fails nobody', async () => {
  const log = openLog('test', { env: {}, now: Date.now }, () => Promise.reject(new Error('EROFS')));
  log.info('one');
  await log.flush();
  log.info('two');
  await log.flush();
});

test('the end waits for what is being written', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const log = openLog('test', { env: {}, now: Date.now }, async (text) => {
    await promise;
    await append(text);
  });
  log.info('one');
  const first = log.flush();
  log.info('two');
  const second = log.flush();
  resolve();
  await Promise.all([first, second]);
  expect(lines().map(({ event }) => event)).toEqual(['one', 'two']);
});

describe('no secret', () => {
  const KEY = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

  test.each([
    [new Secret(KEY), '[secret]'],
    [`bearer ${KEY} refused`, 'bearer [long text] refused'],
    [`bedrock-api-key-${KEY}${KEY}==`, '[long text]'],
    ['x '.repeat(1000), 'x '.repeat(150)],
  ])('%s', async (value, expected) => {
    const log = logOf();
    log.error('problem', { value });
    await log.flush();
    expect(lines()[0].value).toBe(expected);
    expect(texts.join()).not.toContain(KEY);
  });

  test('of a wrong command line only its code', () => {
    const typed = new Problem('usage', "unexpected argument 'hunter2'", 'see --help', new TypeError('hunter2'));
    expect(JSON.stringify(problemFields(typed))).not.toContain('hunter2');
  });
});

test.each([
  ['line\nbreak', 'line\\nbreak'],
  ['\u001b[2J', '\\u001b[2J'],
  ['\u009b2J', '\\u009b2J'],
  ['a\u202eb', 'a\\u202eb'],
  ['a\u2028b', 'a\\u2028b'],
  ['\u{e0041}', '\\udb40\\udc41'],
  ['\ud800', '\\ud800'],
  ['é日\u{1f511}', 'é日\u{1f511}'],
])('%j stays one line that shows nothing else', async (value, shown) => {
  const log = logOf();
  log.info('event', { value });
  await log.flush();
  expect(texts[0]).toContain(`"value":"${shown}"`);
  expect(texts[0]?.split('\n')).toHaveLength(2);
  expect(lines()[0].value).toBe(value);
});

describe('the run', () => {
  test('is that of the program that started us', () => {
    expect(logOf({ [RUN]: '0123456789abcdef' }).run).toBe('0123456789abcdef');
  });

  test.each([undefined, '', '0123', 'x'.repeat(16), '0123456789ABCDEF', '0123456789abcdef\n'])(
    'is a new one for %j',
    (given) => {
      const runs = [1, 2].map(() => logOf(given === undefined ? {} : { [RUN]: given }).run);
      expect(runs).toEqual([expect.stringMatching(/^[0-9a-f]{16}$/), expect.stringMatching(/^[0-9a-f]{16}$/)]);
      expect(runs[0]).not.toBe(runs[1]);
    },
  );
});

test('how a failure and an end read', () => {
  const problem = new Problem('unreachable', 'STS: the connection was refused', 'check', new Error('ECONNREFUSED'));
  expect(JSON.parse(JSON.stringify(problemFields(problem)))).toEqual({
    code: 'unreachable',
    message: { text: 'STS: the connection was refused' },
    cause: 'Error: ECONNREFUSED',
  });
  expect(endFields('unreachable', 12.7, ['no-open', 'profile'])).toEqual({
    end: 'unreachable',
    exitCode: 6,
    milliseconds: 13,
    options: 'no-open profile',
  });
  expect(endFields('done', 1, [])).toEqual({ end: 'done', exitCode: 0, milliseconds: 1 });
});
