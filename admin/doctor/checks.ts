import { awsConfig } from './checks/aws-config.ts';
import { client, programs } from './checks/client.ts';
import { clock } from './checks/clock.ts';
import { credentialHelper } from './checks/credential-helper.ts';
import { folders } from './checks/folders.ts';
import { identity } from './checks/identity.ts';
import { keychain } from './checks/keychain.ts';
import { loopback } from './checks/loopback.ts';
import { model } from './checks/model.ts';
import { network } from './checks/network.ts';
import { policy } from './checks/policy.ts';
import { region } from './checks/region.ts';
import { role } from './checks/role.ts';
import { session } from './checks/session.ts';
import { tokenFile } from './checks/token-file.ts';
import { versions } from './checks/versions.ts';
import type { Check } from './examination.ts';
import type { Scene } from './scene.ts';

/** In the order of the flow: what fails earlier explains what fails later. */
export const checks: readonly Check<Scene>[] = [
  versions,
  policy,
  awsConfig,
  region,
  folders,
  tokenFile,
  keychain,
  clock,
  ...network,
  loopback,
  session,
  role,
  identity,
  credentialHelper,
  model,
  client,
  programs,
];
