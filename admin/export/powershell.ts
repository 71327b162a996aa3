import { POLICY_KEYS } from '../../shared/policy/registry-policy.ts';
import type { Hive } from '../../shared/registry.ts';
import { secretsIn } from '../setup/setup.ts';
import { type ExportedFile, type Format, textFile } from './format.ts';
import { powershellText } from './powershell-text.ts';
import { type RegistrySettings, registrySettings } from './registry-settings.ts';

const ROOTS: Record<Hive, string> = { HKLM: 'LocalMachine', HKCU: 'CurrentUser' };

/** Two scripts for Intune: as a pair for Remediations, the second one alone as a platform script. */
export const powershell: Format = {
  name: 'powershell',
  title: 'PowerShell scripts of Windows (Intune remediation, or any other tool)',
  target: 'win32',
  secrets: true,
  next: 'upload both as a remediation, or set.ps1 alone as a platform script; as the logged-on person where it is for HKCU',
  files(setup, { hive }) {
    const begin = [...heading(secretsIn(setup)), ...tables(registrySettings(setup)), ...opening(hive)];
    return [script('set.ps1', begin, SETTING), script('detect.ps1', begin, DETECTING)];
  },
};

function script(name: string, begin: readonly string[], rest: readonly string[]): ExportedFile {
  return textFile(name, [...begin, ...rest, ''].join('\r\n'));
}

function heading(secrets: readonly string[]): string[] {
  const warning = `# SECRET: ${secrets.join(', ')} stands readable below, and in the registry of each machine.`;
  return [
    '# The managed settings of Claude Desktop and of Bedrock Launcher.',
    ...(secrets.length > 0 ? [warning] : []),
    "$ErrorActionPreference = 'Stop'",
    '',
  ];
}

/** Each registry key with the texts that it is to hold; a name without one is to be gone. */
function tables(settings: readonly RegistrySettings[]): string[] {
  const rows = settings.flatMap(({ owner, set, unset }) => [
    `  ${powershellText(POLICY_KEYS[owner])} = [ordered]@{`,
    ...set.map(([name, text]) => `    ${powershellText(name)} = ${powershellText(text)}`),
    ...unset.map((name) => `    ${powershellText(name)} = $null`),
    '  }',
  ]);
  return ['$settings = [ordered]@{', ...rows, '}', ''];
}

/** A 32-bit PowerShell, which Intune starts unless told otherwise, would see another registry. */
function opening(hive: Hive): string[] {
  return [
    `$hive = [Microsoft.Win32.RegistryHive]::${ROOTS[hive]}`,
    '$root = [Microsoft.Win32.RegistryKey]::OpenBaseKey($hive, [Microsoft.Win32.RegistryView]::Registry64)',
    '',
  ];
}

const SETTING = [
  'foreach ($path in $settings.Keys) {',
  '  $key = $root.CreateSubKey($path)',
  '  foreach ($name in $settings[$path].Keys) {',
  '    $value = $settings[$path][$name]',
  '    if ($null -eq $value) { $key.DeleteValue($name, $false) }',
  '    else { $key.SetValue($name, $value, [Microsoft.Win32.RegistryValueKind]::String) }',
  '  }',
  '  $key.Close()',
  '}',
  "Write-Output 'the settings are in place'",
];

/** By its exit code a remediation knows what to do. Case counts, unlike in comparisons of PowerShell. */
const DETECTING = [
  'foreach ($path in $settings.Keys) {',
  '  $key = $root.OpenSubKey($path)',
  '  foreach ($name in $settings[$path].Keys) {',
  '    $found = $null',
  '    if ($null -ne $key) { $found = $key.GetValue($name, $null, [Microsoft.Win32.RegistryValueOptions]::DoNotExpandEnvironmentNames) }',
  '    if (-not [object]::Equals($found, $settings[$path][$name])) {',
  '      Write-Output "$path\\$name differs"',
  '      exit 1',
  '    }',
  '  }',
  '}',
  "Write-Output 'the settings are in place'",
  'exit 0',
];
