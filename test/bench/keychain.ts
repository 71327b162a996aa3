import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { measure, type Subject } from './measure.ts';
import { type Goal, judge, table } from './report.ts';

/**
 * `bun test/bench/keychain.ts [ROUNDS]`: what it costs to read one item of gnome-keyring, whole processes, in a desktop
 * session and a home of their own. Needs dbus, gnome-keyring, libsecret-tools and golang-docker-credential-helpers.
 */
const HELLO = 'bare compiled hello';
const OURS = 'our reader, compiled';
const DOCKER = 'docker-credential-secretservice get';

const goals: Goal[] = [
  { name: 'our reader against docker-credential-secretservice', subject: OURS, unit: DOCKER, atMost: 1 },
];

const ITEM = { service: 'io.github.bedrock-launcher', name: 'bench' };
const SERVER = 'https://bench.example.com';
const KEY = Buffer.alloc(32, 'key').toString('base64');

/** The daemon detaches before it has its name; whoever calls meanwhile would start a second, locked one. */
const SESSION = `printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
until dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.GetNameOwner \\
  string:org.freedesktop.secrets >/dev/null 2>&1; do sleep 0.05; done
exec "$@"`;

function inSession(home: string): number {
  const inner = [process.execPath, import.meta.filename, ...process.argv.slice(2)];
  const env = { PATH: process.env['PATH'] ?? '', HOME: home, BENCH_HOME: home };
  const command = ['dbus-run-session', '--', 'sh', '-c', SESSION, 'sh', ...inner];
  return Bun.spawnSync(command, { env, stdin: 'ignore', stdout: 'inherit', stderr: 'inherit' }).exitCode;
}

async function compiled(home: string, name: string): Promise<string[]> {
  const outfile = join(home, name);
  const build = join(import.meta.dirname, 'build-hello.ts');
  // In a process of its own: a child is charged with the memory that its parent had.
  await Bun.$`${process.execPath} ${build} ${join(import.meta.dirname, `${name}.ts`)} ${outfile}`.quiet();
  return [outfile];
}

async function main(home: string): Promise<number> {
  const env = process.env as Record<string, string>;
  await Bun.secrets.set({ ...ITEM, value: KEY });
  const stored = JSON.stringify({ ServerURL: SERVER, Username: 'bench', Secret: KEY });
  await Bun.$`docker-credential-secretservice store < ${new Response(stored)}`.quiet();
  const subjects: Subject[] = [
    { name: HELLO, command: await compiled(home, 'hello'), env },
    { name: OURS, command: await compiled(home, 'read-key'), env },
    { name: 'Bun.secrets.get, compiled', command: await compiled(home, 'read-key-bun'), env },
    { name: DOCKER, command: ['docker-credential-secretservice', 'get'], env, input: SERVER },
    {
      name: 'secret-tool lookup',
      command: ['secret-tool', 'lookup', 'service', ITEM.service, 'account', 'bench'],
      env,
    },
  ];
  const figures = await measure(subjects, Number(process.argv[2] ?? 40), 3);
  const verdicts = judge(goals, figures);
  process.stdout.write(table(figures, HELLO, verdicts));
  return verdicts.some(({ met }) => met === false) ? 1 : 0;
}

const home = process.env['BENCH_HOME'];
if (home) process.exit(await main(home));
const folder = mkdtempSync(join(tmpdir(), 'bench-keychain-'));
const code = inSession(folder);
rmSync(folder, { recursive: true, force: true });
process.exit(code);
