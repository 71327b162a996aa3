import type { Host } from '../../shared/host.ts';
import { pathOf } from '../../shared/path.ts';
import { programPath } from '../../shared/places.ts';
import type { ExitName } from '../../shared/problem.ts';
import { print } from '../../shared/program.ts';

/** The launcher's own option: no person gives it. */
export const AS_BROWSER = 'as-browser';
/** What stands before the address that such a browser was given. */
export const OPENED = 'bedrock-launcher: to open: ';

/**
 * A browser that opens nothing: our own page leads the person there. It says the address, which the AWS CLI prints only
 * in part; where there is no stdout (Windows) that is lost. Never a failure: the CLI would try another browser.
 */
export function asBrowser(address: string): ExitName {
  try {
    print(`${OPENED}${address}`);
  } catch {}
  return 'done';
}

/**
 * The value of BROWSER that makes the AWS CLI take us for the browser: Python splits it at the separator of PATH, then,
 * having seen a %s, as a POSIX shell would. Undefined: our path can't be named there.
 * https://docs.python.org/3/library/webbrowser.html
 */
export function browserOfOurs(host: Pick<Host, 'platform' | 'programDir'>): string | undefined {
  const path = programPath(host, 'bedrock-launcher');
  const plain = host.platform === 'win32' ? path.replaceAll('\\', '/') : path;
  const separator = pathOf(host.platform).delimiter;
  if (plain.includes(separator)) return undefined;
  return `'${plain.replaceAll("'", `'"'"'`)}' --${AS_BROWSER}=%s`;
}
