import type { Odd } from './row.ts';

/** Helpers that keep to the contract in a way of their own: each gets its answer. */
export const oddOnes: Odd[] = [
  { name: 'takes its time', script: 'sleep 1; echo $TOKEN' },
  {
    name: 'takes longer than its token is kept',
    script: 'sleep 2; echo $TOKEN',
    settings: { inferenceCredentialHelperTtlSec: 1 },
  },
  { name: 'prints no line end', script: "printf '%s' $TOKEN" },
  { name: 'prints Windows line ends and spaces', script: "printf '\\r\\n  %s \\t\\r\\n\\r\\n' $TOKEN" },
  {
    name: 'prints in pieces',
    script: "printf '%.20s' $TOKEN; sleep 0.2; echo $TOKEN | cut -c 21-",
  },
  { name: 'prints a document', script: `printf '{"token":"%s"}' $TOKEN` },
  {
    name: 'prints a document with headers over many lines',
    script: `printf '\\n{\\n  "headers": {"X-Team": "blue", "X-Empty": ""},\\n  "token": "%s"\\n}\\n' $TOKEN`,
  },
  { name: 'reads stdin', script: 'cat; read -r line; echo $TOKEN' },
  { name: 'is started without arguments', script: '[ $# = 0 ] && echo $TOKEN' },
  { name: 'knows why it is asked', script: '[ "$CLAUDE_HELPER_CONTEXT" = interactive ] && echo $TOKEN' },
  { name: 'leaves something running with its stdout', script: 'sleep 60 & echo $TOKEN', leaves: true },
  { name: 'leaves something running with its stderr', script: 'sleep 60 >/dev/null & echo $TOKEN', leaves: true },
  { name: 'has its token printed by a child', script: 'sh -c "sh -c \\"echo $TOKEN\\""' },
  { name: 'becomes another program', script: 'exec printf %s $TOKEN' },
  { name: 'closes its stderr', script: 'exec 2>&-; echo $TOKEN' },
  { name: 'closes its stdout when it has printed', script: 'echo $TOKEN; exec >&-; sleep 0.2' },
  { name: 'goes elsewhere', script: 'cd /; umask 777; echo $TOKEN' },
  { name: 'ignores signals', script: "trap '' TERM INT HUP PIPE; echo $TOKEN" },
  { name: 'warns', script: 'echo careful >&2; echo $TOKEN', words: /^careful\n$/ },
  {
    name: 'floods stderr',
    script: 'yes "a warning" | head -n 200000 >&2; echo $TOKEN',
    words: /^(a warning\n){50}\[199945 more lines\]\n(a warning\n){5}$/,
  },
  { name: 'paints stderr', script: "printf '\\033[31mred\\033[0m\\n' >&2; echo $TOKEN", words: /^red\n$/ },
];
