import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readProduct } from '../../installers/native/product.ts';
import { trixie } from './trixie.ts';
import { type WindowsMachine, windowsMachine } from './windows-machine.ts';

const root = dirname(dirname(import.meta.dirname));
const folder = join(root, 'dist', 'windows-x64');
const describeWithWine =
  existsSync(trixie) && existsSync(join(folder, 'bedrock-client.exe')) ? describe : describe.skip;

describeWithWine('the Windows images as Windows reads them (need the trixie folder and the windows-x64 build)', () => {
  let machine: WindowsMachine;
  beforeEach(async () => {
    machine = await windowsMachine();
  }, 120_000);
  afterEach(() => machine.leave());

  test('descriptions, versions, one icon each; a process of theirs speaks UTF-8 and scales by itself', async () => {
    const script = machine.write('look.mjs', readFileSync(join(root, 'test', 'fixtures', 'windows-look.mjs'), 'utf8'));
    const files = ['launcher', 'credential-helper', 'client', 'admin'].map((name) =>
      `Z:${join(folder, `bedrock-${name}.exe`)}`.replaceAll('/', '\\'),
    );
    const { stdout } = await machine.run('bedrock-client', [script, ...files], { BUN_BE_BUN: '1' });
    const { version } = readProduct(root);
    const launcher = { description: 'Bedrock Launcher', version, original: 'bedrock-launcher.exe', icons: 1 };
    const client = { description: 'Bedrock Launcher, command line', version, original: 'bedrock-client.exe', icons: 1 };
    expect(JSON.parse(stdout)).toEqual({
      files: [launcher, launcher, client, client],
      codePage: 65001,
      dpiAware: true,
    });
  }, 120_000);

  test.each(['bedrock-launcher', 'bedrock-credential-helper', 'bedrock-client', 'bedrock-admin'] as const)(
    '%s tells its version',
    async (program) => {
      expect(await machine.run(program, ['--version'], {})).toMatchObject({
        exitCode: 0,
        stdout: expect.stringMatching(new RegExp(`^${program} \\d+\\.\\d+\\.\\d+ \\(.+, windows-x64\\)`)),
      });
    },
    120_000,
  );
});
