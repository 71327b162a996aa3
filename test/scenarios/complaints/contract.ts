import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MODEL, type Person, programFile, signedIn } from '../../person.ts';
import {
  type Complaint,
  client,
  conversation,
  exitCodesOf,
  helper,
  INTERACTIVE,
  launcher,
  lifeOf,
  script,
  shortRole,
  use,
} from './row.ts';

const windowsImages = join('dist', 'windows-x64');
const PE_WINDOWED = 2;
const PE_CONSOLE = 3;

/** The subsystem in the header of a Windows program. */
function subsystemOf(file: string): number {
  const bytes = readFileSync(file);
  const header = bytes.readUInt32LE(0x3c);
  return bytes.subarray(header, header + 4).toString('latin1') === 'PE\0\0' ? bytes.readUInt16LE(header + 24 + 68) : 0;
}

/** A helper of the company's own that counts its calls, then does as ours. */
function countingHelper(person: Person): { path: string; calls(): number } {
  const path = script(person, 'counting', `echo >>${person.home}/calls; exec ${programFile(helper)}`);
  return { path, calls: () => person.read('calls').length };
}

const refusedHelpers: [string, (person: Person) => string, RegExp][] = [
  [
    'arguments in its path',
    () => `${programFile(helper)} --format token`,
    /error: .*--format token: .*\n.*hint: .*without arguments/,
  ],
  [
    'credential_process JSON',
    (person) => script(person, 'wrong', `exec ${programFile(helper)} --format credential-process --profile work`),
    /error: .*credential_process JSON instead of a token\n.*hint: .*prints one token/,
  ],
  [
    'a banner before its token',
    (person) => script(person, 'wrong', `echo Welcome; exec ${programFile(helper)}`),
    /error: .*words above its token\n.*hint: .*prints one token/,
  ],
];

