import { type KeyName, keyOf, ruleOf } from '../../shared/policy/keys.ts';

/** What a person who fills in a form should know of a key. */
export function keyHelp(name: KeyName): string {
  const { help, default: standard, since, secret } = keyOf(name);
  return [
    help,
    `It ${ruleOf(name)}.`,
    ...(standard === undefined ? [] : [`Without it: ${standard}.`]),
    ...(since ? [`Claude Desktop knows it since ${since}.`] : []),
    ...(secret ? ['SECRET: whoever can read the settings of a machine can read it.'] : []),
  ].join(' ');
}
