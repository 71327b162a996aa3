import fc from 'fast-check';
import { browserCommands, commandOf } from '../../shared/browser.ts';
import { oddText, property } from './run.ts';

/** No file of this name is there, so that the text is read as a command. */
const program = fc.stringMatching(/^\/no\/such\/[a-z]{1,8}$/);
const argument = fc.string({ unit: fc.constantFrom(...'ab=-/%s:$&;|\\é '), minLength: 1 });
const word = fc.oneof(
  argument,
  argument.map((text) => text.trim() || 'x'),
  fc.constantFrom('--new-window', '%s', "it's", 'say "so"'),
);

/** As a person would write one word: in quotes where it needs them. */
function quoted(text: string): string {
  if (!/[\s"']/.test(text)) return text;
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}

const gap = fc.constantFrom(' ', '  ', ' \t ');

property(
  'words in quotes or without come back as they were',
  ['split'],
  [program, fc.array(word, { maxLength: 4 }), gap],
  (name, args, between) => {
    fc.pre(args.every((text) => !/\\/.test(text)));
    expect(commandOf('linux', [name, ...args.map(quoted)].join(between))).toEqual([name, ...args]);
    return 'split';
  },
);

const letters = (text: string) => text.replace(/[\s"'\\]/g, '');

property(
  'nothing is invented and nothing lost, whatever the text',
  ['split', 'nothing'],
  [fc.oneof(oddText, fc.string({ unit: fc.constantFrom('a', ' ', '"', "'", '%s') }))],
  (text) => {
    const words = commandOf('linux', text);
    if (!words) {
      // Nothing at all, nothing between the quotes where the program's name should be, or a quote that has no end.
      if (!/["'\\]/.test(text)) expect(letters(text)).toBe('');
      return 'nothing';
    }
    expect(words[0]).not.toBe('');
    expect(words.map(letters).join('')).toBe(letters(text));
    return 'split';
  },
);

property(
  'every BROWSER and every setting gives commands with a program each',
  ['some', 'none'],
  [fc.oneof(oddText, fc.constantFrom(':', ' : ')), fc.constantFrom('linux', 'darwin', 'win32'), fc.boolean()],
  (text, platform, byPolicy) => {
    const commands = byPolicy
      ? browserCommands({ platform, env: {} }, text)
      : browserCommands({ platform, env: { BROWSER: text } });
    expect(commands.every(([first]) => first.length > 0)).toBe(true);
    if (text === '') expect(commands).toHaveLength(1);
    return commands.length > 0 ? 'some' : 'none';
  },
);