export const contractComplaints: Complaint[] = [
  {
    number: 8,
    complaint: 'antivirus, unsigned or packed binaries',
    scenario:
      'no packer and nothing unpacked: the temporary folder stays empty (signatures are a matter of the packages)',
    async happens({ person }) {
      const folder = join(person.home, 'tmp');
      mkdirSync(folder);
      const env = { TMPDIR: folder };
      const outcomes = [
        await person.run(launcher, ['--no-open'], { env }),
        await person.run(helper, [], { env }),
        await person.run(client, ['ask', 'hi'], { env }),
      ];
      const packed = readFileSync(programFile(helper)).includes('UPX!');
      return { exitCodes: exitCodesOf(outcomes), unpacked: readdirSync(folder), packed };
    },
    holds: { exitCodes: [0, 0, 0], unpacked: [], packed: false },
  },
  {
    number: 11,
    complaint: 'helper contract broken: wrong JSON, UNSIGNED-PAYLOAD signature',
    scenario: 'stdout is one token in ASCII, and AWS takes it',
    async happens({ person, fake }) {
      await signedIn(person, fake);
      const { exitCode, stdout, stderr } = await person.run(helper, [], INTERACTIVE);
      const address = Buffer.from(stdout.replace('bedrock-api-key-', ''), 'base64').toString();
      const body = JSON.stringify({
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 9,
        messages: [{ role: 'user', content: 'hi' }],
      });
      const headers = { authorization: `Bearer ${stdout}`, 'content-type': 'application/json' };
      const { status } = await fetch(`${fake.url}/model/${MODEL}/invoke`, { method: 'POST', headers, body });
      return {
        exitCode,
        stderr,
        stdout,
        status,
        unsigned: address.includes('UNSIGNED'),
        short: stdout.length <= 16_384,
      };
    },
    holds: {
      exitCode: 0,
      stderr: '',
      stdout: expect.stringMatching(/^bedrock-api-key-[A-Za-z0-9+/]+={0,2}$/),
      status: 200,
      unsigned: false,
      short: true,
    },
  },
  {
    number: 11,
    complaint: 'helper contract broken: wrong JSON',
    scenario: '--format app-json is what the app reads, and no field more',
    async happens({ person, fake }) {
      await signedIn(person, fake);
      const { exitCode, stdout } = await person.run(helper, ['--format', 'app-json']);
      const answer = exitCode === 0 ? JSON.parse(stdout) : {};
      return { exitCode, fields: Object.keys(answer).filter((name) => name !== 'headers'), token: answer.token };
    },
    holds: { exitCode: 0, fields: ['token'], token: expect.stringMatching(/^bedrock-api-key-/) },
  },
  {
    number: 11,
    complaint: 'helper contract broken: several credential kinds at once',
    scenario:
      'settings with every source and inferenceCredentialKind helper-script: the helper answers for the profile',
    async happens({ person, fake }) {
      await signedIn(person, fake);
      use(person, {
        inferenceCredentialKind: 'helper-script',
        inferenceCredentialHelper: programFile(helper),
        inferenceBedrockBearerToken: 'bedrock-api-key-of-nobody',
        inferenceBedrockProfile: 'work',
        identitySource: 'profile',
      });
      return person.run(client, ['ask', 'hi']);
    },
    holds: { exitCode: 0, stdout: expect.stringContaining('Hello') },
  },
  ...refusedHelpers.map(
    ([what, helperOf, words]): Complaint => ({
      number: 11,
      complaint: 'helper contract broken: wrong JSON, arguments in the path',
      scenario: `the client refuses a helper with ${what}, and says precisely why`,
      async happens({ person, fake }) {
        await signedIn(person, fake);
        use(person, { inferenceCredentialHelper: helperOf(person) });
        return person.run(client, ['ask', 'hi']);
      },
      holds: { exitCode: 3, stdout: '', stderr: expect.stringMatching(words) },
    }),
  ),
  {
    number: 14,
    complaint: 'confusion of session lengths',
    scenario: 'a role session of 15 minutes under a TTL of an hour: both numbers are named, and what to set',
    async happens({ person, fake }) {
      fake.options.roles = shortRole(900);
      await signedIn(person, fake);
      const { exitCode, stdout, stderr } = await person.run(helper);
      return { exitCode, stdout, stderr };
    },
    holds: {
      exitCode: 0,
      stdout: expect.stringMatching(/^bedrock-api-key-/),
      stderr: expect.stringMatching(
        /^(?=[\s\S]*\b(89\d|900)\b)(?=[\s\S]*\b3600\b)(?=[\s\S]*\b3900\b)(?=[\s\S]*session duration)(?=[\s\S]*inferenceCredentialHelperTtlSec to at most (59\d|600)\b)/,
      ),
    },
  },
  {
    number: 14,
    complaint: 'a dead zone near the end',
    scenario: 'a cached token with less than TTL and 300 s left is not handed out while AWS gives a longer one',
    async happens({ person, fake }) {
      fake.options.roles = shortRole(3_901);
      await signedIn(person, fake);
      use(person, { secureStorage: 'file' });
      const first = lifeOf((await person.run(helper)).stdout);
      await Bun.sleep(2_000);
      fake.options.roles = shortRole(43_200);
      const second = lifeOf((await person.run(helper)).stdout);
      return { first: first <= 3_901, second: second > 40_000 };
    },
    holds: { first: true, second: true },
  },
  {
    number: 15,
    complaint: 'slow start',
    scenario: 'with a token in the cache nothing is asked of AWS (how fast that is, the bench says)',
    async happens({ person, fake }) {
      await signedIn(person, fake);
      use(person, { secureStorage: 'file' });
      await person.run(helper);
      const before = fake.calls.length;
      const { exitCode, stdout } = await person.run(helper);
      return { exitCode, stdout, calls: fake.calls.length - before };
    },
    holds: { exitCode: 0, stdout: expect.stringMatching(/^bedrock-api-key-/), calls: 0 },
  },
  {
    number: 15,
    complaint: 'one process per request',
    scenario: 'a conversation of three questions runs the helper once',
    needs: ['script'],
    async happens({ person, fake }) {
      await signedIn(person, fake);
      const counting = countingHelper(person);
      use(person, { inferenceCredentialHelper: counting.path });
      const talk = conversation(person);
      for (const question of ['one', 'two', 'three']) {
        await talk.said(/> /);
        talk.say(question);
        await talk.said(/Hello from/);
      }
      talk.say('\u0004');
      return { exitCode: (await talk.ended).exitCode, calls: counting.calls() };
    },
    holds: { exitCode: 0, calls: 1 },
  },
  {
    number: 18,
    complaint: 'a console window flashes on Windows',
    scenario:
      'launcher and helper are windowed programs, client and admin console programs (what windowsHide does for children, Windows alone shows)',
    needs: [join(windowsImages, 'bedrock-launcher.exe')],
    happens: async () =>
      Object.fromEntries(
        [launcher, helper, client, 'bedrock-admin'].map((name) => [
          name,
          subsystemOf(join(windowsImages, `${name}.exe`)),
        ]),
      ),
    holds: { [launcher]: PE_WINDOWED, [helper]: PE_WINDOWED, [client]: PE_CONSOLE, 'bedrock-admin': PE_CONSOLE },
  },
];
