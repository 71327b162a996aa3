import { answerStream } from '../fake-aws/stream.ts';
import { newPerson, programFile, signedIn, workSettings } from '../person.ts';
import type { AwsApart } from './aws-apart.ts';
import type { Figures, Subject } from './measure.ts';
import type { Goal } from './report.ts';
import type { People } from './subjects.ts';

const SHORT = 'client, an answer of 50 kB';
const LONG = 'client, an answer of 5 MB';
const FIRST = "client, from Bedrock's first byte to the first word on stdout";

export const clientGoals: Goal[] = [
  { name: "first word after Bedrock's first byte (ms)", subject: FIRST, measured: 'median', atMost: 40 },
  {
    name: 'memory of a 5 MB answer above that of a 50 kB one (MB)',
    subject: LONG,
    measured: { aboveMb: SHORT },
    atMost: 30,
  },
];

/** In pieces of some words, as models send them. */
const PIECE = `${'word'.repeat(12)} `;
const times = (bytes: number) => Math.floor(bytes / PIECE.length);

/** The same question with an answer of some pages and a very long one; a token is at hand. */
export async function answers(aws: AwsApart, people: People): Promise<Subject[]> {
  const person = newPerson(aws, { ...workSettings(), secureStorage: 'file' });
  people.push(person);
  await signedIn(person, aws);
  const command = [programFile('bedrock-client'), 'ask', 'hi'];
  const asks = (name: string, bytes: number): Subject => ({
    name,
    command,
    env: person.env,
    prepare: () => aws.set({ answer: PIECE, answerTimes: times(bytes), wordDelayMs: 0 }),
  });
  return [asks(SHORT, 50 * 1024), asks(LONG, 5 * 1024 * 1024)];
}

/** How long an answer is under way inside of the client: by one clock, so the model answers from this process. */
export async function firstWord(rounds: number, people: People): Promise<[string, Figures]> {
  let sent = Number.NaN;
  const server = Bun.serve({
    hostname: '127.0.0.1',
    port: 0,
    fetch() {
      sent = performance.now();
      return answerStream('model', ['yes'], { wordDelayMs: 0, stopReason: 'end_turn' }, undefined);
    },
  });
  const settings = {
    inferenceBedrockRegion: 'us-east-1',
    inferenceModels: ['model'],
    inferenceCredentialKind: 'static',
  };
  const person = newPerson(
    { url: `http://127.0.0.1:${server.port}` },
    { ...settings, inferenceBedrockBearerToken: 'key' },
  );
  people.push(person);
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const command = [programFile('bedrock-client'), 'ask', 'hi'];
    const child = Bun.spawn(command, { env: person.env, stdin: 'ignore', stdout: 'pipe', stderr: 'inherit' });
    await child.stdout.getReader().read();
    times.push(performance.now() - sent);
    if ((await child.exited) !== 0) throw new Error('the client failed');
  }
  await server.stop(true);
  return [FIRST, figuresOf(times)];
}

function figuresOf(times: number[]): Figures {
  const sorted = times.toSorted((one, other) => one - other);
  const at = (share: number) => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;
  return { median: at(0.5), low: at(0.25), high: at(0.75), peakMb: Number.NaN, calls: {} };
}
