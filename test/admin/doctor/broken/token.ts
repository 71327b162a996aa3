import { chmodSync } from 'node:fs';
import type { FakeAws } from '../../../fake-aws/server.ts';
import type { Person } from '../../../person.ts';
import { allowing, faulty, type Row, settings } from './row.ts';

/** A helper of the company's own. */
function helper(script: string) {
  return async (person: Person, fake: FakeAws) => {
    const path = person.write('helper.sh', `#!/bin/sh\n${script}\n`);
    chmodSync(path, 0o755);
    await settings({ inferenceCredentialHelper: path })(person, fake);
  };
}

const CALL = 'InvokeModelWithResponseStream';

function refusal(status: number, name: string, message: string) {
  return { status, body: JSON.stringify({ message }), headers: { 'x-amzn-errortype': name } };
}

export const tokenRows: Row[] = [
  {
    name: 'a helper that is not there',
    broken: settings({ inferenceCredentialHelper: '/opt/nowhere/helper' }),
    id: 'helper',
    words: /\/opt\/nowhere\/helper: can't be started \(ENOENT\)/,
    next: /correct inferenceCredentialHelper/,
    exitCode: 3,
  },
  {
    name: 'a helper with arguments in its path',
    broken: settings({ inferenceCredentialHelper: '/usr/bin/env token' }),
    id: 'helper',
    words: /\/usr\/bin\/env token: can't be started/,
    next: /without arguments/,
    exitCode: 3,
  },
  {
    name: 'a helper that prints a banner',
    broken: helper('echo "Welcome to Example Corp!"; echo token'),
    id: 'helper',
    words: /helper\.sh: printed more than one word of plain text/,
    next: /prints one token, or \{"token"/,
    exitCode: 3,
  },
  {
    name: 'a helper that fails without our words',
    broken: helper('echo "vpn is down" >&2; exit 7'),
    id: 'helper',
    words: /helper\.sh: failed with exit code 7: vpn is down/,
    next: /ask whoever made the helper/,
    exitCode: 7,
  },
  {
    name: 'a helper that takes longer than the app waits',
    broken: async (person, fake) => {
      await helper('sleep 20')(person, fake);
      const said = JSON.parse(person.read('settings.json'));
      person.write('settings.json', { ...said, inferenceCredentialHelperTimeoutSec: 1 });
    },
    id: 'helper',
    words: /helper\.sh: no answer within 1 s/,
    next: /inferenceCredentialHelperTimeoutSec/,
    exitCode: 9,
  },
  {
    name: 'a role without bedrock:CallWithBearerToken',
    args: ['--call'],
    broken: allowing('bedrock:InvokeModel*'),
    id: 'model',
    words: /lacks bedrock:CallWithBearerToken/,
    next: /allow bedrock:CallWithBearerToken/,
    exitCode: 7,
  },
  {
    name: 'a role that may not call the model',
    args: ['--call'],
    broken: allowing('bedrock:CallWithBearerToken'),
    id: 'model',
    words: /may not call the model us\.anthropic\S+: it lacks bedrock:InvokeModelWithResponseStream/,
    next: /allow bedrock:InvokeModel and bedrock:InvokeModelWithResponseStream/,
    exitCode: 7,
  },
  {
    name: 'a model that is not enabled',
    args: ['--call'],
    broken: faulty(
      CALL,
      refusal(403, 'AccessDeniedException', "You don't have access to the model with the specified model ID."),
    ),
    id: 'model',
    words: /the account has no access to the model us\.anthropic\S+ in us-east-1/,
    next: /Model access/,
    exitCode: 7,
  },
  {
    name: 'a model that does not exist',
    args: ['--call'],
    broken: settings({ inferenceModels: ['us.anthropic.claude-9'] }),
    id: 'model',
    words: /Bedrock in us-east-1 knows no model us\.anthropic\.claude-9/,
    next: /correct inferenceModels/,
    exitCode: 7,
  },
  {
    name: 'a model that is throttled',
    args: ['--call'],
    broken: faulty(CALL, 'throttle'),
    id: 'model',
    words: /AWS is throttling/,
    next: /try again/,
    exitCode: 6,
  },
];
