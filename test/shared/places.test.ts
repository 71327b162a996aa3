import { logDir, programPath, stateDir, userConfigDir } from '../../shared/places.ts';

const win = 'C:\\Users\\ana';

test.each([
  ['linux', {}, '/home/ana', '/home/ana/.config/bedrock-launcher', '/home/ana/.local/state/bedrock-launcher'],
  ['linux', { XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: '/s' }, '/home/ana', '/c/bedrock-launcher', '/s/bedrock-launcher'],
  [
    'linux',
    { XDG_CONFIG_HOME: 'c', XDG_STATE_HOME: './s' },
    '/home/ana',
    '/home/ana/.config/bedrock-launcher',
    '/home/ana/.local/state/bedrock-launcher',
  ],
  [
    'linux',
    { XDG_CONFIG_HOME: '', XDG_STATE_HOME: '' },
    '/home/ana',
    '/home/ana/.config/bedrock-launcher',
    '/home/ana/.local/state/bedrock-launcher',
  ],
  [
    'darwin',
    { XDG_CONFIG_HOME: '/c', XDG_STATE_HOME: '/s' },
    '/Users/ana',
    '/Users/ana/Library/Application Support/bedrock-launcher',
    '/Users/ana/Library/Application Support/bedrock-launcher/state',
  ],
  ['win32', {}, win, `${win}\\AppData\\Roaming\\bedrock-launcher`, `${win}\\AppData\\Local\\bedrock-launcher`],
  [
    'win32',
    { APPDATA: 'R:\\roam', LOCALAPPDATA: 'L:\\local' },
    win,
    'R:\\roam\\bedrock-launcher',
    'L:\\local\\bedrock-launcher',
  ],
  [
    'win32',
    { APPDATA: 'roam', LOCALAPPDATA: '' },
    win,
    `${win}\\AppData\\Roaming\\bedrock-launcher`,
    `${win}\\AppData\\Local\\bedrock-launcher`,
  ],
] as const)('on %s with %j, at home in %s', (platform, env, home, config, state) => {
  expect([userConfigDir({ platform, env, home }), stateDir({ platform, env, home })]).toEqual([config, state]);
});

test.each([
  ['linux', {}, '/home/ana', '/home/ana/.local/state/bedrock-launcher/log'],
  ['linux', { XDG_STATE_HOME: '/s' }, '/home/ana', '/s/bedrock-launcher/log'],
  ['darwin', {}, '/Users/ana', '/Users/ana/Library/Logs/bedrock-launcher'],
  ['win32', {}, win, `${win}\\AppData\\Local\\bedrock-launcher\\Logs`],
  ['win32', { LOCALAPPDATA: 'L:\\local' }, win, 'L:\\local\\bedrock-launcher\\Logs'],
] as const)('the log on %s with %j, at home in %s', (platform, env, home, expected) => {
  expect(logDir({ platform, env, home })).toBe(expected);
});

test.each([
  ['linux', '/opt/bedrock', '/opt/bedrock/bedrock-client'],
  ['darwin', '/Applications/B.app/Contents/MacOS', '/Applications/B.app/Contents/MacOS/bedrock-client'],
  ['win32', 'C:\\Program Files\\Bedrock', 'C:\\Program Files\\Bedrock\\bedrock-client.exe'],
] as const)('our programs are beside each other on %s', (platform, programDir, expected) => {
  expect(programPath({ platform, programDir }, 'bedrock-client')).toBe(expected);
});
