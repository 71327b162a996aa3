import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { MODEL, newPerson, type Person, programFile, ROLE, signedIn, workSettings } from '../person.ts';
import type { AwsApart } from './aws-apart.ts';
import type { Desktop } from './desktop.ts';
import type { Subject } from './measure.ts';

export const HELLO = 'bare compiled hello';
export const UNCACHED = 'helper, live session';
export const CACHED = 'helper, cached token, key in a file';
export const KEYRING = 'helper, cached token, key in gnome-keyring';
export const SECRET_SERVICE = 'docker-credential-secretservice get';
export const LAUNCHER = 'launcher --no-open, live session';
export const POLICY_LOADED = 'policy, loaded';
export const POLICY_READ = 'policy, read';
export const CLI = 'aws configure export-credentials';

/** Those who must be gone when the bench ends. */
export type People = Person[];

export async function hello(folder: string): Promise<Subject> {
  return { name: HELLO, command: [await compiled(folder, 'hello')], env: {} };
}

/** In a process of its own: a child is charged with the memory that its parent had. */
async function compiled(folder: string, name: string): Promise<string> {
  const outfile = join(folder, name);
  const [builder, entry] = ['build-image.ts', `${name}.ts`].map((file) => join(import.meta.dirname, file));
  await Bun.$`${process.execPath} ${builder} ${entry} ${outfile}`.quiet();
  return outfile;
}

/** The part of the helper that reads the settings, once only loaded and once at work. */
export async function policyReaders(folder: string, people: People): Promise<Subject[]> {
  const person = newPerson(undefined, workSettings());
  people.push(person);
  const program = await compiled(folder, 'policy');
  return [
    { name: POLICY_LOADED, command: [program], env: person.env },
    { name: POLICY_READ, command: [program, 'read'], env: person.env },
  ];
}

export function personWithKeyFile(aws: AwsApart, people: People): Person {
  const person = newPerson(aws, { ...workSettings(), secureStorage: 'file' });
  people.push(person);
  return person;
}

/** One GetRoleCredentials, then the mint: whatever was kept is forgotten before, all but the key that it was sealed with. */
export async function uncached(aws: AwsApart, people: People): Promise<Subject[]> {
  const person = personWithKeyFile(aws, people);
  await signedIn(person, aws);
  const prepare = async () => forget(person);
  return [
    { name: UNCACHED, command: [programFile('bedrock-credential-helper')], env: person.env, prepare },
    { name: LAUNCHER, command: [programFile('bedrock-launcher'), '--no-open'], env: person.env, prepare },
  ];
}

/** What helpers have kept for later: everything in the vault but its key. */
export function forget(person: Person): void {
  const vault = join(person.home, '.local', 'state', 'bedrock-launcher', 'vault');
  const kept = existsSync(vault) ? readdirSync(vault).filter((name) => name !== 'key') : [];
  for (const name of kept) rmSync(join(vault, name), { recursive: true });
}

export async function cached(aws: AwsApart, people: People): Promise<Subject> {
  const person = personWithKeyFile(aws, people);
  await signedIn(person, aws);
  return { name: CACHED, command: [programFile('bedrock-credential-helper')], env: person.env };
}

/** Both read the same keyring: ours the key of the vault, the other an item of its own. */
export async function keyringReaders(aws: AwsApart, { env }: Desktop, people: People): Promise<Subject[]> {
  const person = newPerson(aws, { inferenceBedrockRegion: 'us-east-1', inferenceModels: [MODEL], ...ROLE });
  people.push(person);
  const ours = { ...person.env, ...env, HOME: person.home };
  const signIn = await person.run('bedrock-launcher', ['--no-open'], { env: ours });
  if (signIn.exitCode !== 0) throw new Error(`no sign-in with a keyring: ${signIn.stderr}`);
  const server = 'https://example.com';
  const item = JSON.stringify({ ServerURL: server, Username: 'ana', Secret: 'x'.repeat(44) });
  await Bun.$`docker-credential-secretservice store < ${Buffer.from(item)}`.env(env).quiet();
  return [
    { name: KEYRING, command: [programFile('bedrock-credential-helper')], env: ours },
    { name: SECRET_SERVICE, command: ['docker-credential-secretservice', 'get'], env, input: server },
  ];
}

/** AWS CLI v2 of the Debian trixie folder, on a session like ours. */
export async function awsCli(trixie: string, aws: AwsApart, people: People): Promise<Subject> {
  const person = newPerson(aws);
  people.push(person);
  await signedIn(person, aws);
  const home = mkdtempSync(join(trixie, 'tmp', 'bench-'));
  people.push({ ...person, leave: () => rmSync(home, { recursive: true, force: true }) });
  for (const [name, content] of Object.entries(person.files('.aws'))) {
    mkdirSync(dirname(join(home, '.aws', name)), { recursive: true });
    writeFileSync(join(home, '.aws', name), content);
  }
  return {
    name: CLI,
    command: ['chroot', trixie, '/usr/bin/aws', 'configure', 'export-credentials', '--profile', 'work'],
    env: { PATH: '/usr/sbin:/usr/bin:/sbin:/bin', HOME: home.slice(trixie.length), AWS_ENDPOINT_URL: aws.url },
  };
}
