import { readPlist } from '../../../shared/policy/plist.ts';
import { problemOf } from '../world.ts';

const list = (inside: string) => Buffer.from(`<plist version="1.0"><dict><key>k</key>${inside}</dict></plist>`);

const screen = globalThis.console;
const { error } = screen;
let spoken: unknown[];
beforeEach(() => {
  spoken = [];
  screen.error = (words: unknown) => spoken.push(words);
});
afterEach(() => {
  screen.error = error;
});

test.each([
  ['an end that is missing', '<string>hunter2'],
  ['an end that is none', '<string>x</hunter2'],
  ['an entity that nobody knows', '<string>&hunter2;</string>'],
  ['a bracket in a text', '<string>a < hunter2</string>'],
  ['an attribute without quotes', '<string a=hunter2>x</string>'],
])('%s is a problem, and the parser says nothing to the console', async (_name, inside) => {
  const problem = await problemOf(() => readPlist('/x.plist', list(inside)));
  expect(problem).toMatchObject({ code: 'configuration', message: '/x.plist: not a valid property list' });
  expect(spoken).toEqual([]);
});
