import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';
import type { Texts } from './texts.ts';

export const catalogue = { en, de, es, fr, ja } as const satisfies Record<string, Texts>;

export type Language = keyof typeof catalogue;

/** The language that a browser likes best of those that we have, by its Accept-Language (RFC 9110, section 12.5.4). */
export function languageOf(accepted: string | null): Language {
  const wishes = (accepted ?? '').split(',', 20).map((part) => {
    const [tag = '', ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { language: tag.split('-')[0] ?? '', quality: quality === undefined ? 1 : Number(quality) || 0 };
  });
  const best = wishes
    .filter(({ language, quality }) => quality > 0 && Object.hasOwn(catalogue, language))
    .reduce<{ language: string; quality: number } | undefined>(
      (found, wish) => (found && found.quality >= wish.quality ? found : wish),
      undefined,
    );
  return (best?.language as Language | undefined) ?? 'en';
}
