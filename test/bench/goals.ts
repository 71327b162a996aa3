import { clientGoals } from './client.ts';
import type { Goal } from './report.ts';
import { stormGoals } from './storm.ts';
import {
  CACHED,
  CLI,
  HELLO,
  KEYRING,
  LAUNCHER,
  OPENED,
  OPENED_KEYRING,
  POLICY_LOADED,
  POLICY_READ,
  RENEWAL,
  SECRET_SERVICE,
  UNCACHED,
} from './subjects.ts';

const KEYRING_NEEDS = 'install gnome-keyring, dbus and golang-docker-credential-helpers';

/** What the README promises. */
export const goals: Goal[] = [
  { name: 'helper against hello', subject: UNCACHED, measured: { against: HELLO }, atMost: 5 },
  { name: 'helper with a cached token against hello', subject: CACHED, measured: { against: HELLO }, atMost: 1.5 },
  {
    name: 'helper with a cached token and a keyring against docker-credential-secretservice',
    subject: KEYRING,
    measured: { against: SECRET_SERVICE },
    atMost: 1.2,
    needs: KEYRING_NEEDS,
  },
  {
    name: 'GetRoleCredentials with a cached token',
    subject: CACHED,
    measured: { calls: 'GetRoleCredentials' },
    atMost: 0,
  },
  {
    name: 'GetRoleCredentials with a cached token and a keyring',
    subject: KEYRING,
    measured: { calls: 'GetRoleCredentials' },
    atMost: 0,
    needs: KEYRING_NEEDS,
  },
  // Else the row of an uncached run would measure the cache.
  {
    name: 'GetRoleCredentials without one',
    subject: UNCACHED,
    measured: { calls: 'GetRoleCredentials' },
    atLeast: 1,
  },
  { name: 'launcher against hello', subject: LAUNCHER, measured: { against: HELLO }, atMost: 6 },
  { name: 'double-click to client opened against hello', subject: OPENED, measured: { against: HELLO }, atMost: 6 },
  { name: 'renewal with nothing to do against hello', subject: RENEWAL, measured: { against: HELLO }, atMost: 2 },
  {
    name: 'double-click to client opened with a keyring against hello',
    subject: OPENED_KEYRING,
    measured: { against: HELLO },
    atMost: 12,
    needs: KEYRING_NEEDS,
  },
  {
    name: 'AWS CLI v2 against helper',
    subject: CLI,
    measured: { against: UNCACHED },
    atLeast: 15,
    needs: 'set TRIXIE',
  },
  { name: 'reading the policy (ms)', subject: POLICY_READ, measured: { above: POLICY_LOADED }, atMost: 1 },
  { name: 'peak memory of the helper (MB)', subject: UNCACHED, measured: 'peakMb', atMost: 60 },
  ...clientGoals,
  ...stormGoals,
];
