import type { Rule } from '../finding.ts';

const TTL = 'inferenceCredentialHelperTtlSec';
const TIMEOUT = 'inferenceCredentialHelperTimeoutSec';

/** The longest that a role session or a short-term Bedrock key lives. */
const LONGEST_LIFE_S = 43_200;
/** What a token must live longer than the app keeps it. */
const MARGIN_S = 300;
/** So short that the app no longer looks at each turn. */
const UNCHECKED_S = 120;
/** What the helper leaves of its time for the answer. */
const LEAST_TIMEOUT_S = 3;

function numberRule(
  key: typeof TTL | typeof TIMEOUT,
  find: (value: number) => [string, string] | undefined,
): Rule['check'] {
  return (subject) => {
    const value = subject.get(key);
    const found = value === undefined ? undefined : find(value);
    return found ? [subject.about(key, ...found)] : [];
  };
}

export const lifetimeRules: Rule[] = [
  {
    id: 'ttl-too-long',
    title: 'The app would keep a token longer than any token lives.',
    level: 'error',
    check: numberRule(TTL, (ttl) =>
      ttl + MARGIN_S > LONGEST_LIFE_S
        ? [
            `is ${ttl}, and with the margin of ${MARGIN_S} s that is more than ${LONGEST_LIFE_S} s, the longest role session`,
            `set it to at most ${LONGEST_LIFE_S - MARGIN_S}, and to ${MARGIN_S} s less than the session of the role`,
          ]
        : undefined,
    ),
  },
  {
    id: 'ttl-too-short',
    title: 'The app keeps a token so briefly that it skips its check before each turn.',
    level: 'warning',
    check: numberRule(TTL, (ttl) =>
      ttl <= UNCHECKED_S
        ? [`is ${ttl}: at ${UNCHECKED_S} s or less the app skips its check before each turn`, 'set it to 900 or more']
        : undefined,
    ),
  },
  {
    id: 'timeout-too-short',
    title: 'The helper has no time to answer.',
    level: 'warning',
    check: numberRule(TIMEOUT, (timeout) =>
      timeout <= LEAST_TIMEOUT_S
        ? [`is ${timeout}, which leaves the helper no time to ask AWS`, 'set it to 60, or more where people sign in']
        : undefined,
    ),
  },
];
