/** A key at the top of a JSON object, and the line where it stands (1-based). */
export interface KeyLine {
  name: string;
  line: number;
}

const TOKEN = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"|[{}[\],:]|\n/g;

/** The keys at the top of a JSON object, in order; one that stands twice is there twice. The text has been parsed before. */
export function jsonKeyLines(text: string): KeyLine[] {
  const found: KeyLine[] = [];
  let [depth, line] = [0, 1];
  let last: string | undefined;
  for (const [token] of text.matchAll(TOKEN)) {
    if (token === '\n') line++;
    else if (token === '{' || token === '[') depth++;
    else if (token === '}' || token === ']') depth--;
    else if (token === ':' && depth === 1 && last) found.push({ name: JSON.parse(last), line });
    last = token.startsWith('"') ? token : token === '\n' ? last : undefined;
  }
  return found;
}

/** Where `<key>` elements stand in a property list of text; of one name, the first. */
export function plistKeyLines(text: string): Map<string, number> {
  const found = new Map<string, number>();
  let [line, from] = [1, 0];
  for (const match of text.matchAll(/<key>([^<]*)<\/key>/g)) {
    line += text.slice(from, match.index).split('\n').length - 1;
    from = match.index;
    const [, name = ''] = match;
    if (!found.has(name)) found.set(name, line);
  }
  return found;
}
