import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { file, type Misbehaving } from './row.ts';

/** A helper that ends with such an exit code. */
function failing(script: string, exitCode: number, error: RegExp, hint: RegExp): Misbehaving {
  return { name: script, script, exitCode, error: new RegExp(`/helper: ${error.source}`), hint };
}

const SILENT = /let it say on stderr why it fails/;
const ABOVE = /its words above say why/;
const ENDED = /see what ends it/;

/** Helpers that end badly. */
export const failures: Misbehaving[] = [
  failing('exit 1', 3, /failed with exit code 1 and said nothing on stderr$/, SILENT),
  failing('echo $TOKEN; exit 1', 3, /failed with exit code 1 and/, SILENT),
  failing('exit 2', 3, /failed with exit code 2 and/, SILENT),
  failing('exit 42', 3, /failed with exit code 42 and/, SILENT),
  failing('exit 255', 3, /failed with exit code 255 and/, SILENT),
  failing('echo "----" >&2; exit 9', 9, /failed with exit code 9 and/, SILENT),
  {
    ...failing('echo no VPN >&2; exit 6', 6, /failed with exit code 6$/, ABOVE),
    words: /^no VPN\nbedrock-client: error/,
  },
  { ...failing('echo a question? >&2; exit 4', 4, /failed with exit code 4$/, ABOVE), words: /^a question\?\n/ },
  { ...failing('no-such-program', 3, /failed with exit code 127 \(.* is not there\)$/, ABOVE), words: /not found/ },
  failing('/etc/passwd 2>/dev/null', 3, /failed with exit code 126 \(.* may not be run\) and/, SILENT),
  failing("sh -c 'kill -9 $$'; exit 137", 3, /failed with exit code 137 \(.* ended by SIGKILL\)/, /./),
  failing('exec >&-; echo $TOKEN', 3, /failed with exit code \d+$/, ABOVE),
  failing('kill -KILL $$', 3, /was killed by SIGKILL before it gave a token$/, ENDED),
  failing('kill -TERM $$', 3, /was killed by SIGTERM before it gave a token$/, ENDED),
  failing('echo $TOKEN; sleep 60 & kill -KILL 0', 3, /was killed by SIGKILL before it gave a token$/, ENDED),
  {
    name: 'fails in words of our kind',
    script: 'echo "corp: error: the VPN is off" >&2; echo "corp: hint: switch it on" >&2; exit 6',
    exitCode: 6,
    error: /^corp: error: the VPN is off$/,
    hint: /^corp: hint: switch it on$/,
  },
];

/** Something in the place of a helper that does not start. */
function unstartable(name: string, place: Misbehaving['place'], error: RegExp, hint: RegExp): Misbehaving {
  return { name, ...(place ? { place } : {}), exitCode: 3, error, hint };
}

/** Files, and none, that can't be started. */
export const unstarted: Misbehaving[] = [
  unstartable(
    'no file',
    (person) => join(person.home, 'none'),
    /\(ENOENT\): no such file can be seen$/,
    /the path of a/,
  ),
  unstartable(
    'arguments',
    () => '/bin/echo token',
    /\(ENOENT\): it is \/bin\/echo with arguments$/,
    /without arguments/,
  ),
  unstartable('a folder', folder, /\/helper: is a folder, not a program$/, /name the program itself/),
  unstartable('a device', () => '/dev/null', /\/dev\/null: is no file$/, /name the program itself/),
  unstartable('no mode', file('#!/bin/sh\n', 0o644), /\/helper: is not marked as a program$/, /chmod \+x .*\/helper$/),
  unstartable('no first line', file('echo token\n'), /does not say what runs it$/, /#!\/bin\/sh/),
  unstartable('an empty file', file(''), /does not say what runs it$/, /#!\/bin\/sh/),
  unstartable(
    'no interpreter',
    file('#!/opt/none/sh\n'),
    /is a script for \/opt\/none\/sh, which is not/,
    /install that/,
  ),
  unstartable('Windows line ends', file('#!/bin/sh\r\necho a\r\n'), /with Windows line ends$/, /line ends of Unix/),
  unstartable(
    'another machine',
    file('MZ\0\0'),
    /no program of this kind of machine$/,
    /the helper that is made for it/,
  ),
  unstartable('a link to nowhere', link('nowhere'), /\(ENOENT\): no such file can be seen$/, /the path of a program/),
  unstartable('a link to itself', link('helper'), /\(ELOOP\): no such file can be seen$/, /the path of a program/),
];

function folder({ home }: { home: string }): string {
  mkdirSync(join(home, 'helper'));
  return join(home, 'helper');
}

function link(target: string): (person: { home: string }) => string {
  return ({ home }) => {
    symlinkSync(target, join(home, 'helper'));
    return join(home, 'helper');
  };
}
