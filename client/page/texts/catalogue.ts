import { bestLanguage } from '../../../shared/page/language.ts';
import { de } from './de.ts';
import { en } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';
import type { Texts } from './texts.ts';

export const catalogue = { en, de, es, fr, ja } as const satisfies Record<string, Texts>;

export type Language = keyof typeof catalogue;

/** The language that a browser likes best of those that we have, by its Accept-Language. */
export function languageOf(accepted: string | null): Language {
  return bestLanguage(accepted, Object.keys(catalogue) as Language[]) ?? 'en';
}
