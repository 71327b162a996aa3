import { aborted } from '../shared/deadline.ts';
import type { Host } from '../shared/host.ts';
import { type ExitName, Problem } from '../shared/problem.ts';
import { type Arguments, print } from '../shared/program.ts';
import { type Budget, startBudget } from './budget.ts';
import { sayDoubts } from './doubts.ts';
import { type Obtained, obtain } from './obtain.ts';
import { type Question, readQuestion } from './question.ts';

/** Prints one credential. The only writer of stdout is the last line. */
export async function help(host: Host, given: Arguments): Promise<ExitName> {
  const question = await readQuestion(host, given, process.argv.slice(2));
  const budget = startBudget(host.env, question.config.helper.timeoutSec);
  const obtained = await Promise.race([obtainAnyhow(question, budget), aborted(budget.end)]);
  sayDoubts(question, obtained);
  print(obtained.text);
  return 'done';
}

async function obtainAnyhow(question: Question, { work, end }: Budget): Promise<Obtained> {
  const silent = await obtain(question, work);
  if (silent) return silent;
  const { host, identity, profile } = question;
  // Loaded when somebody has to sign in: most runs find a session.
  const { mayAsk, signInByLauncher } = await import('./interaction.ts');
  if (!identity.session || !mayAsk(host.env)) throw signInNeeded(identity.name);
  await signInByLauncher(host, identity.session.key, profile, end);
  const obtained = await obtain(question, end);
  if (obtained) return obtained;
  throw signInNeeded(identity.name);
}

function signInNeeded(name: string): Problem {
  return new Problem('signInNeeded', `the AWS sign-in of ${name} has ended`, 'sign in: start bedrock-launcher');
}
