import { join } from 'node:path';
import type { Fault } from '../fake-aws/fault.ts';
import type { FakeAwsOptions } from '../fake-aws/options.ts';
import type { CachedSession } from '../fake-aws/session-file.ts';
import type { Calls } from './measure.ts';

/** The fake AWS in a process of its own: it answers while the bench is busy starting a hundred programs. */
export interface AwsApart {
  url: string;
  set(options: Partial<FakeAwsOptions>): Promise<void>;
  /** Undefined: all is well again. */
  everyCall(fault: Fault | undefined): Promise<void>;
  issueSession(): Promise<CachedSession>;
  calls(): Promise<Calls>;
  stop(): Promise<void>;
}

export async function startAwsApart(): Promise<AwsApart> {
  const program = join(import.meta.dirname, '..', 'fake-aws', 'main.ts');
  const command = [process.execPath, program, '--quiet', '--decision', 'approve'];
  const child = Bun.spawn(command, { stdin: 'ignore', stdout: 'pipe', stderr: 'inherit' });
  const url = await addressIn(child.stdout);
  const pull = async (lever: string, body?: object) => {
    const request = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    const answer = await fetch(`${url}/_fake/${lever}`, request);
    if (!answer.ok) throw new Error(await answer.text());
    return answer.json();
  };
  return {
    url,
    set: async (options) => void (await pull('options', options)),
    everyCall: async (fault) => void (await pull('faults', fault ? { operation: '*', fault } : {})),
    issueSession: () => pull('session', {}) as Promise<CachedSession>,
    calls: async () => counted((await pull('calls')) as { operation: string }[]),
    stop: async () => {
      child.kill('SIGTERM');
      await child.exited;
    },
  };
}

async function addressIn(output: ReadableStream<Uint8Array>): Promise<string> {
  let text = '';
  for await (const part of output) {
    text += new TextDecoder().decode(part);
    const address = /^fake AWS on (\S+)\n/.exec(text)?.[1];
    if (address) return address;
  }
  throw new Error(`the fake AWS did not start: ${text}`);
}

function counted(calls: { operation: string }[]): Calls {
  return Object.fromEntries(
    Object.entries(Object.groupBy(calls, ({ operation }) => operation)).map(([name, found = []]) => [
      name,
      found.length,
    ]),
  );
}
