import type { Env } from '../host.ts';

/**
 * The Unix sockets at which the session bus may be, in the order to try them; a leading NUL marks an abstract one.
 * Empty: this session has no bus that we would speak to. An address over TCP is none: secrets don't leave this machine.
 * https://dbus.freedesktop.org/doc/dbus-specification.html#addresses
 */
export function busSockets(env: Env): string[] {
  const named = env['DBUS_SESSION_BUS_ADDRESS'];
  if (named) return named.split(';').flatMap((address) => socketOf(address, env));
  return inRuntimeDir(env);
}

/** Where every system with systemd keeps it, for a process that nobody told. */
function inRuntimeDir({ XDG_RUNTIME_DIR: folder }: Env): string[] {
  return folder?.startsWith('/') ? [`${folder}/bus`] : [];
}

/** `unix:path=/run/user/1000/bus,guid=...`; what only a listener may use (`dir`, `tmpdir`) leads nowhere. */
function socketOf(address: string, env: Env): string[] {
  const [, pairs] = /^unix:(.*)$/s.exec(address) ?? [];
  if (pairs === undefined) return [];
  const values = new Map(pairs.split(',').map((pair) => keyAndValue(pair)));
  const path = values.get('path');
  const abstract = values.get('abstract');
  if (path) return path.startsWith('/') ? [path] : [];
  if (abstract) return [`\0${abstract}`];
  return values.get('runtime') === 'yes' ? inRuntimeDir(env) : [];
}

function keyAndValue(pair: string): [string, string | undefined] {
  const [key = '', value = ''] = pair.split('=', 2);
  return [key, unescaped(value)];
}

/** Undefined when an escape is broken or would end the path early. */
function unescaped(value: string): string | undefined {
  try {
    const text = decodeURIComponent(value);
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}
