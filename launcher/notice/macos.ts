import { runBounded } from '../../shared/bounded-run.ts';
import type { Notice, NoticeHost, Reaction } from './notice.ts';

/**
 * A dialog: banners that `osascript` shows can't be clicked for more than opening Script Editor. All words come as
 * arguments, none is part of the program.
 */
const PROGRAM = [
  'on run argv',
  'set {theTitle, theText, yes, no, patience} to argv',
  'set theAnswer to display alert theTitle message theText buttons {no, yes} default button yes giving up after (patience as integer)',
  'if gave up of theAnswer then return "dismissed"',
  'if button returned of theAnswer is yes then return "clicked"',
  'return "dismissed"',
  'end run',
];
const RESERVE_MS = 5_000;

export async function showOnMacos({ env }: NoticeHost, notice: Notice, limitMs: number): Promise<Reaction> {
  const { title, text, signIn, later } = notice;
  const patience = String(Math.ceil(limitMs / 1000));
  const program = PROGRAM.flatMap((line) => ['-e', line]);
  const { stdout, exitCode } = await runBounded(
    ['osascript', ...program, title, text, signIn, later, patience],
    env,
    { milliseconds: limitMs + RESERVE_MS, characters: 1_024 },
    () => {},
  );
  if (exitCode !== 0) return 'unavailable';
  return stdout.trim() === 'clicked' ? 'clicked' : 'dismissed';
}
