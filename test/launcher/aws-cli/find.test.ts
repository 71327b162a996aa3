import { awsClis, faultOf, findAwsCli } from '../../../launcher/aws-cli/find.ts';
import type { Run } from '../../../shared/bounded-run.ts';
import { isProgram } from '../../../shared/claude-desktop.ts';
import { forever, newWorld, problemOf } from '../../shared/world.ts';

const WINDOWS = { platform: 'win32', home: 'C:\\Users\\ana', env: { PATH: 'C:\\tools;D:\\bin' } } as const;
const MAC = { platform: 'darwin', home: '/Users/ana', env: { PATH: '/usr/bin:/bin' } } as const;
const LINUX = { platform: 'linux', home: '/home/ana', env: { PATH: '/bin:/opt/aws' } } as const;

const PER_USER = 'C:\\Users\\ana\\AppData\\Local\\Programs\\Amazon\\AWSCLIV2\\aws.exe';

test.each([
  ['on the PATH', WINDOWS, ['D:\\bin\\aws.exe']],
  ['on the PATH', WINDOWS, ['C:\\tools\\aws.cmd']],
  ['where its installer puts it', WINDOWS, ['C:\\Program Files\\Amazon\\AWSCLIV2\\aws.exe']],
  ['where its installer puts it for one person', WINDOWS, [PER_USER]],
  ['on the PATH first', WINDOWS, ['D:\\bin\\aws.exe', 'C:\\tools\\aws.cmd', PER_USER]],
  ['where its installer puts it', MAC, ['/usr/local/bin/aws', '/usr/local/aws-cli/aws']],
  ['where Homebrew puts it', MAC, ['/opt/homebrew/bin/aws']],
  ['in the home folder', MAC, ['/Users/ana/.local/bin/aws', '/Users/ana/aws-cli/aws']],
  ['on the PATH first', LINUX, ['/opt/aws/aws', '/usr/local/bin/aws', '/usr/bin/aws']],
  ['as a snap, and in the home folder', LINUX, ['/snap/bin/aws', '/home/ana/.local/bin/aws']],
  ['once', { ...LINUX, env: { PATH: '/usr/bin' } }, ['/usr/bin/aws']],
  ['without a PATH', { ...LINUX, env: {} }, ['/usr/bin/aws']],
] as const)('%s (%j) is found %j', (_where, host, files) => {
  expect(awsClis(host, undefined, (file) => (files as readonly string[]).includes(file))).toEqual(files);
});

test('where Windows has its folders elsewhere it is looked for there', () => {
  const env = { ProgramFiles: 'E:\\Programs', LOCALAPPDATA: 'F:\\local' };
  expect(awsClis({ ...WINDOWS, env }, undefined, () => true)).toEqual([
    'E:\\Programs\\Amazon\\AWSCLIV2\\aws.exe',
    'F:\\local\\Programs\\Amazon\\AWSCLIV2\\aws.exe',
  ]);
});

test('the one of the settings is the only one', () => {
  expect(awsClis(LINUX, '/x/aws', () => true)).toEqual(['/x/aws']);
  expect(awsClis(LINUX, '/x/aws', (file) => file !== '/x/aws')).toEqual([]);
});

test.each([
  [LINUX, /^the AWS CLI is neither on the PATH nor at \/usr\/local\/bin\/aws, .*, \/home\/ana\/\.local\/bin\/aws$/],
  [MAC, /nor at .*\/opt\/homebrew\/bin\/aws/],
  [WINDOWS, /nor at C:\\Program Files\\Amazon\\AWSCLIV2\\aws\.exe, C:\\Users\\ana/],
])('where there is none, %j, the places are told', async (host, words) => {
  const problem = await problemOf(() => findAwsCli(host, undefined, forever(), () => false));
  expect(problem).toMatchObject({ code: 'configuration', reason: 'aws-cli-missing' });
  expect(problem.message).toMatch(words);
});

const answer = (more: Partial<Run>): Run => ({ stdout: '', words: '', exitCode: 0, end: 'exited', ...more });

test.each<[Partial<Run>, RegExp | undefined]>([
  [{ stdout: 'aws-cli/2.0.0 Python/3.7.3\n' }, undefined],
  [{ stdout: 'aws-cli/2.23.6 Python/3.13.5 Linux/6.1 source/x86_64.debian.13\n' }, undefined],
  [{ words: 'aws-cli/2.1.0dev0 Python/3.8\n' }, undefined],
  [{ stdout: 'aws-cli/2.23.6\n', exitCode: 1 }, /is version 2\.23\.6/],
  [{ stdout: 'aws-cli/1.38.4 Python/3.11.2\n' }, /\/x\/aws is version 1\.38\.4; version 2 is needed/],
  [{ words: 'aws-cli/1.16.0 Python/2.7.18\n' }, /is version 1\.16\.0/],
  [{ stdout: 'aws-cli/22.0.0\n' }, /is version 22\.0\.0/],
  [{ stdout: 'say aws-cli/2.0.0\n' }, /is none: asked for its version it says "say aws-cli\/2\.0\.0"/],
  [{ stdout: `${'x'.repeat(5_000)}` }, /says "x{80}"/],
  [{}, /does not tell its version/],
  [{ end: 'too late', exitCode: undefined }, /did not tell its version within 15 s/],
  [{ end: 'too much', exitCode: undefined, stdout: 'y\ny\n' }, /says "y"/],
  [{ end: 'not started', fault: 'ENOEXEC' }, /could not be started \(ENOEXEC\)/],
])('%j: %s', (run, words) => {
  const fault = faultOf('/x/aws', answer(run));
  if (!words) return expect(fault).toBeUndefined();
  expect(fault).toMatchObject({ code: 'configuration', reason: 'aws-cli-missing' });
  expect(fault?.message).toMatch(words);
});

test('version 2 further on is taken before version 1 on the PATH', async () => {
  const world = newWorld();
  try {
    const [one, two] = ['bin', '.local/bin'].map((folder) => `${world.home}/${folder}`);
    for (const [folder, version] of [
      [one, 1],
      [two, 2],
    ]) {
      await Bun.write(`${folder}/aws`, `#!/bin/sh\necho aws-cli/${version}.0.0\n`);
      await Bun.$`chmod +x ${folder}/aws`;
    }
    const host = { ...world, env: { PATH: `${one}` } };
    const isThere = (file: string) => file.startsWith(world.home) && isProgram(file);
    expect(await findAwsCli(host, undefined, forever(), isThere)).toMatchObject({ path: `${two}/aws` });
  } finally {
    world.leave();
  }
});
