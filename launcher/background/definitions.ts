import type { Host } from '../../shared/host.ts';
import { desktopCommand, systemdCommand, xmlText } from './quoting.ts';
import { EVERY_MINUTES, JITTER_MINUTES, LONGEST_RUN_MINUTES } from './rhythm.ts';
import { scheduledTask } from './scheduled-task.ts';

/** What the background renewal is called wherever somebody lists such things. */
export const AGENT = 'io.github.bedrock-launcher.renew';
export const UNIT = 'bedrock-launcher-renew';

/** One file that tells the operating system about the renewal. */
interface Definition {
  kind: 'agent' | 'service' | 'timer' | 'autostart' | 'task';
  name: string;
  /** Throws a Problem (configuration) where that program can't be run so. */
  content(): string | Buffer;
}

export interface Subject {
  /** The absolute path of the launcher. */
  programPath: string;
  /** On Windows, whose task it is (`DOMAIN\name`); without it, that of everybody who logs on. */
  user?: string | undefined;
}

/**
 * What the operating system has to be told, as files; for one person, and as they are for all of a machine (in
 * /Library/LaunchAgents, /usr/lib/systemd/user, /etc/xdg/autostart, or as a task that an administrator makes).
 */
export function definitionsOf(platform: Host['platform'], subject: Subject): Definition[] {
  switch (platform) {
    case 'darwin':
      return [{ kind: 'agent', name: `${AGENT}.plist`, content: () => launchAgent(subject) }];
    case 'linux':
      return [
        { kind: 'service', name: `${UNIT}.service`, content: () => service(subject) },
        { kind: 'timer', name: `${UNIT}.timer`, content: () => TIMER },
        { kind: 'autostart', name: `${UNIT}.desktop`, content: () => autostart(subject) },
      ];
    case 'win32':
      return [{ kind: 'task', name: `${UNIT}.xml`, content: () => scheduledTask(subject) }];
  }
}

/** launchd spreads nothing by itself, hence the jitter. A launcher that a click has started is not ended with the run. */
function launchAgent({ programPath }: Subject): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
  <dict>
    <key>Label</key>
    <string>${AGENT}</string>
    <key>ProgramArguments</key>
    <array>
      <string>${xmlText(programPath)}</string>
      <string>--renew</string>
      <string>--jitter</string>
      <string>${JITTER_MINUTES * 60}</string>
    </array>
    <key>RunAtLoad</key>
    <true/>
    <key>StartInterval</key>
    <integer>${EVERY_MINUTES * 60}</integer>
    <key>ProcessType</key>
    <string>Background</string>
    <key>LowPriorityIO</key>
    <true/>
    <key>LimitLoadToSessionType</key>
    <string>Aqua</string>
    <key>AbandonProcessGroup</key>
    <true/>
  </dict>
</plist>
`;
}

function service({ programPath }: Subject): string {
  return `[Unit]
Description=Bedrock Launcher: keeps the AWS sign-in fresh

[Service]
Type=oneshot
ExecStart=${systemdCommand(programPath, '--renew')}
TimeoutStartSec=${LONGEST_RUN_MINUTES}min
Nice=10
# Of each run systemd would tell the journal that it has begun and ended; what the launcher says stays.
LogLevelMax=notice
SyslogLevel=notice
# A launcher that a click has started lives on.
KillMode=process
`;
}

/** By the calendar, so that a machine that has slept does it as soon as it is awake. */
const TIMER = `[Unit]
Description=Bedrock Launcher: keeps the AWS sign-in fresh

[Timer]
OnStartupSec=1min
OnCalendar=*:0/${EVERY_MINUTES}
RandomizedDelaySec=${JITTER_MINUTES}min
FixedRandomDelay=true
AccuracySec=30s

[Install]
WantedBy=timers.target
`;

/** Where systemd runs the desktop it skips the entry: the timer is better. */
function autostart({ programPath }: Subject): string {
  return `[Desktop Entry]
Type=Application
Version=1.0
Name=Bedrock Launcher
Comment=Keeps the AWS sign-in fresh
Exec=${desktopCommand(programPath, '--background resident')}
Terminal=false
NoDisplay=true
X-GNOME-Autostart-enabled=true
X-systemd-skip=true
`;
}
