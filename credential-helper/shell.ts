import { Problem } from '../shared/problem.ts';
import type { ShellName } from './format-names.ts';

interface Shell {
  set(name: string, value: string): string;
  unset(name: string): string;
}

const shells: Record<ShellName, Shell> = {
  sh: {
    set: (name, value) => `export ${name}='${value.replaceAll("'", "'\\''")}'`,
    unset: (name) => `unset ${name}`,
  },
  fish: {
    set: (name, value) => `set -gx ${name} '${value.replace(/[\\']/g, '\\$&')}'`,
    unset: (name) => `set -e ${name}`,
  },
  powershell: {
    // PowerShell takes the typographic quotes for quotes too, but no credential has any.
    set: (name, value) => `$Env:${name} = '${value.replaceAll("'", "''")}'`,
    unset: (name) => `Remove-Item Env:${name} -ErrorAction SilentlyContinue`,
  },
  cmd: {
    set: (name, value) => `set "${name}=${plainForCmd(name, value)}"`,
    unset: (name) => `set "${name}="`,
  },
};

/** Commands that put the variables into the environment of that shell, and take away those without a value. */
export function exportLines(shell: ShellName, variables: Record<string, string | undefined>): string {
  const { set, unset } = shells[shell];
  const lines = Object.entries(variables).map(([name, value]) =>
    value === undefined ? unset(name) : set(name, value),
  );
  return lines.join('\n');
}

/** cmd has no way to quote a percent sign or a quote that works both in a batch file and at the prompt. */
function plainForCmd(name: string, value: string): string {
  if (/^[\w+/=.:~-]*$/.test(value)) return value;
  throw new Problem('usage', `${name} has a character that cmd can't take`, 'use --shell powershell');
}
