import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import type { FakeAws } from '../../fake-aws/server.ts';
import { type Person, signedIn } from '../../person.ts';

/** The report as --json has it. */
export interface Document {
  report: string;
  version: string;
  made: string;
  verdict: { state: string; id?: string; words: string; next: string; also: string[]; exitCode: number };
  findings: {
    id: string;
    section: string;
    state: string;
    what: string;
    words: string;
    next: string;
    details: Record<string, string>;
  }[];
}

export interface Diagnosis {
  exitCode: number | undefined;
  document: Document;
  stderr: string;
}

/** What the doctor finds on a person's machine. */
export async function diagnosed(person: Person, args: string[] = [], env = {}): Promise<Diagnosis> {
  const { exitCode, stdout, stderr } = await person.run('bedrock-admin', ['doctor', '--json', ...args], { env });
  return { exitCode, document: JSON.parse(stdout) as Document, stderr };
}

export function statesOf({ findings }: Document): Record<string, string> {
  return Object.fromEntries(findings.map(({ id, state }) => [id, state]));
}

/** The finding of that name. */
export function findingOf({ findings }: Document, id: string): Document['findings'][number] {
  const found = findings.find((finding) => finding.id === id);
  if (found) return found;
  throw new Error(`no finding ${id}: there are ${findings.map((finding) => finding.id).join(', ')}`);
}

/** Signed in as by the AWS CLI, which lets nobody else read its files. */
export async function live(person: Person, fake: Pick<FakeAws, 'issueSession'>): Promise<void> {
  await signedIn(person, fake);
  chmodSync(join(person.home, sessionFile(person)), 0o600);
}

export function sessionFile(person: Person): string {
  const [name = ''] = Object.keys(person.files('.aws/sso/cache'));
  return `.aws/sso/cache/${name}`;
}
