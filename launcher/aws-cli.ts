import type { Identity } from '../shared/identity/identity.ts';
import { cancelled } from '../shared/identity/sign-in.ts';
import type { Config } from '../shared/policy/config.ts';
import { Problem } from '../shared/problem.ts';

/** Has the AWS CLI sign in: `aws sso login --profile NAME`. Its words go to our stderr. */
export async function signInByAwsCli({ signIn }: Config, { profile }: Identity, deadline: AbortSignal): Promise<void> {
  if (!profile) throw needsProfile();
  const { execa } = await import('execa');
  const done = await execa(signIn.awsCliPath ?? 'aws', ['sso', 'login', '--profile', profile], {
    stdin: 'ignore',
    stdout: process.stderr,
    stderr: 'inherit',
    windowsHide: true,
    reject: false,
    cancelSignal: deadline,
  });
  if (done.isCanceled) throw cancelled(deadline);
  if (done.code === 'ENOENT')
    throw new Problem(
      'configuration',
      'the AWS CLI was not found',
      'install AWS CLI v2, or set signInMethod to built-in',
    );
  if (done.failed)
    throw new Problem(
      'signInRefused',
      `aws sso login failed with exit code ${done.exitCode}`,
      'its words above say why',
    );
}

function needsProfile(): Problem {
  return new Problem(
    'configuration',
    'signInMethod aws-cli needs a named profile',
    'set awsProfile, or signInMethod built-in',
  );
}
