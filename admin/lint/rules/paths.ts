import type { Rule } from '../finding.ts';
import { HELPER, PATH_KEYS, type PathFault, pathFault } from '../path-fault.ts';

/** What a value is never quoted for: what follows a program may be a secret. */
const FAULTS: Record<PathFault, Pick<Rule, 'id' | 'title'> & { message: string; hint: string }> = {
  arguments: {
    id: 'helper-arguments',
    title: 'The helper is a command line, not a path.',
    message: 'has arguments: the app takes the whole value for the name of one file',
    hint: 'leave only the path; our helper needs no arguments, another one needs a script around it',
  },
  quoted: {
    id: 'quoted-path',
    title: 'A path stands in quotes.',
    message: 'has quotes around it, which become part of the name',
    hint: 'remove the quotes; spaces are no trouble',
  },
  unexpanded: {
    id: 'unexpanded-path',
    title: 'A path has "~" or a variable in it.',
    message: 'has "~" or a variable in it, and neither is expanded',
    hint: 'write the absolute path',
  },
  relative: {
    id: 'relative-path',
    title: 'A path is relative.',
    message: 'is a relative path, and nobody says to what',
    hint: 'write the absolute path, in a .reg file with each backslash twice',
  },
  foreign: {
    id: 'foreign-path',
    title: 'A path is of another operating system.',
    message: 'is a path of another operating system than these settings are for',
    hint: 'write the path as it is on the machines that get these settings',
  },
  program: {
    id: 'wrong-helper',
    title: 'The helper is another program of this toolkit.',
    message: 'names another program of this toolkit, which prints no credential',
    hint: 'name bedrock-credential-helper, beside it',
  },
  folder: {
    id: 'folder-path',
    title: 'A folder stands where a program belongs.',
    message: 'is a folder, and a program is wanted',
    hint: 'add the name of the program, such as bedrock-credential-helper',
  },
  file: {
    id: 'file-path',
    title: 'A file stands where a folder belongs.',
    message: 'is a file, and the folder that it is in is wanted',
    hint: 'leave out the name of the file',
  },
};

export const pathRules: Rule[] = (Object.keys(FAULTS) as PathFault[]).map((fault) => {
  const { id, title, message, hint } = FAULTS[fault];
  const keys = fault === 'program' || fault === 'arguments' ? [HELPER] : PATH_KEYS;
  return {
    id,
    title,
    level: 'error',
    check: (subject) =>
      keys
        .filter((key) => pathFault(key, subject.text(key), subject.placeOf(key)?.system) === fault)
        .map((key) => subject.about(key, message, hint)),
  };
});
