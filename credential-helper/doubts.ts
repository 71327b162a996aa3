import { lifeAdvice } from '../shared/token/lifetime.ts';
import type { Obtained } from './obtain.ts';
import type { Question } from './question.ts';

/** Says on stderr what the reader of the answer should know about its life. */
export function sayDoubts({ host, config, identity, format, want }: Question, { life, doubt }: Obtained): void {
  if (life === undefined) return;
  if (doubt) {
    host.say(
      `warning: AWS could not be asked (${doubt.message}): this credential is kept from before and lives ${seconds(life)} s`,
    );
    host.say(`hint: ${doubt.hint}`);
  } else if (format.needsSettings && life < want.leastMs) {
    const { ttlSec } = config.helper;
    const needed = seconds(want.leastMs);
    host.say(
      `warning: the token lives ${seconds(life)} s, but inferenceCredentialHelperTtlSec ${ttlSec} needs ${needed} s`,
    );
    host.say(`hint: ${lifeAdvice(identity.lifeSetting, life, needed)}`);
  }
}

function seconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000);
}
