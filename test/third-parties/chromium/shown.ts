import { openPage, type Page } from '../../../launcher/page/server.ts';
import { type Button, type State, type StateName, states } from '../../../launcher/states.ts';
import { Problem } from '../../../shared/problem.ts';

/** A page on which a test shows what it likes. */
export interface Shown {
  page: Page;
  show(name: StateName, more?: Partial<State>): void;
}

export const ADDRESS =
  'https://oidc.us-east-1.amazonaws.com/authorize?response_type=code&client_id=x1MCAPBJmaTiA7rCAmYWBXVzLWVhc3QtMQ&redirect_uri=http%3A%2F%2F127.0.0.1%3A40513%2Foauth%2Fcallback&state=Q4eEvt4xJtUBsnd3nLhCfA&code_challenge_method=S256&scopes=sso%3Aaccount%3Aaccess';
const REPORT = `FAILED: no profile "work" in /home/ana/.aws/config\n  do this: correct the name${'\n\nsettings       ok      read from /etc/bedrock-launcher/managed-settings.json'.repeat(12)}`;

const PROBLEM = new Problem(
  'configuration',
  '/home/ana/.config/bedrock-launcher/settings.json: no profile "work" in /home/ana/.aws/config',
  'correct the name in awsProfile, or add [profile work] to /home/ana/.aws/config',
);

/** A new page for each test of the surrounding block. */
export function onShownPage(): Shown {
  const shown = {} as Shown;
  beforeEach(() => {
    const page = openPage({ platform: 'linux', env: {}, now: Date.now });
    page.reportBy(async () => REPORT);
    Object.assign(shown, { page, show: (name: StateName, more = {}) => page.show(...stateFor(name, more)) });
  });
  afterEach(() => shown.page.close());
  return shown;
}

/** A state as a launcher would tell it. */
function stateFor(name: StateName, more: Partial<State>): [State, readonly Button[]] {
  const { tone, buttons } = states[name];
  const invitation = { address: ADDRESS, expiresAt: Date.now() + 600_000 };
  const problem = tone === 'bad' ? { problem: PROBLEM } : {};
  return [{ name, ...(tone === 'ask' && { invitation }), ...problem, ...more }, buttons];
}
