import { cancelled } from '../shared/identity/sign-in.ts';
import { Problem } from '../shared/problem.ts';
import type { SignIn } from './sign-in-once.ts';

/** Has the AWS CLI sign in: `aws sso login --profile NAME`. Its words go to our stderr. */
export async function signInByAwsCli({ config, identity: { profile }, signal, confirm }: SignIn): Promise<void> {
  if (!profile) throw needsProfile();
  const { execa } = await import('execa');
  const done = await execa(config.signIn.awsCliPath ?? 'aws', ['sso', 'login', '--profile', profile], {
    stdin: 'ignore',
    stdout: process.stderr,
    stderr: 'inherit',
    windowsHide: true,
    reject: false,
    cancelSignal: signal,
  });
  if (done.isCanceled) throw cancelled(signal);
  if (done.failed) throw failed(done.exitCode);
  await confirm();
}

function failed(exitCode: number | undefined): Problem {
  if (exitCode !== undefined) {
    return new Problem('signInRefused', `aws sso login failed with exit code ${exitCode}`, 'its words above say why');
  }
  const hint = 'install AWS CLI v2, or set signInMethod to built-in';
  return new Problem('configuration', 'the AWS CLI could not be started', hint);
}

function needsProfile(): Problem {
  const hint = 'set awsProfile, or signInMethod built-in';
  return new Problem('configuration', 'signInMethod aws-cli needs a named profile', hint);
}
