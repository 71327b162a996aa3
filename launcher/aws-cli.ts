import { spawn } from 'node:child_process';
import { killTree } from '../shared/child.ts';
import { cancelled } from '../shared/identity/sign-in.ts';
import { Problem } from '../shared/problem.ts';
import type { SignIn } from './sign-in-once.ts';

/** Has the AWS CLI sign in: `aws sso login --profile NAME`. Its words go to our stderr. */
export async function signInByAwsCli({ config, identity: { profile }, signal }: SignIn): Promise<void> {
  if (!profile) throw needsProfile();
  const code = await exitCodeOf(config.signIn.awsCliPath ?? 'aws', ['sso', 'login', '--profile', profile], signal);
  if (signal.aborted) throw cancelled(signal);
  if (code !== 0) throw new Problem('signInRefused', `aws sso login ${ending(code)}`, 'its words above say why');
}

/** Null when a signal ended it. Whatever it started ends with it when our signal aborts. */
function exitCodeOf(program: string, args: string[], signal: AbortSignal): Promise<number | null> {
  return new Promise((resolve, reject) => {
    try {
      const child = spawn(program, args, { stdio: ['ignore', 2, 2], windowsHide: true, detached: true });
      child.on('error', (thrown) => reject(notStarted(thrown)));
      child.on('exit', (code) => resolve(code));
      signal.addEventListener('abort', () => killTree(child.pid), { once: true });
    } catch (thrown) {
      reject(notStarted(thrown));
    }
  });
}

function ending(code: number | null): string {
  return code === null ? 'was ended before it had an answer' : `failed with exit code ${code}`;
}

function notStarted(thrown: unknown): Problem {
  const why = (thrown as NodeJS.ErrnoException).code ?? 'unknown';
  const hint = 'install AWS CLI v2, or set signInMethod to built-in';
  return new Problem('configuration', `the AWS CLI could not be started (${why})`, hint, thrown);
}

function needsProfile(): Problem {
  const hint = 'set awsProfile, or signInMethod built-in';
  return new Problem('configuration', 'signInMethod aws-cli needs a named profile', hint);
}
