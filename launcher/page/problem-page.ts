import { isatty } from 'node:tty';
import type { Host } from '../../shared/host.ts';
import { hasLocalBrowser } from '../../shared/identity/sign-in.ts';
import type { Problem } from '../../shared/problem.ts';
import { openBrowser } from '../browser.ts';
import { doctorsReport } from '../report.ts';
import { openPage } from './server.ts';

/** How long the browser may take to come for the page. */
const START_OF_BROWSER_MS = 15_000;

/** Problems that the sign-in's own page has shown: a person gets one page, never two. */
const told = new WeakSet<Problem>();

export function tellNoMore(problem: Problem): Problem {
  told.add(problem);
  return problem;
}

/**
 * Shows why nothing opened to a person who double-clicked: without a terminal, our words on stderr reach nobody. The
 * doctor's report follows, for whoever is asked for help.
 */
export async function showProblem(host: Host, problem: Problem, profile: string | undefined): Promise<void> {
  if (told.has(problem) || isatty(2) || !hasLocalBrowser(host)) return;
  const { message, hint } = problem;
  const page = openPage();
  page.show({ phase: 'failed', message, hint, report: 'coming' });
  if (await openBrowser(host, page.address)) await page.visited(START_OF_BROWSER_MS);
  const text = page.wasVisited() ? await doctorsReport(host, profile) : '';
  page.show({ phase: 'failed', message, hint, report: { text } });
  await page.close();
}
