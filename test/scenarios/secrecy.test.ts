import { chmodSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { newPerson } from '../person.ts';
import { type Actor, actorOf } from './secrecy/actor.ts';
import { examinations } from './secrecy/examinations.ts';
import { secretFinder } from './secrecy/leak.ts';
import { certificate, mishaps, mishapsOverTls } from './secrecy/mishaps.ts';
import { stories } from './secrecy/stories.ts';
import type { Story } from './secrecy/story.ts';
import { hasStrace, traced } from './secrecy/strace.ts';
import { type Rules, type Verdict, verdictOn } from './secrecy/verdict.ts';

const CLEAN: Verdict = { leaks: [], open: [], elsewhere: [] };
const describeWithStrace = hasStrace ? describe : describe.skip;

let actor: Actor;

function onStage(fake: FakeAws, umask?: string): Actor {
  actor = actorOf(newPerson(fake), fake, umask);
  return actor;
}

afterEach(async () => {
  actor.person.leave();
  await actor.fake.stop();
});

function rules(): Rules {
  const find = secretFinder([...actor.fake.secrets(), ...actor.owned]);
  return { home: actor.person.home, find, ports: actor.ports, env: actor.person.env, keyFile: actor.keyFile };
}

/** Files and folders of ours that others may read when all is done, or that were forgotten. */
function leftOpen(): string[] {
  const folders = ['.aws/sso', '.local/state/bedrock-launcher'];
  const files = folders.flatMap((folder) => Object.keys(actor.person.files(folder)).map((name) => join(folder, name)));
  const forgotten = Object.keys(actor.person.files('tmp'));
  return [...forgotten, ...files.filter((name) => statSync(join(actor.person.home, name)).mode & 0o077)];
}

async function watch({ happens, exitCodes }: Story): Promise<void> {
  await happens(actor);
  const seen = { exitCodes: actor.outcomes.map(({ exitCode }) => exitCode), ...verdictOn(actor.acts, rules()) };
  expect(seen).toEqual({ exitCodes, ...CLEAN });
}

describeWithStrace(
  'under strace, no secret is seen, no file is open to others, nothing lies elsewhere (needs strace)',
  () => {
    test.each([...stories, ...examinations, ...mishaps])('$name', async (story) => {
      onStage(await startFakeAws({ decision: 'approve', wordDelayMs: 0 }));
      await watch(story);
    });

    test.each(mishapsOverTls)('$name', async (story) => {
      onStage(await startFakeAws({ decision: 'approve', wordDelayMs: 0, tls: certificate }));
      actor.person.env['NODE_EXTRA_CA_CERTS'] = actor.person.write('ca.pem', certificate.cert);
      await watch(story);
    });
  },
);

describeWithStrace('whatever the umask, our files are for their owner alone (needs strace)', () => {
  test.each(['000', '022', '077'])('%s', async (umask) => {
    onStage(await startFakeAws({ decision: 'approve', wordDelayMs: 0 }), umask);
    const [first] = stories;
    if (first) await watch(first);
    expect(leftOpen()).toEqual([]);
  });
});

describeWithStrace('the watch sees what it must (needs strace)', () => {
  test('what the page is sent, and what goes to AWS', async () => {
    onStage(await startFakeAws({ decision: 'approve', wordDelayMs: 0 }));
    await actor.run('bedrock-launcher', ['--no-open']);
    const sent = actor.acts.filter((act) => act.kind === 'write' && act.target.startsWith('TCP'));
    const texts = sent.map((act) => (act.kind === 'write' ? act.text : ''));
    for (const piece of ['name="page-key"', '"title":"Sign in to AWS"', '"title":"You are signed in"'])
      expect([piece, texts.filter((text) => text.includes(piece)).length]).toEqual([piece, 1]);
    expect(verdictOn(actor.acts, { ...rules(), ports: [] }).leaks).toContain(
      'authorization code in bedrock-launcher > TCP',
    );
  });

  const SECRET = Buffer.from('a secret that is long enough to be cut into pieces').toString('hex');

  test.each<[string, string, Partial<Verdict>]>([
    ['an argument', '/bin/true "$S"', { leaks: ['key in the arguments of true'] }],
    [
      'a piece of it',
      '/bin/true "x$(printf %.42s $S)"',
      { leaks: ['key in culprit > 1', 'key in the arguments of true'] },
    ],
    ['an environment', 'X="$S" /bin/true', { leaks: ['key in the environment of true'] }],
    ['a message', 'echo "no: $S" >&2', { leaks: ['key in culprit > 1'] }],
    ['base64', 'exec base64 -w0 secret', { leaks: ['key in base64 > 1'] }],
    ['a file that is gone at the end', 'exec dd if=secret of=gone', { leaks: ['key in dd > 1'], elsewhere: ['/gone'] }],
    ['a folder for all', 'mkdir -m 755 .aws/sso', { open: ['/.aws/sso with mode 755'] }],
    ['a mode that is taken back', 'umask 0; echo >.aws/y; chmod 600 .aws/y', { open: ['/.aws/y with mode 666'] }],
    ['a mode for all afterwards', 'mkdir -m 700 .aws/sso; chmod 755 .aws/sso', { open: ['/.aws/sso with mode 755'] }],
    ['a call to nobody', 'exec bash -c "exec 3<>/dev/tcp/127.0.0.1/9"', { elsewhere: ['calls 127.0.0.1:9'] }],
    ['a place of nobody', 'umask 77; mkdir other', { elsewhere: ['/other'] }],
  ])('%s', async (_, script, expected) => {
    onStage(await startFakeAws());
    const env = { HOME: actor.person.home, PATH: process.env['PATH'] ?? '' };
    const file = actor.person.write('culprit', `#!/bin/sh\ncd "$HOME"\nS=${SECRET}\n${script}\n`);
    chmodSync(file, 0o755);
    actor.person.write('secret', `ab${SECRET}`);
    const { acts } = await traced([file], env);
    const find = secretFinder([{ kind: 'key', value: SECRET }]);
    const found = verdictOn(acts, { home: actor.person.home, find, ports: [], env, ours: (program) => program !== '' });
    expect(found).toMatchObject(expected);
  });
});
