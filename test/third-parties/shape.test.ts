import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseBuffer } from 'bplist-parser';
import { macIcon } from '../../installers/native/icns.ts';
import { windowsIcon } from '../../installers/native/ico.ts';
import { readProduct } from '../../installers/native/product.ts';
import { addShape } from '../../installers/native/shape.ts';
import { ownTarget, targets } from '../../installers/targets.ts';
import { describeWith } from './judges.ts';

const root = dirname(dirname(import.meta.dirname));
const product = readProduct(root);
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'shape-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function run(program: string, args: readonly string[]): string {
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

async function bundle(): Promise<string> {
  const target = targets.find(({ name }) => name === 'darwin-arm64');
  for (const name of ['launcher', 'credential-helper', 'client', 'admin']) {
    writeFileSync(join(folder, `bedrock-${name}`), '');
  }
  if (target) await addShape(target, folder, product);
  return join(folder, 'Bedrock Launcher.app', 'Contents');
}

describeWith(['desktop-file-validate'], 'the menu entry of Linux', () => {
  test('nothing is said against it', () => {
    const entry = join(root, 'dist', ownTarget, 'share', 'applications', `${product.id}.desktop`);
    expect(run('desktop-file-validate', [entry])).toBe('');
  });
});

describeWith(['appstreamcli'], 'the metainfo of Linux', () => {
  test('nothing is said against it but the hyphen of its name, and by releases before 1.0 that they know no developer', () => {
    const file = join(root, 'dist', ownTarget, 'share', 'metainfo', `${product.id}.metainfo.xml`);
    const said = run('appstreamcli', ['validate', '--no-net', '--pedantic', '--no-color', file]);
    const remarks = said.split('\n').filter((line) => /^[A-Z]: /.test(line));
    const known = [/^I: .* cid-contains-hyphen /, /^I: .* unknown-tag developer$/];
    expect(remarks.filter((line) => !known.some((pattern) => pattern.test(line)))).toEqual([]);
  });
});

describeWith(['plistutil'], 'the Info.plist of macOS', () => {
  test('libplist reads it', async () => {
    const binary = join(folder, 'Info.bplist');
    run('plistutil', ['-f', 'bin', '-i', join(await bundle(), 'Info.plist'), '-o', binary]);
    const [info] = parseBuffer(readFileSync(binary));
    expect(info).toMatchObject({ CFBundleIdentifier: product.id, LSUIElement: true });
  });
});

describeWith(['icns2png'], 'the icon of macOS', () => {
  test('libicns finds its ten entries and opens those that it knows', async () => {
    const file = join(folder, 'icon.icns');
    writeFileSync(file, await macIcon());
    expect(run('icns2png', ['-l', file])).toContain('10 elements total');
    run('icns2png', ['-x', '-o', folder, file]);
    const opened = readdirSync(folder).filter((name) => name.endsWith('.png'));
    expect(opened.sort()).toEqual(['icon_1024x1024x32.png', 'icon_256x256x32.png', 'icon_512x512x32.png']);
  });
});

describeWith(['icotool'], 'the icon of Windows', () => {
  test('icotool opens every size of it', async () => {
    const file = join(folder, 'icon.ico');
    writeFileSync(file, await windowsIcon());
    run('icotool', ['-x', '-o', folder, file]);
    const opened = readdirSync(folder).filter((name) => name.endsWith('.png'));
    const sizes = [16, 24, 32, 48, 64, 128, 256].map((size, index) => `icon_${index + 1}_${size}x${size}x32.png`);
    expect(opened.sort()).toEqual(sizes.sort());
  });
});

const images = ['x64', 'arm64'].flatMap((arch) =>
  ['launcher', 'client'].map((name) => join(root, 'dist', `windows-${arch}`, `bedrock-${name}.exe`)),
);
const built = images.filter((image) => existsSync(image));

describeWith(['wrestool', 'icotool'], 'the images of Windows', () => {
  const testBuilt = built.length === images.length ? test : test.skip;

  testBuilt('wrestool finds one icon, one version, one manifest (needs both builds for Windows)', () => {
    for (const image of built) {
      const kinds = [...run('wrestool', ['-l', image]).matchAll(/--type=(\d+)/g)].map(([, type]) => type);
      expect(kinds.sort()).toEqual(['14', '16', '24', ...Array(7).fill('3')]);
      const icon = join(folder, 'icon.ico');
      run('wrestool', ['-x', '--type=14', '--output', icon, image]);
      expect(run('icotool', ['-l', icon]).match(/--width=\d+/g)).toHaveLength(7);
      expect(readFileSync(icon).length).toBeGreaterThan(10_000);
    }
  });
});
