import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DOMParser } from '@xmldom/xmldom';
import { parse } from 'plist';
import { readProduct } from '../../installers/native/product.ts';
import { addShape } from '../../installers/native/shape.ts';
import { description, languages, words } from '../../installers/native/words.ts';
import { targets } from '../../installers/targets.ts';
import { isOurHelper } from '../../shared/places.ts';

const root = dirname(dirname(import.meta.dirname));
const product = readProduct(root);
const programs = ['bedrock-launcher', 'bedrock-credential-helper', 'bedrock-client', 'bedrock-admin'];
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shape-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What the build puts beside programs, which are empty files here. */
async function shapeOf(name: string): Promise<string> {
  const target = targets.find((found) => found.name === name);
  if (!target) throw new Error(name);
  for (const program of programs) writeFileSync(join(folder, program), program);
  await addShape(target, folder, product);
  return folder;
}

function filesOf(place: string): string[] {
  const names = readdirSync(place, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => statSync(join(place, name)).isFile()).sort();
}

describe('the application bundle of macOS', () => {
  test('is found, named and shown by its Info.plist', async () => {
    const contents = join(await shapeOf('darwin-arm64'), 'Bedrock Launcher.app', 'Contents');
    const info = parse(readFileSync(join(contents, 'Info.plist'), 'utf8')) as Record<string, unknown>;
    expect(info).toMatchObject({
      CFBundleIconFile: expect.not.stringContaining('.'),
      CFBundleIdentifier: 'io.github.bedrock-launcher',
      CFBundleShortVersionString: product.version,
      CFBundleVersion: product.version,
      CFBundleLocalizations: [...languages],
      LSUIElement: true,
      NSHumanReadableCopyright: expect.stringMatching(/^Copyright \(c\) \d+ the bedrock-launcher authors$/),
    });
    expect(existsSync(join(contents, 'MacOS', String(info['CFBundleExecutable'])))).toBe(true);
    expect(existsSync(join(contents, 'Resources', `${info['CFBundleIconFile']}.icns`))).toBe(true);
    expect(readFileSync(join(contents, 'PkgInfo'), 'utf8')).toBe('APPL????');
  });

  test('holds the programs beside it once more, without a second copy', async () => {
    const place = join(await shapeOf('darwin-x64'), 'Bedrock Launcher.app', 'Contents', 'MacOS');
    expect(readdirSync(place).sort()).toEqual([...programs].sort());
    for (const program of programs) {
      expect(statSync(join(place, program)).ino).toBe(statSync(join(folder, program)).ino);
    }
    expect(isOurHelper('/Applications/Bedrock Launcher.app/Contents/MacOS/bedrock-credential-helper')).toBe(true);
  });
});

const darwin = targets.filter(({ system }) => system === 'darwin').map(({ name }) => join(root, 'dist', name));

for (const place of darwin) {
  const testWithImage = existsSync(join(place, 'Bedrock Launcher.app')) ? test : test.skip;

  testWithImage(`${place.slice(root.length + 1)} wants the macOS that its image wants (needs its build)`, () => {
    const contents = join(place, 'Bedrock Launcher.app', 'Contents');
    const info = parse(readFileSync(join(contents, 'Info.plist'), 'utf8')) as Record<string, unknown>;
    expect(info['LSMinimumSystemVersion']).toBe(oldestMacOs(readFileSync(join(contents, 'MacOS', 'bedrock-launcher'))));
  });
}

/** What LC_BUILD_VERSION of an executable says: https://github.com/apple-oss-distributions/xnu, mach-o/loader.h */
function oldestMacOs(image: Buffer): string {
  for (let at = 32, left = image.readUInt32LE(16); left > 0; left--, at += image.readUInt32LE(at + 4)) {
    if (image.readUInt32LE(at) === 0x32) return `${image.readUInt16LE(at + 14)}.${image[at + 13]}`;
  }
  return 'none';
}

describe('share/ of Linux', () => {
  const { id } = product;

  test('has a menu entry, the icon in all sizes, and the metainfo', async () => {
    const sizes = [16, 24, 32, 48, 64, 128, 256, 512].map((size) => `icons/hicolor/${size}x${size}/apps/${id}.png`);
    expect(filesOf(join(await shapeOf('linux-arm64'), 'share'))).toEqual(
      [
        ...sizes,
        `applications/${id}.desktop`,
        `icons/hicolor/scalable/apps/${id}.svg`,
        `icons/hicolor/symbolic/apps/${id}-symbolic.svg`,
        `metainfo/${id}.metainfo.xml`,
      ].sort(),
    );
  });

  test('the menu entry starts the launcher, without a terminal, and speaks every language', async () => {
    const entry = readFileSync(join(await shapeOf('linux-x64'), 'share', 'applications', `${id}.desktop`), 'utf8');
    const lines = Object.fromEntries(entry.split('\n').map((line) => line.split(/=(.*)/s) as [string, string]));
    expect(lines).toMatchObject({ Type: 'Application', Exec: 'bedrock-launcher', Icon: id, Terminal: 'false' });
    for (const key of ['GenericName', 'Comment', 'Keywords']) {
      const found = languages.map((language) => lines[language === 'en' ? key : `${key}[${language}]`]);
      expect(new Set(found).size).toBe(languages.length);
    }
  });

  test('the metainfo names the menu entry, every program and this version with its date', async () => {
    const text = readFileSync(join(await shapeOf('linux-x64'), 'share', 'metainfo', `${id}.metainfo.xml`), 'utf8');
    const xml = new DOMParser().parseFromString(text, 'text/xml');
    const all = (tag: string) => Array.from(xml.getElementsByTagName(tag));
    expect(all('id').map((node) => node.textContent)).toEqual([id]);
    expect(all('launchable').map((node) => node.textContent)).toEqual([`${id}.desktop`]);
    expect(all('binary').map((node) => node.textContent)).toEqual(programs);
    expect(all('release').map((node) => node.getAttribute('version'))).toEqual([product.version]);
    expect(all('release').map((node) => node.getAttribute('date'))).toEqual([
      expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
    ]);
    expect(all('p').map((node) => node.textContent)).toEqual(
      description.flatMap((paragraph) => languages.map((language) => paragraph[language])),
    );
  });
});

test('the texts keep the limits of those who show them', () => {
  for (const language of languages) {
    expect(words.summary[language].length).toBeLessThanOrEqual(90);
    expect(words.summary[language]).not.toMatch(/[.。]$/);
    expect(words.keywords[language]).toMatch(/^([^;]+;)+$/);
  }
});

test('the icon of Windows lies beside the programs for installers', async () => {
  expect(filesOf(await shapeOf('windows-x64'))).toContain('bedrock-launcher.ico');
});
