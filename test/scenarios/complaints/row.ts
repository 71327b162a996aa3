import { chmodSync } from 'node:fs';
import { type Outcome, type Person, type ProgramName, programFile, workSettings } from '../../person.ts';
import type { Stage } from '../../stage.ts';

/** What somebody filed against a tool of this kind, played on the programs that we ship. */
export interface Complaint {
  number: number;
  complaint: string;
  scenario: string;
  /** What a machine must have to play it; without it the row is skipped by name. */
  needs?: string[];
  happens(stage: Stage): Promise<unknown>;
  /** What must be seen. */
  holds: unknown;
}

export const launcher = 'bedrock-launcher';
export const helper = 'bedrock-credential-helper';
export const client = 'bedrock-client';

export const INTERACTIVE = { env: { CLAUDE_HELPER_CONTEXT: 'interactive' } };
export const BACKGROUND = { env: { CLAUDE_HELPER_CONTEXT: 'background' } };

export function use(person: Person, settings: object): void {
  person.write('settings.json', { ...workSettings(), ...settings });
}

/** A role spelled out in the settings: its session is ours to keep. */
export const toolkitSession = {
  awsProfile: undefined,
  ssoStartUrl: 'https://example.awsapps.com/start',
  ssoRegion: 'us-east-1',
  ssoAccountId: '111122223333',
  ssoRoleName: 'BedrockUser',
};

/** The permission set with sessions of so many seconds. */
export const shortRole = (seconds: number) => [
  { accountId: '111122223333', roleName: 'BedrockUser', sessionSeconds: seconds },
];

export function script(person: Person, name: string, text: string): string {
  const file = person.write(name, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

export function times<Result>(count: number, start: (index: number) => Promise<Result>): Promise<Result[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => start(index)));
}

export const exitCodesOf = (outcomes: Outcome[]) => outcomes.map(({ exitCode }) => exitCode);

/** Seconds for which a bearer token was signed. */
export function lifeOf(token: string): number {
  const address = Buffer.from(token.trim().replace('bedrock-api-key-', ''), 'base64').toString();
  return Number(new URLSearchParams(address.split('?')[1]).get('X-Amz-Expires'));
}

/** A program that still runs: what it has said so far, and its end. */
export interface Running {
  said(pattern: RegExp): Promise<RegExpExecArray>;
  say(line: string): void;
  pid: number;
  ended: Promise<{ exitCode: number | null; output: string }>;
}

/** Starts a program; both of its outputs are one text. */
function started(command: string[], env: Record<string, string>): Running {
  const child = Bun.spawn(command, { env, stdin: 'pipe', stdout: 'pipe', stderr: 'pipe' });
  let output = '';
  let over = false;
  const listen = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const bytes of stream) output += decoder.decode(bytes, { stream: true });
  };
  const ended = Promise.all([listen(child.stdout), listen(child.stderr), child.exited]).then(() => {
    over = true;
    return { exitCode: child.exitCode, output };
  });
  let read = 0;
  return {
    pid: child.pid,
    ended,
    async said(pattern) {
      for (;;) {
        const found = pattern.exec(output.slice(read));
        if (found) {
          read += found.index + found[0].length;
          return found;
        }
        if (over) throw new Error(`it ended without ${pattern}: ${output}`);
        await Bun.sleep(20);
      }
    },
    say(line) {
      child.stdin.write(`${line}\n`);
      child.stdin.flush();
    },
  };
}

export function startedProgram(person: Person, program: ProgramName, args: string[], env = {}): Running {
  return started([programFile(program), ...args], { ...person.env, ...env });
}

/** A conversation of the bundled client in a terminal of its own. */
export function conversation(person: Person): Running {
  return started(['script', '-qec', programFile(client), '/dev/null'], { ...person.env, TERM: 'dumb' });
}

/** How many of the processes whose numbers are in that file of the person's still run; they are ended here. */
export async function survivors(person: Person, file: string): Promise<number> {
  const pids = person.read(file).split(/\s+/).filter(Boolean).map(Number);
  const running = async () => (await Promise.all(pids.map(isRunning))).filter(Boolean).length;
  // A signal needs a moment to arrive.
  for (let look = 0; look < 50 && (await running()) > 0; look++) await Bun.sleep(20);
  const left = await running();
  for (const pid of pids) if (await isRunning(pid)) process.kill(pid, 'SIGKILL');
  return left;
}

/** A zombie has ended. */
async function isRunning(pid: number): Promise<boolean> {
  const stat = await Bun.file(`/proc/${pid}/stat`)
    .text()
    .catch(() => '');
  return stat !== '' && !/\) [ZX] /.test(stat);
}

/** A program that never ends by itself, with a child of its own; both numbers are noted in the file `sleepers`. */
export function sleeper(person: Person): string {
  const note = `${person.home}/sleepers`;
  return script(person, 'sleeper', `sleep 600 & echo $! $$ >${note}.new; mv ${note}.new ${note}; exec sleep 500`);
}
