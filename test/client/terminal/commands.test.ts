import { commandIn, obey } from '../../../client/terminal/commands.ts';
import type { Conversation } from '../../../client/terminal/conversation.ts';

const SONNET = { name: 'us.anthropic.claude-sonnet-4-5-20250929-v1:0', labelOverride: 'Sonnet' };
const HAIKU = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';
const OLD_HAIKU = 'anthropic.claude-3-haiku-20240307-v1:0';
const client = { config: { models: [SONNET, HAIKU, OLD_HAIKU] } } as unknown as Parameters<typeof obey>[2];

function conversation(): Conversation {
  return { messages: [{ role: 'user', content: 'hi' }], model: { id: SONNET.name, label: 'Sonnet' } };
}

test.each<[string, object | undefined]>([
  ['/help', { name: 'help', word: '' }],
  ['/model  Sonnet 4 ', { name: 'model', word: 'Sonnet 4' }],
  ['/tmp is full', { name: 'tmp', word: 'is full' }],
  ['/etc/hosts has what?', undefined],
  [' /help', undefined],
  ['/new\n/exit', undefined],
  ['what is /help', undefined],
  ['/', undefined],
])('%j is a command: %j', (message, expected) => {
  expect(commandIn(message)).toEqual(expected);
});

describe('/model', () => {
  test.each([
    ['sonnet', SONNET.name],
    [SONNET.name, SONNET.name],
    ['haiku-4-5', HAIKU],
    ['eu.anthropic.other-v1:0', 'eu.anthropic.other-v1:0'],
  ])('goes on with %s', (word, id) => {
    const talked = conversation();
    obey({ name: 'model', word }, talked, client);
    expect([talked.model.id, talked.messages.length]).toEqual([id, 1]);
  });

  test.each(['haiku', 'opus'])('does not guess what %s is', (word) => {
    const talked = conversation();
    const { lines } = obey({ name: 'model', word }, talked, client);
    expect([talked.model.id, lines]).toEqual([SONNET.name, [expect.stringContaining(`is called ${word}`)]]);
  });

  test('lists those of the settings, and which one is asked', () => {
    expect(obey({ name: 'model', word: '' }, conversation(), client).lines).toEqual([
      `* Sonnet  ${SONNET.name}`,
      `  ${HAIKU}`,
      `  ${OLD_HAIKU}`,
    ]);
  });

  test('and one that they do not name', () => {
    const talked = { ...conversation(), model: { id: 'x.y', label: 'x.y' } };
    expect(obey({ name: 'model', word: '' }, talked, client).lines.at(-1)).toBe('* x.y');
  });
});

test('/new forgets what has been said', () => {
  const talked = conversation();
  obey({ name: 'new', word: '' }, talked, client);
  expect(talked.messages).toEqual([]);
});

test.each(['foo', 'constructor'])('/%s is told from a command', (name) => {
  const { lines, isOver } = obey({ name, word: '' }, conversation(), client);
  expect([lines, isOver]).toEqual([[expect.stringContaining(`there is no command /${name}`)], undefined]);
});

test('/help names every command, in lines that fit', () => {
  const { lines } = obey({ name: 'help', word: '' }, conversation(), client);
  for (const name of ['/new', '/model', '/exit', '/help']) expect(lines.join('\n')).toContain(`  ${name} `);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(80);
});
