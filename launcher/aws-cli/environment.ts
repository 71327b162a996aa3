import type { Env } from '../../shared/host.ts';
import { hasLocalBrowser } from '../../shared/identity/sign-in.ts';
import { waysTo } from '../../shared/network/way.ts';
import type { SignIn } from '../sign-in-once.ts';
import { browserOfOurs } from './as-browser.ts';

/** What the AWS CLI is started with, so that it reads the files that we read, goes our way to AWS, and opens no page. */
export async function environmentOf(request: SignIn): Promise<Env> {
  const { host, config, identity } = request;
  const { env } = host;
  const [configFile, credentialsFile] = identity.files;
  const proxy = await proxyOf(request);
  const ours = hasLocalBrowser(host, config.signIn.browserCommand) ? browserOfOurs(host) : undefined;
  return {
    ...env,
    ...(configFile && credentialsFile && { AWS_CONFIG_FILE: configFile, AWS_SHARED_CREDENTIALS_FILE: credentialsFile }),
    // Python takes the small name before the capital one.
    ...(proxy && { HTTPS_PROXY: proxy, https_proxy: proxy }),
    // Nobody is there to answer a question.
    AWS_CLI_AUTO_PROMPT: 'off',
    ...(ours && { BROWSER: ours }),
  };
}

/** The one on our way to the sign-in service: the CLI reads no PAC file. */
async function proxyOf({ identity, session, signal }: SignIn): Promise<string | undefined> {
  const service = new URL(`https://oidc.${session.portal.region}.amazonaws.com`);
  const [way] = await waysTo(service, identity.network, signal);
  return way?.proxy;
}
