import { Problem } from '../problem.ts';

/** Programs differ in what they make of these in a heading, or would see another heading. */
const ODD = /["'\\[\]\p{Cc}\p{Zl}\p{Zp}]|^\s|\s$/u;

/** The heading of a profile as `aws configure` writes it. Throws a Problem (configuration). */
export function headingOf(profile: string): string {
  if (ODD.test(profile)) {
    throw new Problem(
      'configuration',
      `the profile name "${profile}" can't be written as a heading of the AWS config file`,
      'name the profile in the settings without quotes, brackets and backslashes',
    );
  }
  if (profile === 'default') return profile;
  return `profile ${/\s/.test(profile) ? `'${profile}'` : profile}`;
}
