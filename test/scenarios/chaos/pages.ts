import { existsSync, readFileSync } from 'node:fs';
import type { Run } from './crowd.ts';
import type { Findings } from './findings.ts';

/** A page in the test browser. Times are epoch milliseconds. */
export interface Page {
  /** The process of the test to which it goes back: a launcher, or a helper that had one started. */
  run: string;
  openedAt: number;
  closedAt: number;
}

/** The pages that were ever open, from the notes of test/fixtures/browser.mjs; one that is still open has no end. */
export function pagesIn(file: string): Page[] {
  const pages = new Map<number, Page>();
  for (const line of existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : []) {
    const { event, pid, run, at } = JSON.parse(line) as { event: string; pid: number; run: string; at: number };
    const page = pages.get(pid);
    if (event === 'opened') pages.set(pid, { run, openedAt: at, closedAt: Number.POSITIVE_INFINITY });
    else if (page) page.closedAt = at;
  }
  return [...pages.values()];
}

/** `allowed`: pages without those of killed launchers, each of which excuses one of its own. */
export function checkPages(
  findings: Findings,
  pages: Page[],
  authorized: number,
  allowed: number,
  killed: ReadonlyMap<string, Run>,
): void {
  const excused = pages.filter(({ run }) => isKilledLauncher(killed.get(run))).length;
  const opened = Math.max(pages.length, authorized);
  findings.check('pages', opened <= allowed + excused, () => {
    return `${opened} pages, ${allowed} for ended sessions, ${excused} of killed launchers\n${pages.map(described).join('\n')}`;
  });
  for (const page of pages) {
    const other = pages.find((earlier) => earlier !== page && areLive(earlier, page, killed));
    findings.check('onePage', !other, () => `${described(other ?? page)}\n${described(page)}`);
  }
}

/** Whether `earlier` was still live when `later` opened. A page dies with its launcher, whatever the browser still shows. */
function areLive(earlier: Page, later: Page, killed: ReadonlyMap<string, Run>): boolean {
  const owner = killed.get(earlier.run);
  const died = isKilledLauncher(owner) ? (owner?.killedAt ?? 0) : Number.POSITIVE_INFINITY;
  return earlier.openedAt <= later.openedAt && later.openedAt < Math.min(earlier.closedAt, died);
}

function isKilledLauncher(run: Run | undefined): boolean {
  return run?.program === 'bedrock-launcher';
}

function described({ run, openedAt, closedAt }: Page): string {
  const closed = Number.isFinite(closedAt) ? new Date(closedAt).toISOString() : 'never';
  return `page of process ${run}, opened ${new Date(openedAt).toISOString()}, closed ${closed}`;
}
