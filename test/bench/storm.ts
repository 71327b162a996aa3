import { programFile, signedIn } from '../person.ts';
import type { AwsApart } from './aws-apart.ts';
import { type Figures, measure, type Subject } from './measure.ts';
import type { Goal } from './report.ts';
import { forget, type People, personWithKeyFile } from './subjects.ts';

const CROWD = 100;
/** What a call takes: nothing, or what the way to AWS and back does. */
const ANSWER_MS = [0, 150] as const;
type AnswerMs = (typeof ANSWER_MS)[number];

const ofCrowd = (answerMs: AnswerMs) => `the last of ${CROWD} helpers, expired token, ${answering(answerMs)}`;
const ofOne = (answerMs: AnswerMs) => `one helper, expired token, ${answering(answerMs)}`;
const HELLOS = `the last of ${CROWD} hellos`;

function answering(answerMs: AnswerMs): string {
  return answerMs === 0 ? 'AWS answers at once' : `AWS takes ${answerMs} ms a call`;
}

/** Where AWS answers at once, what counts is how fast the machine can start a hundred programs at all: hence the hellos. */
export const stormGoals: Goal[] = [
  {
    name: `${CROWD} helpers against one, ${answering(150)}`,
    subject: ofCrowd(150),
    measured: { against: ofOne(150) },
    atMost: 3,
  },
  {
    name: `${CROWD} helpers against ${CROWD} hellos, ${answering(0)}`,
    subject: ofCrowd(0),
    measured: { against: HELLOS },
    atMost: 3,
  },
  { name: `${CROWD} helpers against one, ${answering(0)}`, subject: ofCrowd(0), measured: { against: ofOne(0) } },
  { name: `${CROWD} hellos against one helper`, subject: HELLOS, measured: { against: ofOne(0) } },
  ...ANSWER_MS.flatMap((answerMs) => ['CreateToken', 'GetRoleCredentials'].map((calls) => onlyOne(calls, answerMs))),
];

function onlyOne(calls: string, answerMs: AnswerMs): Goal {
  const name = `${calls} of ${CROWD} helpers, ${answering(answerMs)}`;
  return { name, subject: ofCrowd(answerMs), measured: { calls }, atMost: 1 };
}

/** A hundred helpers at once on an expired token, one alone, and a hundred programs that do nothing. */
export async function measureStorms(
  aws: AwsApart,
  hello: Subject,
  rounds: number,
  people: People,
): Promise<Map<string, Figures>> {
  const subjects = ANSWER_MS.flatMap((answerMs) => [
    onExpiredToken(aws, ofOne(answerMs), 1, answerMs, people),
    onExpiredToken(aws, ofCrowd(answerMs), CROWD, answerMs, people),
  ]);
  const hellos = { ...hello, name: HELLOS, atOnce: CROWD };
  return measure([hellos, ...subjects], rounds, 1, () => aws.calls());
}

function onExpiredToken(aws: AwsApart, name: string, atOnce: number, answerMs: AnswerMs, people: People): Subject {
  const person = personWithKeyFile(aws, people);
  const prepare = async () => {
    forget(person);
    await aws.everyCall(undefined);
    await aws.set({ accessTokenSeconds: 0 });
    await signedIn(person, aws);
    await aws.set({ accessTokenSeconds: 3600 });
    if (answerMs > 0) await aws.everyCall({ delayMs: answerMs });
  };
  return { name, atOnce, command: [programFile('bedrock-credential-helper')], env: person.env, prepare };
}
