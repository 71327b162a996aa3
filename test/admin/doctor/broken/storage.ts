import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startFakeBus } from '../../../shared/vault/fake-bus.ts';
import { live, sessionFile } from '../diagnosis.ts';
import { type Row, toolkitSession } from './row.ts';

export const storageRows: Row[] = [
  {
    name: 'a state folder that can not be written',
    broken: async (person, fake) => {
      await live(person, fake);
      rmSync(join(person.home, '.local'), { recursive: true, force: true });
      // Also for somebody whom modes don't bind.
      person.write('.local/state', 'not a folder');
    },
    id: 'folders',
    words: /\.local\/state: can't be written \(it is no folder\)/,
    next: /move that file away/,
    exitCode: 8,
  },
  {
    name: 'a half-written session file',
    broken: async (person, fake) => {
      await live(person, fake);
      person.write(sessionFile(person), person.read(sessionFile(person)).slice(0, 80));
    },
    id: 'token-file',
    words: /\.aws\/sso\/cache\/\w+\.json: half-written, or not a session/,
    next: /sign in again.*start bedrock-launcher/,
    exitCode: 4,
  },
  {
    name: 'a folder in the place of the session file',
    broken: async (person, fake) => {
      await live(person, fake);
      const file = join(person.home, sessionFile(person));
      rmSync(file);
      mkdirSync(file);
    },
    id: 'token-file',
    words: /\.aws\/sso\/cache\/\w+\.json: not a regular file/,
    next: /move it away, then sign in again.*start bedrock-launcher/,
    exitCode: 8,
  },
  {
    name: 'a session file of another portal, which this one does not take',
    broken: async (person, fake) => {
      await live(person, fake);
      const session = { ...JSON.parse(person.read(sessionFile(person))), startUrl: 'https://other.awsapps.com/start' };
      person.write(sessionFile(person), { ...session, accessToken: 'of-another-portal', refreshToken: undefined });
    },
    id: 'token-file',
    words: /is a session of https:\/\/other\.awsapps\.com\/start, not of https:\/\/example\.awsapps\.com\/start/,
    next: /bedrock-launcher --sign-out/,
    exitCode: 8,
  },
  {
    name: 'no keychain, where a session needs one',
    broken: (person) => {
      person.write('settings.json', toolkitSession);
    },
    id: 'keychain',
    words: /the keychain of this system is not available: .*no D-Bus/,
    next: /secureStorage to file/,
    exitCode: 8,
  },
  {
    name: 'a keychain that never answers, where a session needs one',
    broken: (person) => {
      person.write('settings.json', toolkitSession);
      const bus = startFakeBus({}, '');
      Object.assign(person.env, bus.env);
      return () => bus.stop();
    },
    id: 'keychain',
    words: /did not answer within 3 s/,
    next: /log out and in again/,
    exitCode: 8,
  },
];
