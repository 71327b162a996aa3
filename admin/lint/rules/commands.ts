import { wordsOf } from '../../../shared/command-line.ts';
import type { Rule } from '../finding.ts';
import type { System } from '../place.ts';

const BROWSER = 'browserCommand';

/** Windows takes a ' for a letter: where the system is not known, a command must be wrong on each. */
function isTorn(command: string, system: System | undefined): boolean {
  const systems: System[] = system ? [system] : ['linux', 'win32'];
  return systems.every((one) => wordsOf(one, command) === undefined);
}

export const commandRules: Rule[] = [
  {
    id: 'torn-command',
    title: 'A command has a quote or an escape without an end.',
    level: 'error',
    check: (subject) =>
      isTorn(subject.text(BROWSER), subject.placeOf(BROWSER)?.system)
        ? [
            subject.about(
              BROWSER,
              'has a quote or an escape without an end, so that no browser opens',
              'close the quote',
            ),
          ]
        : [],
  },
];
