import { encodedValues } from '../../admin/export/encoded.ts';
import { reg } from '../../admin/export/reg.ts';
import { normalized } from '../../admin/setup/normalized.ts';
import { valuesOf } from '../../admin/setup/setup.ts';
import { someSetups } from '../admin/setup/generated.ts';
import { describeWithWine, type WindowsMachine, windowsMachine } from './windows-machine.ts';

const LIMIT_MS = 300_000;
const SETUPS = someSetups(24).map((setup) => normalized(setup, { target: 'win32' }));
const KEYS = { app: 'SOFTWARE\\Policies\\Claude', toolkit: 'SOFTWARE\\Policies\\BedrockLauncher' };

describeWithWine(
  'exported registry files, imported under Wine 10 (needs the trixie folder and the windows-x64 build)',
  () => {
    let machine: WindowsMachine;
    beforeAll(async () => {
      machine = await windowsMachine();
    }, LIMIT_MS);
    afterAll(() => machine.leave());

    async function regFile(setup: (typeof SETUPS)[number], name: string): Promise<string> {
      const [file] = await reg.files(setup, { hive: 'HKLM', organization: undefined });
      return machine.write(name, file?.content ?? '');
    }

    test(
      'reg export shows what was to be written, and nothing of the import before',
      async () => {
        const batches = SETUPS.map(async (setup, number) => [
          `reg import ${await regFile(setup, `${number}.reg`)} || exit /b 1`,
          ...Object.values(KEYS).map(
            (key, index) => `reg export "HKLM\\${key}" C:\\users\\user\\${number}-${index}.out /y || exit /b 1`,
          ),
        ]);
        const done = await machine.shell((await Promise.all(batches)).flat());
        expect(done.exitCode).toBe(0);
        for (const [number, setup] of SETUPS.entries()) {
          for (const [index, owner] of (['app', 'toolkit'] as const).entries()) {
            const text = machine
              .bytes(`${number}-${index}.out`)
              .toString('utf16le')
              .replace(/^\ufeff/, '');
            expect(valuesIn(text)).toEqual(Object.fromEntries(encodedValues(setup[owner])));
          }
        }
      },
      LIMIT_MS,
    );

    test(
      'the Windows image reads the same settings from the registry, and exports them again',
      async () => {
        for (const [number, setup] of SETUPS.slice(0, 3).entries()) {
          await machine.shell([`reg import ${await regFile(setup, `${number}.reg`)} || exit /b 1`]);
          const { stdout, stderr } = await machine.run('bedrock-admin', ['export', '--format', 'json'], {});
          expect(JSON.parse(stdout)).toEqual(valuesOf(setup));
          expect(stderr).toContain('exporting what counts on this machine: HKLM\\');
        }
      },
      LIMIT_MS,
    );

    test(
      'what Windows has is exported again byte for byte',
      async () => {
        const [setup] = SETUPS;
        if (!setup) throw new Error('no setup');
        await machine.shell([`reg import ${await regFile(setup, 'first.reg')} || exit /b 1`]);
        const args = ['export', '--format', 'reg', '--out', 'C:\\users\\user\\again.reg'];
        await machine.run('bedrock-admin', args, {});
        expect(machine.bytes('again.reg').equals(machine.bytes('first.reg'))).toBe(true);
      },
      LIMIT_MS,
    );
  },
);

/** Of a file that reg export wrote: texts alone, as all of ours are. */
function valuesIn(text: string): Record<string, string> {
  const unescaped = (part = '') => part.replace(/\\(.)/g, '$1');
  const rows = [...text.matchAll(/^"((?:[^"\\]|\\.)*)"="((?:[^"\\]|\\.)*)"\r$/gm)];
  expect(rows.length).toBe([...text.matchAll(/^"/gm)].length);
  return Object.fromEntries(rows.map(([, name, value]) => [unescaped(name), unescaped(value)]));
}
