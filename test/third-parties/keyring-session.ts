import { MODEL, ROLE } from '../person.ts';

/** Scripts for a desktop session of its own, with gnome-keyring. */

/** A daemon detaches before it has its name; whoever calls meanwhile would start a second, locked one. */
const AT_HOME = `until dbus-send --session --print-reply --dest=org.freedesktop.DBus / \\
  org.freedesktop.DBus.GetNameOwner string:org.freedesktop.secrets >/dev/null 2>&1; do sleep 0.05; done`;
/** It has its name before its collection is open. */
const OPEN = `for i in $(seq 200); do dbus-send --session --print-reply --dest=org.freedesktop.secrets \\
  /org/freedesktop/secrets/collection/login org.freedesktop.DBus.Properties.Get \\
  string:org.freedesktop.Secret.Collection string:Locked 2>/dev/null | grep -q 'boolean false' && break; sleep 0.05; done`;
export const UNLOCKED = `printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; ${AT_HOME}; ${OPEN}`;
export const NOT_UNLOCKED = `gnome-keyring-daemon --start --components=secrets >/dev/null 2>&1; ${AT_HOME}`;
export const LOCK = `dbus-send --session --print-reply --dest=org.freedesktop.secrets /org/freedesktop/secrets \\
  org.freedesktop.Secret.Service.Lock array:objpath:/org/freedesktop/secrets/collection/login >/dev/null`;

/** A role spelled out: its session is kept in the vault, under a key in the keychain. */
export const ROLE_SETTINGS = {
  inferenceBedrockRegion: 'us-east-1',
  inferenceModels: [MODEL],
  ...ROLE,
};
