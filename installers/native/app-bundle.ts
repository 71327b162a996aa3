import { linkSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'plist';
import { macIcon } from './icns.ts';
import type { Product } from './product.ts';
import { languages } from './words.ts';

/** A name without dots: the system takes what follows one for the ending. */
const ICON = 'AppIcon';

/** As Bun's own binary says it (LC_BUILD_VERSION). */
const OLDEST_MACOS = '13.0';

/**
 * Makes `Bedrock Launcher.app` in the folder, with links to the programs that are there: the bundle takes no space of its
 * own. They are hard links, since a program knows by its name which one it is, and the system may resolve a symbolic one.
 * It is not signed: that is for the one step between this and packing, for the image and then the bundle around it.
 */
export async function makeAppBundle(folder: string, programs: readonly string[], product: Product): Promise<void> {
  const contents = join(folder, `${product.name}.app`, 'Contents');
  for (const part of ['MacOS', 'Resources']) mkdirSync(join(contents, part), { recursive: true });
  for (const program of programs) linkSync(join(folder, program), join(contents, 'MacOS', program));
  writeFileSync(join(contents, 'Resources', `${ICON}.icns`), await macIcon());
  writeFileSync(join(contents, 'Info.plist'), infoPlist(product));
  writeFileSync(join(contents, 'PkgInfo'), 'APPL????');
}

/** https://developer.apple.com/documentation/bundleresources/information-property-list */
function infoPlist({ id, name, version, copyright }: Product): string {
  return `${build({
    CFBundleDevelopmentRegion: 'en',
    CFBundleDisplayName: name,
    CFBundleExecutable: 'bedrock-launcher',
    CFBundleIconFile: ICON,
    CFBundleIdentifier: id,
    CFBundleInfoDictionaryVersion: '6.0',
    CFBundleLocalizations: [...languages],
    CFBundleName: name,
    CFBundlePackageType: 'APPL',
    CFBundleShortVersionString: version,
    CFBundleVersion: version,
    LSApplicationCategoryType: 'public.app-category.productivity',
    LSMinimumSystemVersion: OLDEST_MACOS,
    // It has no window and no menu of its own: nothing is to bounce in the Dock.
    LSUIElement: true,
    NSHighResolutionCapable: true,
    NSHumanReadableCopyright: copyright,
  })}\n`;
}
