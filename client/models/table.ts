import type { Env } from '../../shared/host.ts';
import { isTerminal } from '../../shared/terminal.ts';
import type { Entry } from './entries.ts';

/** The list for people, one line for each model; a mark says in letters what its colour says. */
export function tableOf(source: string, entries: readonly Entry[], env: Env): string {
  if (entries.length === 0) return `${source} offers no model to this account`;
  const paint = isTerminal(1) && !env['NO_COLOR'] ? colour : (text: string) => text;
  const parts = [
    { title: 'configured (inferenceModels)', of: entries.filter(({ configured }) => configured) },
    { title: 'offered', of: entries.filter(({ configured }) => !configured) },
  ];
  const bodies = parts
    .filter(({ of }) => of.length > 0)
    .map(({ title, of }) => [`${title}:`, ...lines(of, paint)].join('\n'));
  return [source, ...bodies].join('\n\n');
}

type Paint = (text: string, code: number) => string;

const colour: Paint = (text, code) => `\u001b[${code}m${text}\u001b[0m`;

function lines(entries: readonly Entry[], paint: Paint): string[] {
  const [labels, ids] = [entries.map(({ label }) => label), entries.map(({ id }) => id)].map((texts) =>
    Math.max(...texts.map((text) => Bun.stringWidth(text))),
  ) as [number, number];
  return entries.map((entry) => {
    const { id, label } = entry;
    const names = label === id ? padded(id, ids) : `${padded(label, labels)}  ${padded(id, ids)}`;
    const full =
      entries.some((other) => other.label !== other.id) && label === id
        ? `${padded('', labels)}  ${padded(id, ids)}`
        : names;
    return `  ${entry.default ? '*' : ' '} ${full}  ${usability(entry, paint)}`;
  });
}

function usability({ usable, why }: Entry, paint: Paint): string {
  if (usable) return paint('usable', 32);
  const words = usable === undefined ? paint('not known', 33) : paint('not usable', 31);
  return why ? `${words}: ${why}` : words;
}

/** Of wide letters fewer fit. */
function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - Bun.stringWidth(text)));
}
