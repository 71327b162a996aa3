import { pageHtml } from '../../../client/page/html.ts';
import { catalogue, type Language, languageOf } from '../../../client/page/texts/catalogue.ts';

const languages = Object.keys(catalogue) as Language[];
const namesIn = (text: string) => (text.match(/\{\w+\}/g) ?? []).toSorted();
const flat = (texts: object): [string, string][] =>
  Object.entries(texts).flatMap(([key, value]) =>
    typeof value === 'string' ? [[key, value]] : flat(value).map(([name, text]) => [`${key}.${name}`, text]),
  );

test.each(languages)('%s: every text is there, with the names of the English one', (language) => {
  const texts = new Map(flat(catalogue[language]));
  for (const [key, english] of flat(catalogue.en)) {
    expect([key, texts.get(key)]).not.toEqual([key, '']);
    expect([key, namesIn(texts.get(key) ?? '')]).toEqual([key, namesIn(english)]);
  }
});

test.each(languages.filter((language) => language !== 'en'))('%s is not English', (language) => {
  const same = flat(catalogue[language]).filter(([key, text]) => new Map(flat(catalogue.en)).get(key) === text);
  expect(same.map(([key]) => key).filter((key) => !['code', 'conversation'].includes(key))).toEqual([]);
});

test.each([
  ['de-CH,de;q=0.9', 'de'],
  ['pt, es;q=0.5, ja;q=0.8', 'ja'],
  ['pt', 'en'],
  [null, 'en'],
] as const)('for %s the page is in %s', (accepted, language) => {
  expect(languageOf(accepted)).toBe(language);
  expect(pageHtml(languageOf(accepted), '')).toContain(`<html lang="${language}">`);
});
