import type { Subject } from './definitions.ts';
import { taskProgram, xmlText } from './quoting.ts';
import { EVERY_MINUTES, JITTER_MINUTES, LONGEST_RUN_MINUTES } from './rhythm.ts';

const TASK = 'Bedrock Launcher Renewal';
const HASH_DIGITS = 8;

/** In the Task Scheduler, which has one list for all people of a machine: each has a task of their own there. */
export function taskName(user: string | undefined): string {
  if (!user) return TASK;
  // However somebody typed it at the logon.
  const hash = new Bun.CryptoHasher('sha256').update(user.toLowerCase()).digest('hex');
  return `${TASK} ${hash.slice(0, HASH_DIGITS)}`;
}

/** In a task of everybody the run of one person must not keep the next one's from beginning. */
const FOR_EACH = 'Parallel';

/** In UTF-16 with a byte order mark, as schtasks.exe wants it. */
export function scheduledTask({ programPath, user }: Subject): Buffer {
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
    <MultipleInstancesPolicy>${user ? 'IgnoreNew' : FOR_EACH}</MultipleInstancesPolicy>
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
      <Command>${xmlText(taskProgram(programPath))}</Command>
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
