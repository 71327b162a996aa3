import { newPerson, signedIn } from '../../person.ts';
import type { Stage } from '../../stage.ts';
import {
  BACKGROUND,
  type Complaint,
  client,
  conversation,
  exitCodesOf,
  helper,
  INTERACTIVE,
  launcher,
  startedProgram,
  times,
} from './row.ts';

/** A session whose access token has ended; it can be refreshed. */
async function onDayTwo({ person, fake }: Stage): Promise<void> {
  fake.options.accessTokenSeconds = 0;
  await signedIn(person, fake);
  fake.options.accessTokenSeconds = 3600;
}

/** The cache file of the AWS CLI. */
const cacheFile = ({ person }: Stage) => `.aws/sso/cache/${Object.keys(person.files('.aws/sso/cache'))[0]}`;

const remotes: [string, Record<string, string>][] = [
  ['an SSH session', { SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22' }],
  ['an SSH terminal', { SSH_TTY: '/dev/pts/1' }],
  ['WSL', { WSL_DISTRO_NAME: 'Debian' }],
  ['a container', { container: 'podman', BROWSER: '' }],
  ['a machine without display or BROWSER', { BROWSER: '', DISPLAY: '', WAYLAND_DISPLAY: '' }],
];

export const signInComplaints: Complaint[] = [
  {
    number: 1,
    complaint: 'parallel processes open dozens of browser tabs',
    scenario: '12 helpers and 4 launchers at once on an ended session',
    async happens({ person, fake }) {
      await signedIn(person, fake);
      fake.endSessions();
      const outcomes = await Promise.all([
        ...Array.from({ length: 12 }, () => person.run(helper, [], INTERACTIVE)),
        ...Array.from({ length: 4 }, () => person.run(launcher, ['--no-open'])),
      ]);
      const signIns = fake.count('CreateToken', { grantType: 'authorization_code', status: 200 });
      return { exitCodes: exitCodesOf(outcomes), pages: person.opened().length, signIns };
    },
    holds: { exitCodes: Array(16).fill(0), pages: 1, signIns: 1 },
  },
  {
    number: 1,
    complaint: 'parallel processes open dozens of browser tabs',
    scenario: 'the person refuses once; the app keeps asking, then the person double-clicks',
    async happens({ person, fake }) {
      fake.options.decision = 'deny';
      const refused = [];
      for (const _ of [1, 2, 3]) refused.push(await person.run(helper, [], INTERACTIVE));
      const pages = person.opened().length;
      fake.options.decision = 'approve';
      const clicked = await person.run(launcher, ['--no-open']);
      return { refused: exitCodesOf(refused), pages, clicked: clicked.exitCode, pagesThen: person.opened().length };
    },
    holds: { refused: [5, 5, 5], pages: 1, clicked: 0, pagesThen: 2 },
  },
  {
    number: 2,
    complaint: 'new credentials are not noticed, a restart is needed',
    scenario: 'a conversation outlives the session and goes on once somebody has signed in elsewhere',
    needs: ['script'],
    async happens(stage) {
      const { person, fake } = stage;
      await signedIn(person, fake);
      const talk = conversation(person);
      await talk.said(/> /);
      talk.say('one');
      await talk.said(/Hello from/);
      fake.endSessions();
      fake.endRoleSessions();
      talk.say('two');
      await talk.said(/error: .*hint: /s);
      await signedIn(person, fake);
      await talk.said(/> /);
      talk.say('three');
      await talk.said(/Hello from/);
      talk.say('\u0004');
      return { exitCode: (await talk.ended).exitCode, pages: person.opened() };
    },
    holds: { exitCode: 0, pages: [] },
  },
  {
    number: 2,
    complaint: 'sign-in silently dies on day 2',
    scenario: 'the access token has ended over night; every program goes on without a page',
    async happens(stage) {
      await onDayTwo(stage);
      const { person, fake } = stage;
      const outcomes = [
        await person.run(helper, [], BACKGROUND),
        await person.run(launcher, ['--no-open']),
        await person.run(client, ['ask', 'hi']),
      ];
      const refreshes = fake.count('CreateToken', { grantType: 'refresh_token', status: 200 });
      return { exitCodes: exitCodesOf(outcomes), pages: person.opened(), refreshes };
    },
    holds: { exitCodes: [0, 0, 0], pages: [], refreshes: 1 },
  },
  {
    number: 3,
    complaint: 'two processes refresh, one is signed out',
    scenario: '10 helpers at once on an ended access token, with rotating refresh tokens',
    async happens(stage) {
      await onDayTwo(stage);
      const outcomes = await times(10, () => stage.person.run(helper, [], BACKGROUND));
      return { exitCodes: exitCodesOf(outcomes), refreshes: stage.fake.count('CreateToken') };
    },
    holds: { exitCodes: Array(10).fill(0), refreshes: 1 },
  },
  {
    number: 3,
    complaint: 'two processes refresh, one is signed out',
    scenario: 'another program spends the refresh token first, and stores its successor while we are refused',
    async happens(stage) {
      await onDayTwo(stage);
      const { person, fake } = stage;
      const spent = JSON.parse(person.read(cacheFile(stage)));
      const body = JSON.stringify({ ...spent, grantType: 'refresh_token' });
      const response = await fetch(`${fake.url}/token`, { method: 'POST', body });
      const { accessToken, refreshToken } = (await response.json()) as { accessToken: string; refreshToken: string };
      const expiresAt = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, '');
      fake.faults.set('CreateToken', { delayMs: 700 }, 1);
      const helping = person.run(helper, [], BACKGROUND);
      while (fake.count('CreateToken') < 2) await Bun.sleep(10);
      person.write(cacheFile(stage), { ...spent, accessToken, refreshToken, expiresAt });
      const { exitCode, stdout } = await helping;
      const kept = JSON.parse(person.read(cacheFile(stage)));
      return {
        exitCode,
        stdout,
        error: fake.calls.find(({ error }) => error)?.error,
        kept: kept.refreshToken === refreshToken,
      };
    },
    holds: {
      exitCode: 0,
      stdout: expect.stringMatching(/^bedrock-api-key-/),
      error: 'InvalidGrantException',
      kept: true,
    },
  },
  {
    number: 3,
    complaint: 'two processes refresh, one is signed out',
    scenario: 'an answer without a refresh token: the old one stays for the next time',
    async happens(stage) {
      await onDayTwo(stage);
      const { person, fake } = stage;
      const before = JSON.parse(person.read(cacheFile(stage)));
      const { accessToken } = await fake.issueSession();
      const body = JSON.stringify({ accessToken, expiresIn: 3600, refreshToken: null, tokenType: 'Bearer' });
      fake.faults.set('CreateToken', { status: 200, body, headers: { 'content-type': 'application/json' } }, 1);
      const { exitCode } = await person.run(helper, [], BACKGROUND);
      const after = JSON.parse(person.read(cacheFile(stage)));
      return { exitCode, fresh: after.accessToken === accessToken, kept: after.refreshToken === before.refreshToken };
    },
    holds: { exitCode: 0, fresh: true, kept: true },
  },
  {
    number: 4,
    complaint: 'cache files corrupted by concurrent writers',
    scenario: 'the CLI has truncated its file and completes it a moment later: nobody is signed out',
    async happens(stage) {
      const { person, fake } = stage;
      await signedIn(person, fake);
      const whole = person.read(cacheFile(stage));
      person.write(cacheFile(stage), whole.slice(0, 80));
      const helping = person.run(helper, [], BACKGROUND);
      await Bun.sleep(100);
      person.write(cacheFile(stage), whole);
      return helping;
    },
    holds: { exitCode: 0, stderr: '' },
  },
  {
    number: 4,
    complaint: 'cache files corrupted by concurrent writers',
    scenario: 'while 10 helpers rewrite the file, whoever reads it finds it whole, with the fields of others',
    async happens(stage) {
      const { person, fake } = stage;
      fake.options.accessTokenSeconds = 120;
      await signedIn(person, fake);
      const file = cacheFile(stage);
      person.write(file, { ...JSON.parse(person.read(file)), ofAnotherProgram: { kept: true } });
      let over = false;
      const helping = times(10, () => person.run(helper, [], BACKGROUND)).finally(() => {
        over = true;
      });
      const kept = new Set<unknown>();
      while (!over) {
        kept.add(JSON.parse(person.read(file)).ofAnotherProgram.kept);
        await Bun.sleep(1);
      }
      return {
        exitCodes: exitCodesOf(await helping),
        kept: [...kept],
        files: Object.keys(person.files('.aws/sso/cache')).length,
      };
    },
    holds: { exitCodes: Array(10).fill(0), kept: [true], files: 1 },
  },
  ...remotes.map(
    ([place, env]): Complaint => ({
      number: 10,
      complaint: 'WSL, SSH, containers: loopback unreachable',
      scenario: `${place}: a device code, with address and code on stderr and no browser`,
      async happens({ person, fake }) {
        const launching = startedProgram(person, launcher, ['--no-open'], env);
        const [, address = ''] = await launching.said(/address: (\S+)/);
        const [, code = ''] = await launching.said(/code: (\S+)/);
        await fetch(address);
        const { exitCode } = await launching.ended;
        return {
          exitCode,
          code,
          shown: address.includes(code),
          pages: person.opened(),
          codeFlow: fake.count('Authorize'),
        };
      },
      holds: { exitCode: 0, code: expect.stringMatching(/^\w{4}-\w{4}$/), shown: true, pages: [], codeFlow: 0 },
    }),
  ),
  {
    number: 16,
    complaint: 'the fixed callback port is taken',
    scenario: 'two persons of one machine sign in at the same time',
    async happens({ person, fake }) {
      const other = newPerson(fake);
      try {
        const outcomes = await Promise.all([person, other].map((one) => one.run(launcher, ['--no-open'])));
        const ports = [person, other].map((one) => new URL(one.opened()[0] ?? '').port);
        const signIns = fake.count('CreateToken', { grantType: 'authorization_code', status: 200 });
        return { exitCodes: exitCodesOf(outcomes), ports: new Set(ports).size, signIns };
      } finally {
        other.leave();
      }
    },
    holds: { exitCodes: [0, 0], ports: 2, signIns: 2 },
  },
];
