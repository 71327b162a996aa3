import type { Misprint } from './misprint.ts';

/** The columns at which `base64` and openssl break their lines. */
const WRAPPED_AT = [64, 76];

const TO_STDERR = 'send all other words to stderr (>&2)';

/** What stands beside a token, or around it, where there is more than one word of printable ASCII. */
export function crowd(text: string): Misprint | undefined {
  const lines = text.split(/\s*[\r\n]\s*/);
  if (lines.length > 1) return linesTogether(lines);
  const words = text.split(/\s+/);
  if (words.length > 1) return wordsTogether(words);
  if (/^[\x21-\x7e]+$/.test(text)) return undefined;
  return {
    what: 'letters beyond ASCII',
    next: 'let it print the token as it was given, without other quotes or spaces',
  };
}

function linesTogether(lines: string[]): Misprint {
  if (isWrapped(lines))
    return { what: `its token broken into ${lines.length} lines`, next: 'have it in one line (base64 -w 0)' };
  if (lines.slice(1).some((line) => line.startsWith('{')) && lines.at(-1)?.endsWith('}'))
    return { what: 'words before its JSON document', next: TO_STDERR };
  const likely = lines.filter(isLikeToken);
  const likeTokens = likely.length > 0 ? likely : lines.filter((line) => !/\s/.test(line));
  if (likeTokens.length === lines.length)
    return { what: `${lines.length} lines, each like a token`, next: 'let it print one token, in one line' };
  return { what: besides(lines, likeTokens), next: TO_STDERR };
}

function besides(lines: string[], likeTokens: string[]): string {
  const [only = ''] = likeTokens;
  if (likeTokens.length !== 1) return `${lines.length} lines`;
  if (lines[0] === only) return 'words below its token';
  return lines.at(-1) === only ? 'words above its token' : 'words above and below its token';
}

function wordsTogether(words: string[]): Misprint {
  const likeTokens = words.filter(isLikeToken);
  if (likeTokens.length === words.length)
    return { what: `${words.length} tokens in one line`, next: 'let it print one token' };
  const [only = ''] = likeTokens;
  if (likeTokens.length !== 1) return { what: `${words.length} words in one line`, next: TO_STDERR };
  const where = words[0] === only ? 'after' : 'before';
  return { what: `words ${words.at(-1) === only || where === 'after' ? where : 'around'} its token`, next: TO_STDERR };
}

/** All lines but the last are as long as such a tool makes them. */
function isWrapped(lines: string[]): boolean {
  const [{ length } = ''] = lines;
  return WRAPPED_AT.includes(length) && lines.every((line, at) => line.length === length || at === lines.length - 1);
}

/** Of a kind that has a known beginning, or long and not of a language. */
function isLikeToken(word: string): boolean {
  return /^(?:bedrock-api-key-|ABSK|eyJ|sk-)/.test(word) || /^(?=.*\d)[\w+/=.~-]{20,}$/.test(word);
}
