import { aborted } from '../shared/deadline.ts';
import type { Host } from '../shared/host.ts';
import { profileOption } from '../shared/identity/profile-option.ts';
import { type ExitName, Problem } from '../shared/problem.ts';
import { type Arguments, print } from '../shared/program.ts';
import { type Budget, startBudget } from './budget.ts';
import { sayDoubts } from './doubts.ts';
import { type Obtained, obtain } from './obtain.ts';
import { type Question, questionOf, readCall } from './question.ts';
import { settledAnswer } from './settled.ts';

/** Prints one credential. The only writer of stdout is the last line. */
export async function help(host: Host, given: Arguments): Promise<ExitName> {
  const call = await readCall(host, given);
  const settled = settledAnswer(call);
  if (settled !== undefined) return printed(settled);
  const question = await questionOf(host, call, process.argv.slice(2));
  const budget = startBudget(host.env, question.config.helper.timeoutSec);
  const obtained = await Promise.race([obtainAnyhow(question, budget), aborted(budget.end)]);
  sayDoubts(question, obtained);
  return printed(obtained.text);
}

function printed(text: string): ExitName {
  print(text);
  return 'done';
}

async function obtainAnyhow(question: Question, { work, end }: Budget): Promise<Obtained> {
  const silent = await obtain(question, work);
  if (silent) return silent;
  const { host, config, identity, profile } = question;
  // Loaded when somebody has to sign in: most runs find a session.
  const { mayAsk, signInByLauncher } = await import('./interaction.ts');
  if (!identity.session || !mayAsk(host.env)) throw signInNeeded(question);
  // Read here too: of settings that stop the launcher it would tell nobody.
  host.log.info('sign-in asked for', { method: config.signIn.method });
  await signInByLauncher(host, identity.session.key, profile, end);
  const obtained = await obtain(question, end);
  if (obtained) return obtained;
  throw signInNeeded(question);
}

function signInNeeded({ identity, profile }: Question): Problem {
  const command = `bedrock-launcher${profile ? ` ${profileOption(profile)}` : ''}`;
  return new Problem('signInNeeded', `the AWS sign-in of ${identity.name} has ended`, `sign in: start ${command}`);
}
