import { build } from 'plist';
import type { Host } from '../../shared/host.ts';
import { desktopCommand, systemdCommand, xmlText } from './quoting.ts';

/** What the background renewal is called wherever somebody lists such things. */
export const AGENT = 'io.github.bedrock-launcher.renew';
export const UNIT = 'bedrock-launcher-renew';
export const TASK = 'Bedrock Launcher Renewal';

/** One run in so many minutes, shifted by up to so many: not all machines of a company ask AWS in the same second. */
export const EVERY_MINUTES = 15;
export const JITTER_MINUTES = 3;
/** A run waits ten minutes for an answer to its notification, and a little for AWS. */
const LONGEST_RUN_MINUTES = 14;

/** One file that tells the operating system about the renewal. */
interface Definition {
  kind: 'agent' | 'service' | 'timer' | 'autostart' | 'task';
  name: string;
  content: string | Buffer;
}

interface Subject {
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
      return [{ kind: 'agent', name: `${AGENT}.plist`, content: launchAgent(subject) }];
    case 'linux':
      return [
        { kind: 'service', name: `${UNIT}.service`, content: service(subject) },
        { kind: 'timer', name: `${UNIT}.timer`, content: TIMER },
        { kind: 'autostart', name: `${UNIT}.desktop`, content: autostart(subject) },
      ];
    case 'win32':
      return [{ kind: 'task', name: `${UNIT}.xml`, content: scheduledTask(subject) }];
  }
}

function launchAgent({ programPath }: Subject): string {
  return build({
    Label: AGENT,
    // launchd spreads nothing by itself.
    ProgramArguments: [programPath, '--renew', '--jitter', String(JITTER_MINUTES * 60)],
    RunAtLoad: true,
    StartInterval: EVERY_MINUTES * 60,
    ProcessType: 'Background',
    LowPriorityIO: true,
    LimitLoadToSessionType: 'Aqua',
    // A launcher that a click has started lives on.
    AbandonProcessGroup: true,
  });
}

function service({ programPath }: Subject): string {
  return `[Unit]
Description=Bedrock Launcher: keeps the AWS sign-in fresh

[Service]
Type=oneshot
ExecStart=${systemdCommand(programPath, '--renew')}
TimeoutStartSec=${LONGEST_RUN_MINUTES}min
Nice=10
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

/** In UTF-16 with a byte order mark, as schtasks.exe wants it. */
function scheduledTask({ programPath, user }: Subject): Buffer {
  const text = `<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Author>Bedrock Launcher</Author>
    <Description>Keeps the AWS sign-in fresh.</Description>
  </RegistrationInfo>
  <Triggers>
    <TimeTrigger>
      <Enabled>true</Enabled>
      <StartBoundary>2020-01-01T00:00:00</StartBoundary>
      <Repetition>
        <Interval>PT${EVERY_MINUTES}M</Interval>
        <StopAtDurationEnd>false</StopAtDurationEnd>
      </Repetition>
      <RandomDelay>PT${JITTER_MINUTES}M</RandomDelay>
    </TimeTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      ${whose(user)}
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <AllowHardTerminate>true</AllowHardTerminate>
    <StartWhenAvailable>true</StartWhenAvailable>
    <Enabled>true</Enabled>
    <Hidden>true</Hidden>
    <ExecutionTimeLimit>PT${LONGEST_RUN_MINUTES}M</ExecutionTimeLimit>
    <Priority>7</Priority>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>${xmlText(programPath)}</Command>
      <Arguments>--renew</Arguments>
    </Exec>
  </Actions>
</Task>
`;
  return Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`, 'utf16le');
}

/** S-1-5-32-545 is the group of all users, in whatever language Windows names it. */
function whose(user: string | undefined): string {
  if (!user) return '<GroupId>S-1-5-32-545</GroupId>';
  return `<UserId>${xmlText(user)}</UserId>\n      <LogonType>InteractiveToken</LogonType>`;
}
