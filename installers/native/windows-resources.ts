import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { windowsIcon } from './ico.ts';
import type { Product } from './product.ts';
import { Data, NtExecutable, NtExecutableResource, Resource } from './resedit.mjs';

const ICON = 3;
const ICON_GROUP = 14;
const VERSION = 16;
const MANIFEST = 24;

const ENGLISH = 0x0409;
const UTF16 = 1200;

/**
 * Writes a copy of Bun's binary for Windows with our icon, version and manifest in place of Bun's own. It is done before
 * Bun appends the programs, as a section that nobody should move later: pe-library refuses a file that has sections after the
 * resources. Bun's signature, which does not outlive that anyway, is left out. The same input gives the same bytes.
 */
export async function dressBase(base: string, outfile: string, program: string, product: Product): Promise<void> {
  const bytes = readFileSync(base);
  const executable = NtExecutable.from(bytes, { ignoreCert: true });
  const resources = NtExecutableResource.from(executable);
  const replaced = new Set<string | number>([ICON, ICON_GROUP, VERSION, MANIFEST]);
  resources.entries = resources.entries.filter(({ type }) => !replaced.has(type));
  await addIcon(resources);
  versionOf(program, product).outputToResourceEntries(resources.entries);
  addManifest(resources);
  resources.outputResource(executable);
  writeFileSync(outfile, new Uint8Array(executable.generate()));
}

async function addIcon({ entries }: NtExecutableResource): Promise<void> {
  const { icons } = Data.IconFile.from(await windowsIcon());
  const pictures = icons.map(({ data }) => data);
  Resource.IconGroupEntry.replaceIconsForResource(entries, 1, ENGLISH, pictures);
}

/** Of the image: on Windows two programs share one, which speaks for the first of them. */
function versionOf(program: string, { name, version, publisher, copyright, descriptions }: Product) {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  const info = Resource.VersionInfo.create(
    ENGLISH,
    {
      fileFlagsMask: 0x3f,
      fileOS: Resource.VersionFileOS.NT_Windows32,
      fileType: Resource.VersionFileType.App,
    },
    [],
  );
  info.setFileVersion(major, minor, patch, 0, ENGLISH);
  info.setProductVersion(major, minor, patch, 0, ENGLISH);
  info.setStringValues(
    { lang: ENGLISH, codepage: UTF16 },
    {
      CompanyName: publisher,
      FileDescription: descriptions[program] ?? name,
      FileVersion: version,
      InternalName: program,
      LegalCopyright: copyright,
      OriginalFilename: `${program}.exe`,
      ProductName: name,
      ProductVersion: version,
    },
  );
  return info;
}

function addManifest({ entries }: NtExecutableResource): void {
  const bin = new Uint8Array(readFileSync(join(import.meta.dirname, 'windows.manifest'))).buffer;
  entries.push({ type: MANIFEST, id: 1, lang: ENGLISH, codepage: 0, bin });
}
