import { Problem } from '../problem.ts';

/** What a person asked for on the command line; it wins over settings and environment. */
export interface Wishes {
  profile?: string | undefined;
  /** Serves where nothing else says who signs in. */
  fallbackProfile?: string | undefined;
}

/** How a launcher hands its --profile on to the client that it opens, and that one to the helper; policy wins over it. */
export const PROFILE_WISH = 'BEDROCK_LAUNCHER_PROFILE';

export function wishesIn(values: Record<string, string | boolean | string[] | undefined>): Wishes {
  const { profile } = values;
  if (profile === '') throw new Problem('usage', '--profile needs a name', 'name a profile of the AWS config file');
  return { profile: typeof profile === 'string' ? profile : undefined };
}
