import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readProduct } from '../../installers/native/product.ts';
import { NtExecutable, NtExecutableResource, Resource } from '../../installers/native/resedit.mjs';
import { dressBase } from '../../installers/native/windows-resources.ts';
import { imagesOf, targets } from '../../installers/targets.ts';
import { readWindowsImage } from './windows-image.ts';

const root = dirname(dirname(import.meta.dirname));
const { version: bun } = JSON.parse(readFileSync(join(root, 'node_modules', 'bun', 'package.json'), 'utf8'));
const product = readProduct(root);
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'resources-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const MANIFEST = 24;

function resourcesOf(file: string) {
  const { entries } = NtExecutableResource.from(NtExecutable.from(readFileSync(file), { ignoreCert: true }));
  const manifest = entries.find(({ type }) => type === MANIFEST);
  const [version] = Resource.VersionInfo.fromEntries(entries);
  return {
    icons: Resource.IconGroupEntry.fromEntries(entries).map(({ icons }) => icons.map(({ width }) => width)),
    fixed: version?.fixedInfo,
    strings: version?.getStringValues({ lang: 0x409, codepage: 1200 }),
    manifest: Buffer.from(manifest?.bin ?? new ArrayBuffer(0)).toString('utf8'),
  };
}

for (const target of targets.filter(({ system }) => system === 'windows')) {
  const base = join(root, 'build', 'base', `${target.name}-${bun}`, 'package', target.bunBinary);
  const describeWithBase = existsSync(base) ? describe : describe.skip;

  describeWithBase(`Bun's binary for ${target.name}, dressed (needs a build for it)`, () => {
    const dressed = (name: string) => join(folder, `${target.name}-${name}`);
    beforeAll(async () => {
      await dressBase(base, dressed('one'), 'bedrock-launcher', product);
      await dressBase(base, dressed('two'), 'bedrock-launcher', product);
    }, 60_000);

    test('twice is the same, byte by byte', () => {
      expect(readFileSync(dressed('one')).equals(readFileSync(dressed('two')))).toBe(true);
    });

    test('has our icon, version and manifest in place of its own', () => {
      const found = resourcesOf(dressed('one'));
      expect(found.icons).toEqual([[16, 24, 32, 48, 64, 128, 0]]);
      const [major = 0, minor = 0, patch = 0] = product.version.split('.').map(Number);
      const [high, low] = [major * 0x10000 + minor, patch * 0x10000];
      expect(found.fixed).toMatchObject({
        ...{ fileVersionMS: high, fileVersionLS: low, productVersionMS: high, productVersionLS: low },
      });
      expect(found.strings).toEqual({
        CompanyName: product.publisher,
        FileDescription: 'Bedrock Launcher',
        FileVersion: product.version,
        InternalName: 'bedrock-launcher',
        LegalCopyright: product.copyright,
        OriginalFilename: 'bedrock-launcher.exe',
        ProductName: 'Bedrock Launcher',
        ProductVersion: product.version,
      });
      expect(found.manifest).toContain('level="asInvoker"');
    });

    test("what Bun's own manifest sets, ours sets too", () => {
      const settings = (manifest: string) => [...manifest.matchAll(/<(\w+) xmlns="[^"]*WindowsSettings">/g)];
      const ours = resourcesOf(dressed('one')).manifest;
      const theirs = settings(resourcesOf(base).manifest);
      expect(theirs.length).toBeGreaterThan(0);
      for (const [whole] of theirs) expect(ours).toContain(whole);
    });

    test('has every other byte where it was', () => {
      const [before, after] = [readFileSync(base), readFileSync(dressed('one'))];
      const { sections } = readWindowsImage(before);
      expect([...readWindowsImage(after).sections]).toEqual([...sections]);
      for (const [name, { start, end }] of sections) {
        const same = before.subarray(start, end).equals(after.subarray(start, end));
        expect([name, same]).toEqual([name, name !== '.rsrc']);
      }
    });
  });

  for (const { names, hideConsole } of imagesOf(target)) {
    const image = join(root, 'dist', target.name, `${names[0]}.exe`);
    const testWithImage = existsSync(image) ? test : test.skip;

    testWithImage(`${target.name}: ${names.join(' and ')}: console, description and programs (needs its build)`, () => {
      const file = readFileSync(image);
      const { subsystem, sections } = readWindowsImage(file);
      expect(subsystem).toBe(hideConsole ? 2 : 3);
      expect([...sections.keys()].at(-1)).toBe('.bun');
      const { start = 0, end = 0 } = sections.get('.rsrc') ?? {};
      const resources = file.subarray(start, end);
      for (const text of [`${names[0]}.exe`, product.descriptions[names[0] ?? ''] ?? '?']) {
        expect(resources.includes(Buffer.from(`\0${text}\0`, 'utf16le'))).toBe(true);
      }
    });
  }
}
