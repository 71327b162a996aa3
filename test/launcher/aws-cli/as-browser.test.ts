import { browserOfOurs } from '../../../launcher/aws-cli/as-browser.ts';
import { posixWords } from '../../../shared/command-line.ts';
import { newPerson, programFile } from '../../person.ts';

test.each([
  ['linux', '/opt/bedrock-launcher', '/opt/bedrock-launcher/bedrock-launcher'],
  ['linux', "/home/o'neil/my $programs", "/home/o'neil/my $programs/bedrock-launcher"],
  [
    'darwin',
    '/Applications/Bedrock Launcher.app/Contents/MacOS',
    '/Applications/Bedrock Launcher.app/Contents/MacOS/bedrock-launcher',
  ],
  ['win32', 'C:\\Program Files\\Bedrock Launcher', 'C:/Program Files/Bedrock Launcher/bedrock-launcher.exe'],
] as const)('on %s in %s, BROWSER is our image as Python reads it', (platform, programDir, program) => {
  expect(posixWords(browserOfOurs({ platform, programDir }) ?? '')).toEqual([program, '--as-browser=%s']);
});

test.each([
  ['linux', '/opt/a:b'],
  ['win32', 'C:\\a;b'],
] as const)('on %s a folder %s can not be named', (platform, programDir) => {
  expect(browserOfOurs({ platform, programDir })).toBeUndefined();
});

test('such a browser opens nothing and never fails, with stdout closed too', async () => {
  const person = newPerson();
  try {
    const { exitCode, stdout } = await person.run('bedrock-launcher', ['--as-browser=https://aws.example/?a=b&c']);
    expect([exitCode, stdout]).toEqual([0, 'bedrock-launcher: to open: https://aws.example/?a=b&c']);
    expect(await person.run('bedrock-launcher', ['--as-browser='])).toMatchObject({ exitCode: 0 });
    const command = `${programFile('bedrock-launcher')} --as-browser=x`;
    for (const stream of ['>&-', '>/dev/full']) {
      expect((await Bun.$`sh -c ${`${command} ${stream}`}`.env(person.env).nothrow().quiet()).exitCode).toBe(0);
    }
    expect(person.opened()).toEqual([]);
  } finally {
    person.leave();
  }
});
