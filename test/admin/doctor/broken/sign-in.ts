import { chmodSync } from 'node:fs';
import type { Person } from '../../../person.ts';
import { programFile } from '../../../person.ts';
import { live, sessionFile } from '../diagnosis.ts';
import { type Row, settings } from './row.ts';

const LONG_AGO = '2020-01-01T00:00:00Z';

/** The profile "work" has its credentials from such a script. */
function processed(script: string) {
  return (person: Person) => {
    const path = person.write('process.sh', `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    person.write('.aws/config', `[profile work]\nregion = us-east-1\ncredential_process = ${path}\n`);
  };
}

export const signInRows: Row[] = [
  {
    name: 'nobody has signed in',
    broken: () => {},
    id: 'session',
    words: /nobody is signed in as profile work/,
    next: /sign in: start bedrock-launcher/,
    exitCode: 4,
  },
  {
    name: 'an ended session',
    broken: async (person, fake) => {
      await live(person, fake);
      const session = JSON.parse(person.read(sessionFile(person)));
      person.write(sessionFile(person), { ...session, expiresAt: LONG_AGO, registrationExpiresAt: LONG_AGO });
    },
    id: 'session',
    words: /the sign-in of profile work has ended, 2020-01-01 .* d ago/,
    next: /sign in: start bedrock-launcher/,
    exitCode: 4,
  },
  {
    name: 'a session that the portal has ended',
    broken: async (person, fake) => {
      await live(person, fake);
      fake.endSessions();
    },
    id: 'session',
    words: /the access portal no longer takes the sign-in of profile work/,
    next: /sign in: start bedrock-launcher/,
    exitCode: 4,
  },
  {
    name: 'an ended session that can not be renewed any more',
    broken: async (person, fake) => {
      await live(person, fake);
      const session = JSON.parse(person.read(sessionFile(person)));
      person.write(sessionFile(person), { ...session, expiresAt: LONG_AGO });
      fake.endSessions();
    },
    // The helper finds it out, as the app's call would; who comes after it knows.
    id: 'helper',
    words: /the (AWS )?sign-in of profile work has ended/,
    next: /sign in: start bedrock-launcher/,
    exitCode: 4,
  },
  {
    name: 'a role that is not assigned',
    broken: async (person, fake) => {
      await live(person, fake);
      person.write('.aws/config', person.read('.aws/config').replace('BedrockUser', 'Admin'));
    },
    id: 'role',
    words: /no credentials for role Admin in account 111122223333/,
    next: /ask your administrator for the assignment/,
    exitCode: 7,
  },
  {
    name: 'a role session that is too short for the TTL',
    broken: async (person, fake) => {
      const [role] = fake.options.roles;
      if (role) fake.options.roles = [{ ...role, sessionSeconds: 1_800 }];
      await live(person, fake);
    },
    id: 'role.lifetime',
    words: /credentials live \d+ s, but inferenceCredentialHelperTtlSec 3600 needs 3900 s/,
    next: /lengthen the permission set's session duration to 3900 s or more, or set inferenceCredentialHelperTtlSec to at most/,
    exitCode: 3,
  },
  {
    name: 'an STS that does not take the credentials',
    broken: async (person, fake) => {
      await live(person, fake);
      fake.faults.set('GetCallerIdentity', 'expired-token');
    },
    // The probe of the endpoint is refused as well, which shows that it can be reached.
    id: 'identity',
    words: /the credentials have expired/,
    next: /sign in again/,
    exitCode: 7,
  },
  {
    name: 'a credential_process that fails',
    broken: processed('echo "vpn is down" >&2; echo "----" >&2; exit 7'),
    id: 'role',
    words: /the credential_process of profile work failed with exit code 7: vpn is down$/,
    next: /run it by hand/,
    exitCode: 3,
  },
  {
    name: 'a credential_process that hangs',
    broken: processed('sleep 30'),
    id: 'role',
    words: /the credential_process of profile work: no answer within 6 s/,
    next: /run it by hand: it may wait for a person/,
    exitCode: 9,
  },
  {
    name: 'a credential_process that is our own helper, for somebody who is not signed in',
    broken: (person) => {
      const base = person.read('.aws/config').replace('[profile work]', '[profile base]');
      const command = `${programFile('bedrock-credential-helper')} --format credential-process --profile base`;
      person.write('.aws/config', `${base}\n[profile work]\nregion = us-east-1\ncredential_process = ${command}\n`);
    },
    id: 'role',
    words: /the AWS sign-in of profile base has ended/,
    next: /sign in: start bedrock-launcher --profile base/,
    exitCode: 4,
  },
  {
    name: 'a role that is asked for and never given',
    broken: async (person, fake) => {
      await settings({})(person, fake);
      fake.faults.set('GetRoleCredentials', 'stall');
    },
    id: 'role',
    words: /role credentials: no answer within 6 s/,
    next: /check the network/,
    exitCode: 9,
  },
];
