import { type Button, type StateName, stateOf, states } from '../../launcher/states.ts';
import { exitCodes, Problem, type Reason } from '../../shared/problem.ts';

const names = Object.keys(states) as StateName[];
const codes = Object.keys(exitCodes) as Problem['code'][];
/** By type, every reason there is. */
const reasons = Object.keys({
  denied: 0,
  expired: 0,
  cancelled: 0,
  'no-configuration': 0,
  'aws-cli-missing': 0,
  'keychain-locked': 0,
  'client-missing': 0,
} satisfies Record<Reason, 0>) as Reason[];

test.each(codes)('a problem of code %s has a state', (code) => {
  const problem = new Problem(code, 'what', 'hint');
  expect(names).toContain(stateOf(problem).name);
  expect(stateOf(problem).problem).toBe(problem);
});

test.each(reasons)('the reason %s is a state of its own, whatever the code', (reason) => {
  expect(states).toHaveProperty([reason]);
  for (const code of codes) expect(stateOf(new Problem(code, 'what', 'hint').because(reason)).name).toBe(reason);
});

test.each(codes.filter((code) => code !== 'done'))('what ends with %s is never told as a success', (code) => {
  const { tone, buttons } = states[stateOf(new Problem(code, 'what', 'hint')).name];
  expect(tone).toBe('bad');
  expect(buttons.at(-1)).toBe('copy-report');
});

test.each(names)('%s: a tone, and buttons that fit it', (name) => {
  const { tone, buttons, plain } = states[name];
  expect(['busy', 'ask', 'good', 'bad']).toContain(tone);
  expect(new Set(buttons).size).toBe(buttons.length);
  if (tone === 'busy' || tone === 'good') expect(buttons).toEqual([]);
  // Whoever reads of something bad can do something about it, and first of all try again.
  if (tone === 'bad' && name !== 'cancelled') expect(['sign-in', 'retry'] satisfies Button[]).toContain(buttons[0]);
  if (plain) expect(tone).toBe('bad');
});

test('only where AWS may be away for long can the client be opened all the same', () => {
  expect(names.filter((name) => states[name].buttons.includes('open-anyway'))).toEqual(['offline', 'slow']);
});
