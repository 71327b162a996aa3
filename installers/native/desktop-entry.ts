import type { Product } from './product.ts';
import { languages, words } from './words.ts';

type Text = keyof typeof words;

/**
 * What the menus of Linux show. The launcher has no window: the notification of its start passes on to the browser or the
 * client that it opens. https://specifications.freedesktop.org/desktop-entry-spec/1.4/
 */
export function desktopEntry({ id, name }: Product): string {
  return `${[
    '[Desktop Entry]',
    'Type=Application',
    'Version=1.4',
    `Name=${name}`,
    ...localized('GenericName', 'kind'),
    ...localized('Comment', 'summary'),
    'Exec=bedrock-launcher',
    `Icon=${id}`,
    'Terminal=false',
    'Categories=Network;',
    ...localized('Keywords', 'keywords'),
    'StartupNotify=true',
    // SingleMainWindow in version 1.5; desktops read this one too, and so do the validators of older systems.
    'X-GNOME-SingleWindow=true',
  ].join('\n')}\n`;
}

function localized(key: string, text: Text): string[] {
  return languages.map((language) => `${language === 'en' ? key : `${key}[${language}]`}=${words[text][language]}`);
}
