import { verdict } from '../../../admin/lint/report/verdict.ts';
import { newWorld, type World } from '../../shared/world.ts';
import { APP_DOMAIN, formats, profileText, registryText, texts } from './formats.ts';
import { approaches, good } from './good.ts';
import { linted } from './linting.ts';

let world: World;
beforeEach(() => {
  world = newWorld();
});
afterEach(() => world.leave());

test.each(good)('%s: nothing is wrong in %s', async (_name, format, content, expected) => {
  const result = await linted(world, [formats[format](content)]);
  expect(result.findings).toEqual([]);
  expect(verdict(result)).toMatch(/^no mistakes found in [12] places?; /);
  expect(verdict(result)).toMatch(expected);
});

test('the two files of one Linux machine are seen together', async () => {
  const [app, toolkit] = [{ inferenceCredentialKind: 'helper-script' }, { minimumAppVersion: '1.6000.0' }];
  const both = [formats.linux({ app }), formats['linux toolkit']({ toolkit })];
  const { subjects, findings } = await linted(world, both);
  expect(subjects.length).toBe(1);
  expect(findings.map(({ rule }) => rule)).toContain('kind-ignored');
});

const macos = approaches.helper('plist');
const chrome =
  '[HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Google\\Chrome]\r\n"LogLevel"=dword:1\r\n"ProxyPacUrl"="http://x"\r\n';

test.each([
  ['settings of other programs beside', 'a.reg', registryText({ app: approaches.helper('reg') }) + chrome],
  [
    'payloads of other programs beside',
    'a.mobileconfig',
    profileText([
      { PayloadType: APP_DOMAIN, ...texts(macos) },
      { PayloadType: 'com.apple.wifi.managed', ProxyPACURL: 'http://x' },
      { PayloadType: 'com.anthropic.claudecode', env: { AWS_REGION: 'us-east-1' }, apiKeyHelper: '/x' },
      { PayloadType: 'com.example.agent', logLevel: 'debug', client: 'x' },
    ]),
  ],
])('%s are none of our business', async (_name, name, text) => {
  const { findings } = await linted(world, [{ name, bytes: Buffer.from(text) }]);
  expect(findings).toEqual([]);
});
