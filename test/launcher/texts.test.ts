import fc from 'fast-check';
import { viewOf } from '../../launcher/page/view.ts';
import { type StateName, states } from '../../launcher/states.ts';
import { catalogue, type Language, languageOf } from '../../launcher/texts/catalogue.ts';
import { Problem } from '../../shared/problem.ts';

const languages = Object.keys(catalogue) as Language[];
const names = Object.keys(states) as StateName[];

/** Every text of a language by its place. */
function textsOf(value: object, place = ''): [string, string][] {
  return Object.entries(value).flatMap(([name, text]): [string, string][] =>
    typeof text === 'string' ? [[`${place}${name}`, text]] : textsOf(text as object, `${place}${name}.`),
  );
}

describe.each(languages)('%s', (language) => {
  const texts = textsOf(catalogue[language]);

  test('says something everywhere, in the same places as English', () => {
    expect(texts.map(([place]) => place).sort()).toEqual(
      textsOf(catalogue.en)
        .map(([place]) => place)
        .sort(),
    );
    for (const [, text] of texts) expect(text.trim()).toBe(text);
    expect(texts.filter(([, text]) => text === '')).toEqual([]);
  });

  test('has the places that are filled in, and no others', () => {
    const filled = texts.flatMap(([place, text]) => (text.match(/\{\w*\}/g) ?? []).map((name) => `${place} ${name}`));
    expect(filled.sort()).toEqual(['notification.soon.text {minutes}', 'timeLeft {time}']);
  });

  test('has no markup, no line break and no second blank: it is shown as text', () => {
    expect(texts.filter(([, text]) => /[<>\n\t]|&\w+;| {2}/.test(text))).toEqual([]);
  });

  test.each(names)('%s has words, and a label for each button', (name) => {
    const { tone, buttons } = states[name];
    const problem = new Problem('bug', 'what', 'hint');
    const view = viewOf({ name, problem }, buttons, language, 0);
    expect(view).toMatchObject({ tone, title: expect.stringMatching(/./), text: expect.stringMatching(/./) });
    for (const { label } of view.buttons) expect(label).toMatch(/./);
    expect(view.buttons.map(({ main }) => main)).toEqual(buttons.map((_, at) => at === 0));
  });

  test.each(['unlike English', 'unlike each other language'])('is %s', (how) => {
    const others = how === 'unlike English' ? (['en'] as const) : languages;
    const same = others
      .filter((other) => other !== language)
      .flatMap((other) => {
        const theirs = new Map(textsOf(catalogue[other]));
        return texts.filter(([place, text]) => theirs.get(place) === text).map(([place]) => place);
      });
    expect(same).toEqual([]);
  });
});

describe('the language of a browser', () => {
  test.each<[string | null, Language]>([
    [null, 'en'],
    ['', 'en'],
    ['de', 'de'],
    ['de-AT', 'de'],
    ['DE-at', 'de'],
    ['es-419,es;q=0.9', 'es'],
    ['zh-CN,zh;q=0.9', 'en'],
    ['zh-CN,zh;q=0.9,ja;q=0.1', 'ja'],
    ['en;q=0.5, fr;q=0.8', 'fr'],
    ['en, fr', 'en'],
    ['fr, en', 'fr'],
    ['fr;q=0, de;q=0.001', 'de'],
    ['fr;q=0', 'en'],
    ['*', 'en'],
    ['*, ja;q=0.5', 'ja'],
    ['de ; q=0.3 , ja ; q=0.4', 'ja'],
    ['de;Q=0.3, ja;q=0.4', 'ja'],
    ['de;level=1;q=0.9, ja;q=0.8', 'de'],
    ['de;q=x, ja;q=0.4', 'ja'],
    ['de;q=-1, ja;q=0.4', 'ja'],
    ['de;q=NaN', 'en'],
    ['deutsch', 'en'],
    ['de_DE', 'en'],
    ['__proto__', 'en'],
    ['constructor;q=1, toString', 'en'],
    [`${'xx,'.repeat(100)}de`, 'en'],
  ])('%j is %s', (accepted, language) => {
    expect(languageOf(accepted)).toBe(language);
  });

  test('whatever it says, it is one of ours', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('de', 'q=', ';q=0.', ',', ';', '-', '*', '__proto__', 'Infinity'),
    );
    const accepted = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
    fc.assert(fc.property(accepted, (text) => languages.includes(languageOf(text))));
  });
});
