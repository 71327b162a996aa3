import { checkValue, type KeyName } from '../../shared/policy/keys.ts';
import { Problem } from '../../shared/problem.ts';

/** Half a character, or one that XML has no way to write: no profile and no template could hold it. */
const UNWRITABLE = /[\ufffe\uffff]/;

/** The value, where it keeps the rule of its key. Throws a Problem (configuration) that names the place, never the value. */
export function checkedValue(place: string, name: KeyName, value: unknown): unknown {
  const checked = checkValue(name, value);
  if ('rule' in checked) throw new Problem('configuration', `${place}: ${name} ${checked.rule}`, `correct ${name}`);
  if (typeof value !== 'string' || (value.isWellFormed() && !UNWRITABLE.test(value))) return checked.value;
  const what = `${place}: ${name} has a character that not every format can hold`;
  throw new Problem('configuration', what, `type ${name} anew`);
}
