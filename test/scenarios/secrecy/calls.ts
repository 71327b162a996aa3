import { resolve } from 'node:path';

/** One thing that a process did to the outside. Texts have one character for each byte. */
type Deed =
  | { kind: 'exec'; file: string; argv: string[]; env: string[] }
  /** To a file, a terminal, a pipe or a socket; `target` is how strace names it. */
  | { kind: 'write'; descriptor: number; target: string; text: string }
  /** Made, or opened so that it would be made, with that mode before the umask. */
  | { kind: 'make'; path: string; mode: number }
  | { kind: 'mode'; path: string; mode: number }
  /** Written to, made, renamed or taken away. */
  | { kind: 'touch'; path: string }
  /** The other end of a connection, or the end that others may call. */
  | { kind: 'connect' | 'bind'; host: string; port: number }
  /** A way out of the process whose content a trace does not show. */
  | { kind: 'blind'; call: string };

/** `program` is the file that the process ran at that moment; empty for whoever started the trace. */
export type Act = Deed & { program: string };

interface Call {
  name: string;
  args: string;
  result: string;
}

/** What all the threads of a trace did. A thread begins as the program that its parent was when it was made. */
export function readCalls(threads: { id: number; text: string }[]): Act[] {
  const calls = new Map(threads.map(({ id, text }) => [id, callsIn(text)]));
  const children = new Set([...calls.values()].flat().map(childOf));
  const acts: Act[] = [];
  const follow = (id: number, beginning: string): void => {
    let program = beginning;
    for (const call of calls.get(id) ?? []) {
      const child = childOf(call);
      if (child !== undefined) follow(child, program);
      for (const deed of deedsOf(call)) {
        acts.push({ ...deed, program });
        if (deed.kind === 'exec') program = deed.file;
      }
    }
  };
  for (const { id } of threads) if (!children.has(id)) follow(id, '');
  return acts;
}

/** Calls that did something: a failed one carried nothing, but who tried to connect wanted to. */
function callsIn(text: string): Call[] {
  return text.split('\n').flatMap((line) => {
    const [, name = '', args = '', result = ''] = /^(\w+)\((.*)\)\s+= (.*)$/.exec(line) ?? [];
    return name && (name === 'connect' || !/^(-1|\?)/.test(result)) ? [{ name, args, result }] : [];
  });
}

function childOf({ name, result }: Call): number | undefined {
  return /^(clone3?|v?fork)$/.test(name) ? Number.parseInt(result, 10) : undefined;
}

const readers: [RegExp, (call: Call) => Deed[]][] = [
  [/^execve/, executed],
  [/^(open|openat|openat2|creat)$/, opened],
  [/^(p?write|p?writev2?|pwrite64|sendto|sendm?msg)$/, written],
  [/^(rename|link|symlink|unlink|rmdir|truncate|mknod)/, ({ args }) => pathsIn(args).map(touch)],
  [
    /^mkdir/,
    ({ args }) => pathsIn(args).flatMap((path) => [touch(path), { kind: 'make', path, mode: lastMode(args) }]),
  ],
  [/^(chmod|fchmodat)$/, ({ args }) => pathsIn(args).map((path) => ({ kind: 'mode', path, mode: lastMode(args) }))],
  [/^fchmod$/, ({ args }) => [{ kind: 'mode', path: descriptorIn(args).target, mode: lastMode(args) }]],
  [/^(connect|bind)$/, reached],
  [/^(memfd_create|io_uring_setup|sendfile|splice|copy_file_range)$/, ({ name }) => [{ kind: 'blind', call: name }]],
];

function deedsOf(call: Call): Deed[] {
  return readers.find(([pattern]) => pattern.test(call.name))?.[1](call) ?? [];
}

function executed({ args }: Call): Deed[] {
  const [, file = '', argv = '', env = ''] = /^(?:AT_FDCWD\S* )?("[^"]*"), \[(.*)\], \[(.*)\]/.exec(args) ?? [];
  return [{ kind: 'exec', file: textsIn(file)[0] ?? '', argv: textsIn(argv), env: textsIn(env) }];
}

function opened({ name, args, result }: Call): Deed[] {
  const path = descriptorIn(result).target;
  const writes = name === 'creat' || /O_WRONLY|O_RDWR|O_TRUNC|O_CREAT/.test(args);
  const makes = name === 'creat' || args.includes('O_CREAT') || args.includes('O_TMPFILE');
  return [...(writes ? [touch(path)] : []), ...(makes ? [{ kind: 'make' as const, path, mode: lastMode(args) }] : [])];
}

function written({ args }: Call): Deed[] {
  return [{ kind: 'write', ...descriptorIn(args), text: textsIn(args).join('') }];
}

/** Sockets of this machine's file system have no port, and are left out. */
function reached({ name, args }: Call): Deed[] {
  const [, port] = /sin6?_port=htons\((\d+)\)/.exec(args) ?? [];
  const [host = ''] = textsIn(args.replace(/^[^{]*/, ''));
  return port === undefined ? [] : [{ kind: name === 'bind' ? 'bind' : 'connect', host, port: Number(port) }];
}

function touch(path: string): Deed {
  return { kind: 'touch', path };
}

/** `5</a/file>`, with the name in hexadecimal; `6<TCP:[127.0.0.1:1->127.0.0.1:2]>` as it is. */
function descriptorIn(text: string): { descriptor: number; target: string } {
  const [, descriptor, target = ''] = /^(\d+)<((?:->|[^><])*)/.exec(text) ?? [];
  return { descriptor: Number(descriptor), target: decoded(target) };
}

/** The paths of a call, each against the folder that its descriptor stands for. */
function pathsIn(args: string): string[] {
  const named = [...args.matchAll(/(?:<([^>]*)>, )?"((?:\\x..)*)"/g)];
  return named.map(([, folder = '', name = '']) => resolve(decoded(folder) || '/', decoded(name)));
}

function textsIn(args: string): string[] {
  if (args.includes('"...')) throw new Error('strace cut a text short');
  return [...args.matchAll(/"((?:\\x..)*)"/g)].map(([, text = '']) => decoded(text));
}

function decoded(text: string): string {
  return text.replace(/\\x(..)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

function lastMode(args: string): number {
  return Number.parseInt(/\b(0[0-7]*)\b[^0-7]*$/.exec(args)?.[1] ?? '777', 8);
}
