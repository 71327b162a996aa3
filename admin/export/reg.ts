import { POLICY_KEYS } from '../../shared/policy/registry-policy.ts';
import type { Hive } from '../../shared/registry.ts';
import type { Format } from './format.ts';
import { registrySettings } from './registry-settings.ts';

const ROOTS: Record<Hive, string> = { HKLM: 'HKEY_LOCAL_MACHINE', HKCU: 'HKEY_CURRENT_USER' };

/** As regedit writes it: UTF-16 with a byte order mark, CRLF. */
export const reg: Format = {
  name: 'reg',
  title: 'registry file of Windows',
  target: 'win32',
  secrets: true,
  next: 'import it with reg import, as administrator where it is for HKLM; keys that it does not set are removed',
  files(setup, { hive }) {
    const keys = registrySettings(setup).flatMap(({ owner, set, unset }) => [
      `[${ROOTS[hive]}\\${POLICY_KEYS[owner]}]`,
      ...set.map(([name, text]) => `${quoted(name)}=${quoted(text)}`),
      // What an earlier export has set may be a second source.
      ...unset.map((name) => `${quoted(name)}=-`),
      '',
    ]);
    const text = ['Windows Registry Editor Version 5.00', '', ...keys].join('\r\n');
    return [{ name: 'bedrock-launcher.reg', content: Buffer.from(`\ufeff${text}\r\n`, 'utf16le') }];
  },
};

function quoted(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
