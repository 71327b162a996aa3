/** A Problem's words begin small and end without a full stop. A setting's name stays as it is. */
export function sentence(words: string): string {
  const isName = /^([a-z]+[^a-z\s,]|aws )/.test(words);
  return words && `${isName ? words : words.slice(0, 1).toUpperCase() + words.slice(1)}.`;
}
