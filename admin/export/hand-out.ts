import { effectiveConfig } from '../../shared/policy/config.ts';
import { Problem } from '../../shared/problem.ts';
import type { Normalized } from '../setup/normalized.ts';
import { settingsIn } from '../setup/setup.ts';
import { type ExportOptions, type Format, textFile } from './format.ts';

/** One page for the people who use it, in words without any key or command of an administrator. */
export const handOut: Format = {
  name: 'hand-out',
  title: 'one page for users (Markdown)',
  secrets: false,
  next: 'put the name of your help desk into it, and send it with the roll-out',
  files: (setup, options) => [textFile('hand-out.md', page(setup, options))],
};

function page(setup: Normalized, { organization }: ExportOptions): string {
  const title = `# Claude${organization ? ` at ${plain(organization)}` : ''}`;
  return `${[title, ...(signsIn(setup) ? signInPage(setup) : plainPage())].join('\n\n')}\n`;
}

/** In Markdown some characters would be more than themselves. */
function plain(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+!|<>]/g, '\\$&');
}

/** Whether the launcher has somebody sign in. */
function signsIn({ choice }: Normalized): boolean {
  return (
    choice.provider === 'bedrock' &&
    choice.kind !== 'static' &&
    choice.way !== 'app-sign-in' &&
    choice.way !== 'interactive'
  );
}

function signInPage(setup: Normalized): string[] {
  const portal = portalIn(setup);
  const renewal = setup.toolkit.renewInBackground === true;
  return [
    '## Every day',
    [
      '1. Open **Bedrock Launcher**, not Claude itself: on Windows from the Start menu, on a Mac from Applications, on Linux from the menu.',
      `2. If nobody has to sign in, Claude opens at once. Otherwise your browser opens${portal ? ` and goes to **${portal}**` : ''}: sign in with your work account and allow the request.`,
      '3. Claude opens by itself. You can close the page.',
    ].join('\n'),
    'You sign in again when your session has ended: after a working day as a rule, or as your IT has set it.' +
      (renewal ? ' A notification tells you beforehand; a click on it signs you in.' : ''),
    '## Stay safe',
    [
      portal
        ? `- The sign-in page is always at **${portal}** or at your company's own sign-in. Any other address is wrong: close it and tell IT.`
        : "- Sign in only at the address that you know from your other work with AWS, or at your company's own sign-in.",
      '- Allow a request only right after you have opened Bedrock Launcher yourself. If a code is shown, it must be the same in both places. Give it to nobody.',
      '- Nobody needs your password: not IT, not Claude, not this program.',
    ].join('\n'),
    '## When something is wrong',
    [
      '| what you see | what to do |',
      '|---|---|',
      '| Claude says that a credential or a token has expired | open Bedrock Launcher |',
      '| the page says that there is no connection | check network and VPN, then "Try again" |',
      '| the page says that you are not allowed, or that something is not set up | "Copy report", and send it to IT |',
      '| you closed the page by mistake | open Bedrock Launcher again |',
    ].join('\n'),
    'Help: __________ (The report has no password and no key in it.)',
  ];
}

/** Nobody signs in to anything here, or Claude does it alone. */
function plainPage(): string[] {
  return [
    '## Every day',
    'Open **Claude**, or **Bedrock Launcher**, which opens it. If Claude asks you to sign in, use your work account.',
    '## When something is wrong',
    'If Claude says that a key or a token is not valid, close it and open it again. If that does not help, tell IT.',
    'Help: __________',
  ];
}

/** The host of the access portal, where the settings say it. */
function portalIn(setup: Normalized): string | undefined {
  try {
    const identity = effectiveConfig(settingsIn(setup), {}).identity();
    const role = identity.source === 'sso' ? identity : identity.described?.();
    return role && new URL(role.startUrl).hostname;
  } catch (thrown) {
    if (thrown instanceof Problem) return undefined;
    throw thrown;
  }
}
