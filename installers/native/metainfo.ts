import type { Product } from './product.ts';
import { description, type Language, languages, words } from './words.ts';

/** When each version was released: a build must not ask the clock. A test wants the version of package.json here. */
const RELEASED: Record<string, string> = { '0.1.0': '2026-11-25' };

/** What software centres of Linux show. https://www.freedesktop.org/software/appstream/docs/chap-Metadata.html */
export function metainfo(product: Product, binaries: readonly string[]): string {
  const { id, name, version, license, publisher, homepage } = product;
  const released = RELEASED[version];
  if (!released) throw new Error(`installers/native/metainfo.ts: no date for version ${version}`);
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<component type="desktop-application">',
    element('id', id),
    element('metadata_license', 'CC0-1.0'),
    element('project_license', license),
    element('name', name),
    ...localized('summary', words.summary),
    `<developer id="${escaped(id)}">`,
    element('name', publisher),
    '</developer>',
    '<description>',
    ...description.flatMap((paragraph) => localized('p', paragraph)),
    '</description>',
    `<launchable type="desktop-id">${escaped(id)}.desktop</launchable>`,
    `<url type="homepage">${escaped(homepage)}</url>`,
    '<provides>',
    ...binaries.map((binary) => element('binary', binary)),
    '</provides>',
    '<content_rating type="oars-1.1"/>',
    '<releases>',
    `<release version="${escaped(version)}" date="${released}"/>`,
    '</releases>',
    '</component>',
  ].join('\n')}\n`;
}

function localized(tag: string, text: Record<Language, string>): string[] {
  return languages.map((language) => element(tag, text[language], language));
}

function element(tag: string, text: string, language: Language = 'en'): string {
  return `<${tag}${language === 'en' ? '' : ` xml:lang="${language}"`}>${escaped(text)}</${tag}>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
