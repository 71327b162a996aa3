import { jsonText } from '../../shared/json-text.ts';
import { LINUX_FOLDERS } from '../../shared/policy/linux-policy.ts';
import { namesIn, secretsIn } from '../setup/setup.ts';
import { type ExportedFile, type Format, textFile } from './format.ts';

const OWNERS = ['app', 'toolkit'] as const;
const FILE = 'managed-settings.json';

/** One file for each owner, and a script that puts them where the programs trust them. */
export const linux: Format = {
  name: 'linux',
  title: 'managed-settings.json of Linux, with an install script',
  target: 'linux',
  secrets: true,
  next: 'copy the folder to the machine and run install.sh there as root, or have Ansible, Puppet or a package do the same',
  files(setup) {
    // Both are always written: what an earlier export has left in one of them would count still.
    const files = OWNERS.map((owner) => textFile(`${LINUX_FOLDERS[owner]}/${FILE}`, `${jsonText(setup[owner], 2)}\n`));
    const secrets = secretsIn(setup).filter((name) => namesIn(setup.app).includes(name));
    return [...files, script(secrets.join(', '))];
  },
};

function script(secrets: string): ExportedFile {
  const warning = secrets
    ? `
# ${secrets} in these files can be read by everyone who has an account on the machine:
# the app runs as that person.`
    : '';
  const text = `#!/bin/sh
# Puts the managed settings of Claude Desktop and of Bedrock Launcher in place. Run it as root; DESTDIR is for tests and packages.
# Folder and file belong to root, nobody else may write them, and none is a link: anything else is refused by the app.${warning}
set -eu
umask 022

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
etc=\${DESTDIR:-}/etc

fail() {
  printf 'install.sh: error: %s\\n' "$1" >&2
  exit 1
}

[ "$(id -u)" = 0 ] || fail 'run it as root'

put() {
  folder=$etc/$1
  file=$folder/${FILE}
  [ -f "$here/$1/${FILE}" ] || fail "$here/$1/${FILE} is missing"
  [ ! -L "$folder" ] || fail "$folder is a link"
  [ ! -d "$file" ] || fail "$file is a folder"
  mkdir -p "$folder"
  chown root:root "$folder"
  chmod 0755 "$folder"
  cp "$here/$1/${FILE}" "$file.new"
  chown root:root "$file.new"
  chmod 0644 "$file.new"
  mv -f "$file.new" "$file"
  printf '%s\\n' "$file"
}

${OWNERS.map((owner) => `put ${LINUX_FOLDERS[owner]}`).join('\n')}
`;
  return { ...textFile('install.sh', text), mode: 0o755 };
}
