import { chmodSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { FakeAws } from '../../fake-aws/server.ts';
import { type Person, signedIn, workSettings } from '../../person.ts';

const VERSION_2 = 'aws-cli/2.23.6 Python/3.13.5 Linux/6.12 source/x86_64.debian.13';

/**
 * An AWS CLI, named in the settings, that tells that version and does the script when it is asked for anything else. It
 * notes what it is asked for, one word a line, in ~/words.
 */
export function awsCli(person: Person, script: string, settings: object = {}, version = VERSION_2): string {
  const path = person.write(
    'cli/aws',
    `#!/bin/sh
if [ "$1" = --version ]; then
  echo '${version}'
  exit
fi
for word in "$@"; do echo "$word" >> "$HOME/words"; done
${script}
`,
  );
  chmodSync(path, 0o755);
  person.write('settings.json', {
    ...workSettings(),
    signInMethod: 'aws-cli',
    inferenceBedrockAwsCliPath: path,
    signInTimeoutSec: 10,
    ...settings,
  });
  return path;
}

/** Has the session ready that the AWS CLI's sign-in will put in its place; gives the command that does. */
export async function sessionInWaiting(person: Person, fake: FakeAws): Promise<string> {
  await signedIn(person, fake);
  const cache = join(person.home, '.aws', 'sso', 'cache');
  const [name = ''] = readdirSync(cache);
  renameSync(join(cache, name), join(person.home, 'waiting.json'));
  rmSync(join(person.home, '.aws', 'sso'), { recursive: true });
  return `mkdir -p "$HOME/.aws/sso/cache"; cp "$HOME/waiting.json" "$HOME/.aws/sso/cache/${name}"`;
}
