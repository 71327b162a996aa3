import { execa } from 'execa';
import manifest from '../../package.json';
import { versionLine } from '../../shared/version.ts';
import { type ProgramName, programFile } from '../person.ts';

test('a run from source says so', () => {
  expect(versionLine('name')).toBe(`name 0.0.0-source (unbuilt, ${process.platform}-${process.arch})`);
});

test.each<ProgramName>(['bedrock-launcher', 'bedrock-credential-helper', 'bedrock-client', 'bedrock-admin'])(
  '%s says its own name, its version and its build',
  async (name) => {
    const { stdout, stderr, exitCode } = await execa(programFile(name), ['--version'], { env: {}, extendEnv: false });
    const [version] = manifest.version.split('+');
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      new RegExp(`^${name} ${version?.replaceAll('.', '\\.')} \\([\\w.+-]+, ${process.platform}-${process.arch}\\)$`),
    );
  },
);
