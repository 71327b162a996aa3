import type { Host } from '../../shared/host.ts';
import { type Language, languageOf } from '../texts/catalogue.ts';

/** Elsewhere than on Linux a program that is no application would have to ask the system for it. */
export function noticeLanguage({ platform, env }: Pick<Host, 'platform' | 'env'>): Language {
  const locale = platform === 'linux' ? env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] : undefined;
  return languageOf(locale?.slice(0, 2) ?? null);
}
