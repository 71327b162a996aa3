import { type Misbehaving, printing } from './row.ts';

/** A helper that does not end in the second that it is given. */
function hanging(name: string, script: string, error = /no answer within 1 s$/): Misbehaving {
  const settings = { inferenceCredentialHelperTimeoutSec: 1 };
  const hint = /inferenceCredentialHelperTimeoutSec/;
  return { name, script, settings, exitCode: 9, error: new RegExp(`/helper: ${error.source}`), hint };
}

const NOT_ENDED = /printed something, but did not end within 1 s$/;

/** Helpers that hang; they, and all that they started, are gone afterwards. */
export const hangs: Misbehaving[] = [
  hanging('sleeps', 'sleep 60'),
  hanging('is deaf to signals', "trap '' TERM INT HUP; while :; do sleep 1; done"),
  hanging('waits for children', "(trap '' TERM; sleep 60) & sleep 60 & wait"),
  hanging('waits for a child that is deaf to signals', 'sh -c "trap \'\' TERM; sleep 60; sleep 60"; echo $TOKEN'),
  hanging('waits at a pipe that nobody writes to', 'mkfifo "$HOME/pipe"; cat "$HOME/pipe"'),
  hanging('closes its stdout and sleeps', 'exec >&-; sleep 60'),
  hanging('closes all that it has and sleeps', 'exec <&- >&- 2>&-; sleep 60'),
  hanging('does not end after its token', 'echo $TOKEN; sleep 60', NOT_ENDED),
  hanging('prints a piece of a token and stops', "printf '%.20s' $TOKEN; sleep 60", NOT_ENDED),
  { ...hanging('floods stderr for ever', 'yes "still $PID trying" >&2'), words: /\[\d+ more lines\]\n(still .*\n){5}/ },
  { ...hanging('paints stderr for ever', "while :; do printf '\\033[2J\\007\\rwaiting' >&2; done"), words: /^waiting/ },
];

/** Helpers that print or say more than anybody reads. */
export const floods: Misbehaving[] = [
  printing('floods stdout', 'yes $PLANTED', /more than a token: over 16384 characters$/),
  printing('floods stdout in one line', 'yes x | tr -d "\\n"', /more than a token: over 16384 characters$/),
  printing('floods stdout with NUL bytes', 'yes | tr "y\\n" "\\0\\0"', /more than a token: over 16384 characters$/),
  printing('floods stdout from behind', 'yes $PLANTED & exit 0', /more than a token: over 16384 characters$/),
  printing(
    'goes on writing from behind',
    'echo $TOKEN; (while sleep 0.02; do echo "$PLANTED is well"; done) &',
    /words below its token$/,
    />&2/,
  ),
  {
    ...printing('floods stderr, and prints nothing', 'yes "a warning" | head -n 200000 >&2', /nothing$/),
    words: /^(a warning\n){50}\[199945 more lines\]\n(a warning\n){5}bedrock-client: error/,
  },
  {
    ...printing('floods stderr in one line', 'yes x | tr -d "\\n" | head -c 5000000 >&2', /nothing$/),
    words: /^x{2000}\.\.\.\nbedrock-client: error/,
  },
  {
    name: 'says why it fails at the end of a flood',
    script: 'yes "a warning" | head -n 100000 >&2; echo "corp: error: VPN off" >&2; echo "corp: hint: on" >&2; exit 6',
    exitCode: 6,
    error: /^corp: error: VPN off$/,
    hint: /^corp: hint: on$/,
  },
  {
    ...printing(
      'paints the terminal',
      "printf '\\033[2J\\033]0;owned\\007\\033[31mred\\033[0m\\rblack\\n' >&2",
      /nothing$/,
    ),
    words: /^red black\nbedrock-client: error/,
  },
  {
    ...printing('says binary on stderr', "printf '\\000\\377\\001\\302\\205words\\n' >&2", /nothing$/),
    words: /words\nbedrock-client: error/,
  },
];
