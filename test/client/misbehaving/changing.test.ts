import { newPerson, programFile, signedIn, workSettings } from '../../person.ts';
import { allGone } from '../../residents.ts';
import { onStage } from '../../stage.ts';
import { file } from './row.ts';

const stage = onStage({});

function use(script: string, settings: object = {}): void {
  const inferenceCredentialHelper = file(`#!/bin/sh\n${script}\n`)(stage.person);
  stage.person.write('settings.json', { ...workSettings(), ...settings, inferenceCredentialHelper });
}

async function token(): Promise<string> {
  const person = newPerson(stage.fake);
  await signedIn(person, stage.fake);
  const { stdout } = await person.run('bedrock-credential-helper');
  person.leave();
  return stdout;
}

/** A helper that gives a token at first, and does otherwise from the second call on. */
const changing = (then: string) => `[ -e "$HOME/asked" ] || { touch "$HOME/asked"; echo "$TOKEN"; exit; }\n${then}`;

test.each([
  ['prints a banner', 'echo Welcome to Corp; echo $TOKEN', 3, /printed words above its token\n/],
  ['prints nothing', '', 3, /printed nothing\n/],
  ['fails', 'exit 5', 5, /failed with exit code 5 and said nothing/],
  ['hangs', 'sleep 60', 9, /no answer within 1 s\n/],
])('a helper that %s when its first token has expired', async (_what, then, exitCode, error) => {
  use(changing(then), { inferenceCredentialHelperTimeoutSec: 1 });
  stage.fake.faults.set('InvokeModelWithResponseStream', 'expired-token', 1);
  const seen = await stage.person.run('bedrock-client', ['ask', 'hi'], { env: { TOKEN: await token() } });
  expect(seen).toMatchObject({ exitCode, stdout: '', stderr: expect.stringMatching(error) });
  await allGone(stage.person);
});

test('a helper that gives another token then gets its answer', async () => {
  use(changing('printf \'{"token":"%s","headers":{"X-Team":"blue"}}\' $TOKEN'));
  stage.fake.faults.set('InvokeModelWithResponseStream', 'expired-token', 1);
  const seen = await stage.person.run('bedrock-client', ['ask', 'hi'], { env: { TOKEN: await token() } });
  expect(seen).toMatchObject({ exitCode: 0, stdout: stage.fake.options.answer, stderr: '' });
});

test('a helper that ends whoever called it: nothing of it lives on', async () => {
  use('kill -TERM $PPID; sleep 60');
  const client = Bun.spawn([programFile('bedrock-client'), 'ask', 'hi'], {
    env: stage.person.env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  await client.exited;
  expect({ signal: client.signalCode, stdout: await new Response(client.stdout).text() }).toEqual({
    signal: 'SIGTERM',
    stdout: '',
  });
  await allGone(stage.person);
});
