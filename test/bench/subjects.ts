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
export const OPENED = 'launcher, live session, client opened';
export const OPENED_KEYRING = 'launcher, live session, client opened, key in gnome-keyring';
export const RENEWAL = 'renewal in the background, nothing to do';
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

/** The whole double-click, with a client that ends at once. */
export async function doubleClick(aws: AwsApart, people: People): Promise<Subject> {
  const person = newPerson(aws, { ...workSettings(), secureStorage: 'file', client: CLIENT });
  people.push(person);
  await signedIn(person, aws);
  const command = [programFile('bedrock-launcher')];
  return { name: OPENED, command, env: person.env, prepare: async () => forget(person) };
}

/** What the operating system starts every quarter of an hour; the first run of the warm-up leaves nothing to do. */
export async function idleRenewal(aws: AwsApart, people: People): Promise<Subject> {
  const person = newPerson(aws, { ...workSettings(), secureStorage: 'file', renewInBackground: true });
  people.push(person);
  await signedIn(person, aws);
  return { name: RENEWAL, command: [programFile('bedrock-launcher'), '--renew'], env: person.env };
}

const CLIENT = '/bin/true';

/** What helpers have kept for later: everything in the vault but its key. */
export function forget(person: Person): void {
  const vault = join(person.home, '.local', 'state', 'bedrock-launcher', 'vault');
  const kept = existsSync(vault) ? readdirSync(vault).filter((name) => !/^(key$|session-)/.test(name)) : [];
  for (const name of kept) rmSync(join(vault, name), { recursive: true });
  // Else the next one would find that the client was opened a moment ago.
  rmSync(join(dirname(vault), 'opened'), { recursive: true, force: true });
}

export async function cached(aws: AwsApart, people: People): Promise<Subject> {
  const person = personWithKeyFile(aws, people);
  await signedIn(person, aws);
  return { name: CACHED, command: [programFile('bedrock-credential-helper')], env: person.env };
}

/** Both read the same keyring: ours the key of the vault, the other an item of its own. */
export async function keyringReaders(aws: AwsApart, { env }: Desktop, people: People): Promise<Subject[]> {
  const [ours, opener] = [await withKeyring(aws, env, people), await withKeyring(aws, env, people)];
  const server = 'https://example.com';
  const item = JSON.stringify({ ServerURL: server, Username: 'ana', Secret: 'x'.repeat(44) });
  await Bun.$`docker-credential-secretservice store < ${Buffer.from(item)}`.env(env).quiet();
  return [
    {
      name: OPENED_KEYRING,
      command: [programFile('bedrock-launcher')],
      env: opener.env,
      prepare: async () => forget(opener),
    },
    { name: KEYRING, command: [programFile('bedrock-credential-helper')], env: ours.env },
    { name: SECRET_SERVICE, command: ['docker-credential-secretservice', 'get'], env, input: server },
  ];
}

/** A person whose session is sealed under a key in the keyring. */
async function withKeyring(aws: AwsApart, env: Desktop['env'], people: People): Promise<Person> {
  const settings = { inferenceBedrockRegion: 'us-east-1', inferenceModels: [MODEL], client: CLIENT, ...ROLE };
  const person = newPerson(aws, settings);
  people.push(person);
  Object.assign(person.env, env, { HOME: person.home });
  const signIn = await person.run('bedrock-launcher', ['--no-open']);
  if (signIn.exitCode !== 0) throw new Error(`no sign-in with a keyring: ${signIn.stderr}`);
  return person;
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
