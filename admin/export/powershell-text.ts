/**
 * A text as an expression of PowerShell that is ASCII alone: Windows PowerShell reads a script without a byte order mark in
 * the letters of the machine, and Intune takes none with one. It takes typographic quotes for quotes, too.
 */
export function powershellText(text: string): string {
  const parts = text.split(/([^\x20-\x7e])/).filter((part) => part !== '');
  const words = parts.map((part) =>
    /^[^\x20-\x7e]$/.test(part) ? `[char]0x${hex(part)}` : `'${part.replaceAll("'", "''")}'`,
  );
  const [first = "''"] = words;
  if (words.length < 2 && first.startsWith("'")) return first;
  // Begun with a text, or two characters would be added as numbers.
  return `(${[...(first.startsWith("'") ? [] : ["''"]), ...words].join(' + ')})`;
}

function hex(unit: string): string {
  return unit.charCodeAt(0).toString(16).padStart(4, '0');
}
