/** JSON leaves some control characters as they are; who shows the text in a terminal must not meet one. */
export function jsonText(value: unknown, indent?: number): string {
  // Only the line breaks between its parts are real ones.
  return JSON.stringify(value, null, indent).replace(/(?!\n)[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    Array.from({ length: character.length }, (_, at) => escaped(character.charCodeAt(at))).join(''),
  );
}

function escaped(code: number): string {
  return `\\u${code.toString(16).padStart(4, '0')}`;
}
