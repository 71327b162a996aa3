/** What turns the direction of a line about, so that it reads as it is not: https://www.unicode.org/reports/tr9/#Bidirectional_Character_Types */
const TURNS = /[\u202A-\u202E\u2066-\u2069]/g;

/** Letters of either direction stay in theirs. */
export function straight(text: string): string {
  return text.replace(TURNS, '');
}
