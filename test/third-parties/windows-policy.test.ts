import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { MODEL, ssoConfig } from '../person.ts';
import { describeWithWine, type WindowsMachine, windowsMachine } from './windows-machine.ts';

const APP = 'SOFTWARE\\Policies\\Claude';
const TOOLKIT = 'SOFTWARE\\Policies\\BedrockLauncher';
const LIMIT_MS = 120_000;

describeWithWine(
  'managed settings in the registry, under Wine 10 (needs the trixie folder and the windows-x64 build)',
  () => {
    let fake: FakeAws;
    let machine: WindowsMachine;

    // To make a machine takes longer than all that is asked of it here.
    beforeAll(async () => {
      fake = await startFakeAws({ wordDelayMs: 0 });
      machine = await windowsMachine();
      machine.write('.aws/config', ssoConfig());
      const session = `${new Bun.CryptoHasher('sha1').update('company').digest('hex')}.json`;
      machine.write(`.aws/sso/cache/${session}`, JSON.stringify(await fake.issueSession()));
    }, LIMIT_MS);

    afterAll(async () => {
      await machine.leave();
      await fake.stop();
    });

    type Hive = 'HKLM' | 'HKCU';
    type Value = [key: string, name: string, type: string, value: string];

    /** What stood there before is gone. */
    async function manage(said: Partial<Record<Hive, Value[]>>): Promise<void> {
      const places = (['HKLM', 'HKCU'] as const).flatMap((hive) => [APP, TOOLKIT].map((key) => `${hive}\\${key}`));
      const cleared = places.map((place) => `reg delete "${place}" /f >nul 2>nul`);
      expect(await machine.shell([...cleared, ...additions(said), 'exit /b 0'])).toMatchObject({ exitCode: 0 });
    }

    function additions(said: Partial<Record<Hive, Value[]>>): string[] {
      return Object.entries(said).flatMap(([hive, values]) =>
        values.map(
          ([key, name, type, value]) =>
            `reg add "${hive}\\${key}" /v ${name} /t ${type} /d "${value.replaceAll('"', '\\"').replaceAll('%', '%%')}" /f >nul || exit /b 1`,
        ),
      );
    }

    const working: Value[] = [
      [APP, 'inferenceProvider', 'REG_SZ', 'bedrock'],
      [APP, 'inferenceBedrockRegion', 'REG_SZ', 'us-east-1'],
      [APP, 'inferenceModels', 'REG_SZ', JSON.stringify([MODEL])],
      [TOOLKIT, 'awsProfile', 'REG_SZ', 'work'],
      [TOOLKIT, 'secureStorage', 'REG_SZ', 'file'],
    ];
    const background = () => ({ AWS_ENDPOINT_URL: fake.url, CLAUDE_HELPER_CONTEXT: 'background' });
    const help = () => machine.run('bedrock-credential-helper', [], background());

    test(
      'texts of both keys in HKLM drive the helper and the client; numbers come as text or DWORD',
      async () => {
        await manage({
          HKLM: [
            ...working,
            [APP, 'inferenceCredentialHelperTtlSec', 'REG_SZ', '900'],
            [APP, 'inferenceCredentialHelperTimeoutSec', 'REG_DWORD', '45'],
            [APP, 'inferenceCredentialHelperSilentRefreshEnabled', 'REG_DWORD', '1'],
          ],
        });
        expect(await help()).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^bedrock-api-key-/) });
        const asked = await machine.run('bedrock-client', ['ask', 'Hi'], background());
        expect(asked).toMatchObject({ exitCode: 0, stdout: expect.stringContaining(fake.options.answer) });
      },
      LIMIT_MS,
    );

    test(
      'HKCU serves where HKLM has nothing',
      async () => {
        await manage({ HKCU: working });
        expect(await help()).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^bedrock-api-key-/) });
      },
      LIMIT_MS,
    );

    test.each<[string, Value]>([
      ['a misspelled one', [TOOLKIT, 'awsprofil', 'REG_SZ', 'x']],
      ['an expandable one, which counts but is not read', [TOOLKIT, 'awsProfile', 'REG_EXPAND_SZ', '%NAME%']],
      ['a DWORD', [TOOLKIT, 'x', 'REG_DWORD', '0']],
    ])(
      'one value in HKLM switches HKCU off: %s',
      async (_name, value) => {
        await manage({ HKCU: working, HKLM: [value] });
        const { exitCode, stderr } = await help();
        expect([exitCode, stderr]).toEqual([3, expect.stringContaining('nothing says who signs in')]);
      },
      LIMIT_MS,
    );

    test.each<[string, Value]>([
      ['QWORD', [TOOLKIT, 'x', 'REG_QWORD', '1']],
      ['MULTI_SZ', [TOOLKIT, 'x', 'REG_MULTI_SZ', 'a\\0b']],
      ['BINARY', [TOOLKIT, 'x', 'REG_BINARY', '00']],
      ['a value in a subkey', [`${TOOLKIT}\\Sub`, 'awsProfile', 'REG_SZ', 'other']],
    ])(
      'what nobody sees switches nothing off: %s',
      async (_name, value) => {
        await manage({ HKCU: working, HKLM: [value] });
        expect(await help()).toMatchObject({ exitCode: 0 });
      },
      LIMIT_MS,
    );

    test(
      'before 1.19367.0 the two were merged, HKLM winning',
      async () => {
        await manage({
          HKCU: [...working, [TOOLKIT, 'minimumAppVersion', 'REG_SZ', '1.18000.0']],
          HKLM: [[APP, 'inferenceBedrockRegion', 'REG_SZ', 'nowhere']],
        });
        const { exitCode, stderr } = await help();
        expect([exitCode, stderr]).toEqual([
          3,
          expect.stringContaining(`HKLM\\${APP}: inferenceBedrockRegion must be`),
        ]);
      },
      LIMIT_MS,
    );

    test(
      'a managed machine does not read the settings of its person',
      async () => {
        await manage({ HKLM: working });
        const env = {
          ...background(),
          BEDROCK_LAUNCHER_CONFIG: machine.write('settings.json', '{"awsProfile": "other"}'),
        };
        expect(await machine.run('bedrock-credential-helper', [], env)).toMatchObject({ exitCode: 0 });
      },
      LIMIT_MS,
    );

    test(
      'a kept answer ends when the registry says something else',
      async () => {
        await manage({ HKLM: working });
        const first = await help();
        expect(first).toMatchObject({ exitCode: 0 });
        expect(await help()).toMatchObject({ exitCode: 0, stdout: first.stdout });
        await manage({ HKLM: [...working, [TOOLKIT, 'awsProfile', 'REG_SZ', 'absent']] });
        const { exitCode, stderr } = await help();
        expect([exitCode, stderr]).toEqual([3, expect.stringContaining('absent')]);
      },
      LIMIT_MS,
    );

    test(
      'lint and doctor name what HKLM switched off',
      async () => {
        const machines: Value[] = [
          [APP, 'inferenceProvider', 'REG_SZ', 'bedrock'],
          [TOOLKIT, 'logLevel', 'REG_SZ', 'info'],
        ];
        await manage({ HKLM: machines, HKCU: working });
        const linted = await machine.run('bedrock-admin', ['lint', '--json'], background());
        const findings: { rule: string; place: string }[] = JSON.parse(linted.stdout).findings;
        expect([linted.exitCode, findings]).toEqual([
          3,
          expect.arrayContaining([expect.objectContaining({ rule: 'shadowed-place', place: `HKCU\\${APP}` })]),
        ]);
        const examined = await machine.run('bedrock-admin', ['doctor'], background());
        expect(examined.exitCode).toBe(3);
        expect(examined.stdout).toMatch(/^FAILED: .*HKLM/);
      },
      LIMIT_MS,
    );

    test(
      'doctor finds nothing wrong on a machine that works',
      async () => {
        await manage({ HKLM: working });
        const examined = await machine.run('bedrock-admin', ['doctor', '--call', '--json'], background());
        const report = JSON.parse(examined.stdout);
        const bad = report.findings.filter(({ state }: { state: string }) => state !== 'ok');
        expect([examined.exitCode, bad]).toEqual([0, []]);
      },
      LIMIT_MS,
    );
  },
);
