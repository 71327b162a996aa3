import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
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

/** That file in the place of a helper. */
function helperFile(text: string, mode = 0o755) {
  return async (person: Person, fake: FakeAws) => {
    const path = person.write('helper.sh', text);
    chmodSync(path, mode);
    await settings({ inferenceCredentialHelper: path })(person, fake);
  };
}

/** A short-term API key that was signed for an hour, in 2020. */
const LONG_ENDED = `bedrock-api-key-${Buffer.from(
  'bedrock.amazonaws.com/?X-Amz-Credential=A%2F20200101%2Fus-east-1%2Fbedrock&X-Amz-Date=20200101T000000Z&X-Amz-Expires=3600',
).toString('base64')}`;

/** A key in the settings, and nobody who signs in. */
function apiKey(token: string) {
  const extra = { inferenceCredentialKind: 'static', inferenceBedrockBearerToken: token };
  return settings({ ...extra, awsProfile: undefined });
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
    words: /\/opt\/nowhere\/helper: can't be started \(ENOENT\): no such file can be seen/,
    next: /correct inferenceCredentialHelper/,
    exitCode: 3,
  },
  {
    name: 'a helper with arguments in its path',
    broken: settings({ inferenceCredentialHelper: '/usr/bin/env token' }),
    id: 'helper',
    words: /\/usr\/bin\/env token: can't be started \(ENOENT\): it is \/usr\/bin\/env with arguments/,
    next: /without arguments/,
    exitCode: 3,
  },
  {
    name: 'a folder in the place of a helper',
    broken: async (person, fake) => {
      mkdirSync(join(person.home, 'helper'));
      await settings({ inferenceCredentialHelper: join(person.home, 'helper') })(person, fake);
    },
    id: 'helper',
    words: /\/helper: is a folder, not a program/,
    next: /name the program itself/,
    exitCode: 3,
  },
  {
    name: 'a helper that is not marked as a program',
    broken: helperFile('#!/bin/sh\necho token\n', 0o644),
    id: 'helper',
    words: /helper\.sh: is not marked as a program/,
    next: /chmod \+x .*helper\.sh/,
    exitCode: 3,
  },
  {
    name: 'a helper whose interpreter is not there',
    broken: helperFile('#!/opt/nowhere/python3\nprint(1)\n'),
    id: 'helper',
    words: /helper\.sh: is a script for \/opt\/nowhere\/python3, which is not there/,
    next: /install that/,
    exitCode: 3,
  },
  {
    name: 'a helper with Windows line ends',
    broken: helperFile('#!/bin/sh\r\necho token\r\n'),
    id: 'helper',
    words: /helper\.sh: is a script with Windows line ends/,
    next: /line ends of Unix/,
    exitCode: 3,
  },
  {
    name: 'a helper that does not say what runs it',
    broken: helperFile('echo token\n'),
    id: 'helper',
    words: /helper\.sh: is a script that does not say what runs it/,
    next: /#!\/bin\/sh/,
    exitCode: 3,
  },
  {
    name: 'a helper for another kind of machine',
    broken: helperFile('MZ\u0000\u0000'),
    id: 'helper',
    words: /helper\.sh: is no program of this kind of machine/,
    next: /install the helper/,
    exitCode: 3,
  },
  {
    name: 'a helper that prints a token which has ended',
    broken: helper(`echo ${LONG_ENDED}`),
    id: 'token',
    words: /the token has ended, 2020-01-01 .* d ago/,
    next: /have the helper give a new one/,
    exitCode: 3,
  },
  {
    name: 'an API key in the settings that has ended',
    broken: apiKey(LONG_ENDED),
    id: 'token',
    words: /the token has ended, 2020-01-01 .* d ago/,
    next: /new API key into inferenceBedrockBearerToken/,
    exitCode: 3,
  },
  {
    name: 'an API key that Bedrock does not take',
    args: ['--call'],
    broken: apiKey('some-other-key'),
    id: 'model',
    words: /Bedrock in us-east-1 does not take the token/,
    next: /have a new one, made for that region/,
    exitCode: 7,
  },
  {
    name: 'a model that the organization forbids',
    args: ['--call'],
    broken: faulty(
      CALL,
      refusal(
        403,
        'AccessDeniedException',
        'User: arn:aws:sts::111122223333:assumed-role/x/y is not authorized to perform: bedrock:InvokeModelWithResponseStream with an explicit deny in a service control policy',
      ),
    ),
    id: 'model',
    words: /a policy of the whole organization \(SCP\) forbids the model us\.anthropic/,
    next: /ask your administrator to allow bedrock:InvokeModel\*/,
    exitCode: 7,
  },
  {
    name: 'a helper that prints a banner',
    broken: helper('echo "Welcome to Example Corp!"; echo token'),
    id: 'helper',
    words: /helper\.sh: printed words above its token/,
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
    name: 'a helper that is killed',
    broken: helper('kill -9 $$'),
    id: 'helper',
    words: /helper\.sh: was killed by SIGKILL before it gave a token/,
    next: /a security agent/,
    exitCode: 3,
  },
  {
    name: 'a helper whose last words are none',
    broken: helper('echo "vpn is down" >&2; echo "------" >&2; exit 7'),
    id: 'helper',
    words: /helper\.sh: failed with exit code 7: vpn is down$/,
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
    next: /correct the model ID/,
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
