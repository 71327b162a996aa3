import { mayAsk } from '../../credential-helper/interaction.ts';

test('a person may be asked when the app says that one is there', () => {
  expect(mayAsk({ CLAUDE_HELPER_CONTEXT: 'interactive' })).toBe(true);
});

test.each([
  'mid-session-refresh',
  'scheduled-task',
  'setup-test',
  'background',
  'of a later app',
  'Interactive',
  ' interactive',
])('nobody is asked in the context %j, terminal or not', (context) => {
  expect(mayAsk({ CLAUDE_HELPER_CONTEXT: context })).toBe(false);
});
