import { runBounded } from '../../shared/bounded-run.ts';
import { systemProgram } from '../../shared/system-program.ts';
import type { Notice, NoticeHost, Reaction } from './notice.ts';

/**
 * A balloon, which Windows 10 and later show as a toast that also waits in the notification centre. It needs no
 * installation of anything, and a click on it, or on its icon, reaches us as long as the icon is there. All words come
 * through the environment, none is part of the script.
 */
const SCRIPT = `
$ErrorActionPreference = 'Stop'
Add-Type -AssemblyName System.Windows.Forms, System.Drawing
[Console]::OutputEncoding = [Text.Encoding]::UTF8
$script:reaction = 'dismissed'
$icon = New-Object System.Windows.Forms.NotifyIcon
$icon.Icon = [System.Drawing.SystemIcons]::Information
$icon.Text = $env:NOTICE_NAME
$clicked = { $script:reaction = 'clicked'; [System.Windows.Forms.Application]::ExitThread() }
$icon.add_BalloonTipClicked($clicked)
$icon.add_MouseClick($clicked)
$timer = New-Object System.Windows.Forms.Timer
$timer.Interval = [int]$env:NOTICE_LIMIT
$timer.add_Tick({ [System.Windows.Forms.Application]::ExitThread() })
$icon.Visible = $true
$icon.ShowBalloonTip(30000, $env:NOTICE_TITLE, $env:NOTICE_TEXT, [System.Windows.Forms.ToolTipIcon]::Info)
$timer.Start()
try { [System.Windows.Forms.Application]::Run() } finally { $icon.Visible = $false; $icon.Dispose() }
[Console]::Out.Write($script:reaction)
`;

/** As -EncodedCommand takes it. */
const ENCODED = Buffer.from(SCRIPT, 'utf16le').toString('base64');
const POWERSHELL = 'WindowsPowerShell\\v1.0\\powershell.exe';
const RESERVE_MS = 10_000;

export async function showOnWindows({ env }: NoticeHost, notice: Notice, limitMs: number): Promise<Reaction> {
  const words = {
    NOTICE_NAME: 'Bedrock Launcher',
    NOTICE_TITLE: notice.title,
    NOTICE_TEXT: `${notice.text} ${notice.signIn}.`,
    NOTICE_LIMIT: String(limitMs),
  };
  const { stdout, exitCode } = await runBounded(
    [
      systemProgram(env, POWERSHELL),
      '-NoProfile',
      '-NonInteractive',
      '-Sta',
      '-WindowStyle',
      'Hidden',
      '-EncodedCommand',
      ENCODED,
    ],
    { ...env, ...words },
    { milliseconds: limitMs + RESERVE_MS, characters: 4_096 },
    () => {},
  );
  if (exitCode !== 0) return 'unavailable';
  if (stdout.endsWith('clicked')) return 'clicked';
  // One that says nothing has shown nothing.
  return stdout.endsWith('dismissed') ? 'dismissed' : 'unavailable';
}
