import type { Env } from '../../shared/host.ts';
import { hasLocalBrowser } from '../../shared/identity/sign-in.ts';
import type { SignIn } from '../sign-in-once.ts';
import { browserOfOurs } from './as-browser.ts';

/** What the AWS CLI is started with, so that it reads the files that we read, goes our way to AWS, and opens no page. */
export function environmentOf({ host, config, identity }: Pick<SignIn, 'host' | 'config' | 'identity'>): Env {
  const { env } = host;
  const [configFile, credentialsFile] = identity.files;
  const { proxyUrl } = config;
  const ours = hasLocalBrowser(host, config.signIn.browserCommand) ? browserOfOurs(host) : undefined;
  return {
    ...env,
    ...(configFile && credentialsFile && { AWS_CONFIG_FILE: configFile, AWS_SHARED_CREDENTIALS_FILE: credentialsFile }),
    // Python takes the small name before the capital one.
    ...(proxyUrl && { HTTPS_PROXY: proxyUrl, https_proxy: proxyUrl }),
    // Nobody is there to answer a question.
    AWS_CLI_AUTO_PROMPT: 'off',
    ...(ours && { BROWSER: ours }),
  };
}
