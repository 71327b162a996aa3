import { exitCodes, oneLine } from '../../shared/problem.ts';
import { version } from '../../shared/version.ts';
import type { Examined } from './examination.ts';
import type { Finding } from './finding.ts';
import { redacted } from './redaction.ts';
import { type Verdict, verdictOn } from './verdict.ts';

/** All that was found, ready to be shown: nothing in it is a secret. */
export interface Report {
  /** When it was made, by this machine's clock. */
  made: Date;
  verdict: Verdict;
  sections: { name: string; findings: Finding[] }[];
}

export function reportOf(examined: readonly Examined[], made: Date): Report {
  const shown = examined.map(({ section, findings }) => ({ section, findings: findings.map(withoutSecrets) }));
  const names = [...new Set(shown.map(({ section }) => section))];
  const sections = names.map((name) => ({
    name,
    findings: shown.filter(({ section }) => section === name).flatMap(({ findings }) => findings),
  }));
  return { made, verdict: verdictOn(shown.flatMap(({ findings }) => findings)), sections };
}

/** Names and values that others wrote make no lines of their own, and move no cursor. */
function withoutSecrets(finding: Finding): Finding {
  const shown = (text: string) => redacted(oneLine(text));
  const details = Object.entries(finding.details).map(([name, value]) => [name, shown(value)]);
  return { ...finding, words: shown(finding.words), next: shown(finding.next), details: Object.fromEntries(details) };
}

/** The same as one JSON document. */
export function documentOf({ made, verdict, sections }: Report, report = 'bedrock-admin doctor'): object {
  const { code, ...rest } = verdict;
  return {
    report,
    version,
    made: made.toISOString(),
    verdict: { ...rest, exitCode: exitCodes[code] },
    findings: sections.flatMap(({ name, findings }) =>
      findings.map(({ id, state, what, words, next, details }) => ({
        id,
        section: name,
        state,
        what,
        words,
        next,
        details,
      })),
    ),
  };
}
