import type { Host } from '../../shared/host.ts';
import { type ExitName, Problem } from '../../shared/problem.ts';
import type { Arguments } from '../../shared/program.ts';
import type { AWS_OPTIONS } from './options.ts';

type Option = keyof typeof AWS_OPTIONS | 'profile' | 'json';

interface Verb {
  takes: readonly Option[];
  story(): Promise<(host: Host, given: Arguments) => Promise<ExitName>>;
}

const FILE: readonly Option[] = ['out', 'force'];
const POLICY: readonly Option[] = [
  'approach',
  'regions',
  'models',
  'account',
  'discovery',
  'no-discovery',
  'configured',
  ...FILE,
];

const verbs: Record<string, Verb> = {
  policy: { takes: POLICY, story: async () => (await import('./documents.ts')).policy },
  'permission-set': {
    takes: [...POLICY, 'format', 'name', 'hours', 'group', 'instance'],
    story: async () => (await import('./documents.ts')).permissionSet,
  },
  cloudtrail: {
    takes: [...FILE, 'format', 'days', 'table', 'name'],
    story: async () => (await import('./documents.ts')).cloudtrail,
  },
  check: { takes: ['profile', 'role', 'json'], story: async () => (await import('./check/check.ts')).check },
  record: {
    takes: ['profile', 'sso-session', 'account', 'role', 'out', 'set-profile', 'json'],
    story: async () => (await import('./record/record.ts')).record,
  },
  federation: { takes: [...FILE, 'format'], story: async () => (await import('./documents.ts')).federation },
};

/** The AWS side: documents to put in place there, a check of what is in place, and what the settings need from there. */
export async function aws(host: Host, { values, positionals }: Arguments): Promise<ExitName> {
  const [name, stray] = positionals;
  const verb = verbNamed(name);
  if (stray !== undefined) throw usage(`aws ${name} takes no "${stray}"`);
  const other = Object.keys(values).find((option) => !verb.takes.includes(option as Option));
  if (other) throw usage(`aws ${name} takes no --${other}`);
  const story = await verb.story();
  return story(host, { values, positionals: [] });
}

function verbNamed(name: string | undefined): Verb {
  const found = name !== undefined && Object.hasOwn(verbs, name) ? verbs[name] : undefined;
  if (found) return found;
  const names = Object.keys(verbs).join(', ');
  throw usage(
    name === undefined
      ? `a command is missing after aws: ${names}`
      : `unknown command "aws ${name}"; there are ${names}`,
  );
}

function usage(what: string): Problem {
  return new Problem('usage', what, "see 'bedrock-admin --help'");
}
