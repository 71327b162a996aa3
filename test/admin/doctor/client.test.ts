import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { client, programs } from '../../../admin/doctor/checks/client.ts';
import { sceneOf } from '../../../admin/doctor/scene.ts';
import type { Host } from '../../../shared/host.ts';
import { forever, newWorld, type World } from '../../shared/world.ts';

let world: World;
afterEach(() => world.leave());

const scene = (settings: object, env: Host['env'] = {}) => {
  const config = join(world.home, 'settings.json');
  writeFileSync(config, JSON.stringify(settings));
  const host = { ...world, env: { ...env, BEDROCK_LAUNCHER_CONFIG: config } };
  return sceneOf(host, { wishes: {}, call: false }, forever());
};
const clientOf = async (settings: object, env?: Host['env']) => (await client.find(scene(settings, env)))[0];

function program(folder: string, name: string): string {
  mkdirSync(join(world.home, folder), { recursive: true });
  const file = join(world.home, folder, name);
  writeFileSync(file, '#!/bin/sh\n');
  chmodSync(file, 0o755);
  return file;
}

function macApp(version: string): void {
  const contents = join(world.home, 'Applications', 'Claude.app', 'Contents');
  mkdirSync(contents, { recursive: true });
  const dict = `<dict><key>CFBundleShortVersionString</key><string>${version}</string></dict>`;
  writeFileSync(join(contents, 'Info.plist'), `<?xml version="1.0"?><plist version="1.0">${dict}</plist>`);
}

test('Claude Desktop of Linux, on the PATH', async () => {
  world = newWorld();
  const file = program('apps', 'claude-desktop');
  expect(await clientOf({}, { PATH: join(world.home, 'apps') })).toMatchObject({
    state: 'ok',
    words: 'Claude Desktop',
    details: { place: file, version: 'not known' },
  });
});

test('Claude Desktop of macOS tells its version, which may be older than the settings assume', async () => {
  world = newWorld({ platform: 'darwin' });
  macApp('1.20000.0');
  expect(await clientOf({ minimumAppVersion: '1.19367.0' })).toMatchObject({
    state: 'ok',
    words: 'Claude Desktop 1.20000.0',
  });
  expect(await clientOf({ minimumAppVersion: '2.0.0' })).toMatchObject({
    state: 'warning',
    words: 'Claude Desktop is 1.20000.0, older than 2.0.0, by which the settings are read',
  });
});

test.each<[string, object, object]>([
  ['none, and our own serves', {}, { state: 'ok', words: expect.stringContaining('the bundled client opens') }],
  ['ours, by the settings', { client: 'bundled' }, { state: 'ok', words: 'the bundled client' }],
  ['none, though it is wanted', { client: 'claude-desktop' }, { state: 'failure', code: 'configuration' }],
  ['one of the company that is missing', { client: '/opt/no' }, { state: 'failure', code: 'configuration' }],
  ['one of the company', { client: '/bin/sh' }, { state: 'ok', words: '/bin/sh' }],
])('%s', async (_name, settings, expected) => {
  world = newWorld();
  expect(await clientOf(settings, { PATH: '/nowhere' })).toMatchObject(expected);
});

test.each<[Host['platform'], string]>([
  ['linux', 'company.desktop'],
  ['darwin', 'Company.app'],
  ['win32', 'Company.lnk'],
])('%s: %s, which is no program by itself, but is opened like one', async (platform, name) => {
  world = newWorld({ platform });
  const path = join(world.home, name);
  expect(await clientOf({ client: path })).toMatchObject({ state: 'failure', code: 'configuration' });
  writeFileSync(path, '');
  expect(await clientOf({ client: path })).toMatchObject({ state: 'ok', words: path });
});

test('programs of ours that are missing are named', async () => {
  world = newWorld();
  for (const name of ['bedrock-launcher', 'bedrock-client']) program('bin', name);
  expect((await programs.find(scene({})))[0]).toMatchObject({
    state: 'failure',
    words: `missing: ${join(world.home, 'bin', 'bedrock-credential-helper')}`,
  });
  program('bin', 'bedrock-credential-helper');
  expect((await programs.find(scene({})))[0]).toMatchObject({ state: 'ok' });
});
