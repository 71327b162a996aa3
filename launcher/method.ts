import { hasLocalBrowser } from '../shared/identity/sign-in.ts';
import { Problem, type Reason } from '../shared/problem.ts';
import { signInByAwsCli } from './aws-cli/sign-in.ts';
import { signInBuiltIn } from './built-in.ts';
import type { SignIn } from './sign-in-once.ts';

/** What a person wanted, or did not do in time: another way would only ask them again. */
const OF_THE_PERSON: readonly (Reason | undefined)[] = ['denied', 'expired', 'cancelled'];

/** Signs in by the method of the settings. */
export async function signInByMethod(request: SignIn): Promise<void> {
  if (request.config.signIn.method === 'aws-cli') return signInByAwsCli(request);
  if (prefersAwsCli(request) && (await signedInByAwsCli(request))) return;
  await signInBuiltIn(request);
}

/**
 * Whoever names an AWS CLI wants it used. Not where the browser is elsewhere: it can't come back to the CLI's port then, and
 * our own device code works.
 */
function prefersAwsCli({ host, config, identity }: SignIn): boolean {
  const { signIn } = config;
  return (
    signIn.method === 'auto' &&
    identity.profile !== undefined &&
    namesAwsCli(signIn) &&
    hasLocalBrowser(host, signIn.browserCommand)
  );
}

/** A path that breaks its key's rule is named, too: the reading of it throws. */
function namesAwsCli(signIn: SignIn['config']['signIn']): boolean {
  try {
    return signIn.awsCliPath !== undefined;
  } catch {
    return true;
  }
}

/** False: it could not, which was said. */
async function signedInByAwsCli(request: SignIn): Promise<boolean> {
  const { host, guide, signal } = request;
  try {
    await signInByAwsCli(request);
    return true;
  } catch (thrown) {
    if (!(thrown instanceof Problem) || signal.aborted || OF_THE_PERSON.includes(thrown.reason)) throw thrown;
    host.say(`warning: the AWS CLI could not sign in (${thrown.message}); signing in without it`);
    host.log.warn('sign-in without the AWS CLI', { code: thrown.code });
    guide.show({ name: 'preparing' });
    return false;
  }
}
