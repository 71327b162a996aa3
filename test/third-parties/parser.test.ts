import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { type AwsConfig, readAwsConfig, type Stanza } from '../../shared/identity/aws-config.ts';
import { Problem } from '../../shared/problem.ts';
import { newPerson, type Person } from '../person.ts';
import { posixRows, windowsRows } from '../vectors/command-lines.ts';
import { describeWithTrixie, inTrixie } from './trixie.ts';

/** Lines and their pieces, as people and programs get them wrong. */
const PIECES = [
  ...['[profile a]', '[profile b]', '[profile "a b"]', '[default]', '[DEFAULT]', '[sso-session s]', '[a]', '[[b]]'],
  ...['a = b', 'c: d', '  e = f', ' k = v', 's3 =', 'REGION = x', 'region', '[profile a', '= x', ':', '=', 'ü', '東'],
  ...['\n', '\n', '\n', '\n', '\r\n', '\r', '\t', ' ', '  ', '#', ';', "'", '"', '\\', '%(x)s', '\v', '\f', '\u2028'],
];

const FILES = fc.sample(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 14 }).map((pieces) => `[profile a]\n${pieces.join('')}`),
  { numRuns: 3000, seed: 3 },
);

/** What botocore's parser says of each file, or the name of what it throws; and how it splits each command line. */
const PYTHON = `import json, sys
from awscli.botocore import compat, configloader
folder = sys.argv[1]
asked = json.load(open(folder + '/asked.json'))
def read(text):
    with open(folder + '/theirs', 'w', newline='') as file:
        file.write(text)
    try:
        found = configloader.load_config(folder + '/theirs')
    except Exception as fault:
        return type(fault.__context__ or fault).__name__
    return {'profiles': found['profiles'], 'sessions': found['sso_sessions']}
def split(text, platform):
    try:
        return compat.compat_shell_split(text, platform)
    except ValueError:
        return None
print(json.dumps({
    'files': [read(text) for text in asked['files']],
    'posix': [split(text, 'linux') for text in asked['posix']],
    'windows': [split(text, 'win32') for text in asked['windows']],
}))
`;

describeWithTrixie("the AWS CLI's own parser (needs the trixie folder)", () => {
  let person: Person;
  let theirs: { files: (object | string)[]; posix: (string[] | null)[]; windows: (string[] | null)[] };

  beforeAll(async () => {
    person = newPerson();
    const asked = { files: FILES, posix: posixRows.map(([text]) => text), windows: windowsRows.map(([text]) => text) };
    person.write('asked.json', asked);
    const env = { ...person.env, LC_ALL: 'C.UTF-8' };
    theirs = JSON.parse((await inTrixie(['python3', '-c', PYTHON, person.home], env)).stdout);
  });
  afterAll(() => person.leave());

  test('reads any file as we do, or both stop; a section or option that is there twice is where we read more', () => {
    const ours = FILES.map(read);
    const same = FILES.map((text, number) => ({ text, ours: ours[number], theirs: theirs.files[number] }));
    const twice = (theirs: unknown) => /^Duplicate/.test(String(theirs));
    expect(same.filter((one) => !twice(one.theirs) && !agree(one.ours, one.theirs))).toEqual([]);
    expect(same.filter((one) => typeof one.ours === 'object').length).toBeGreaterThan(500);
  });

  function read(text: string): object | string {
    const config = join(person.home, 'ours');
    writeFileSync(config, text);
    try {
      const found = readAwsConfig({ config, credentials: join(person.home, 'none') });
      return { profiles: plain(found.config), sessions: plain(found.sessions) };
    } catch (thrown) {
      if (thrown instanceof Problem) return 'stops';
      throw thrown;
    }
  }

  function plain(sections: AwsConfig['config']): object {
    const flat = (section: Stanza) =>
      Object.fromEntries(
        [...section].map(([key, value]) => [key, value instanceof Map ? Object.fromEntries(value) : value]),
      );
    return Object.fromEntries([...sections].map(([name, section]) => [name, flat(section)]));
  }

  function agree(ours: unknown, theirs: unknown): boolean {
    return typeof ours === 'string' ? typeof theirs === 'string' : Bun.deepEquals(ours, theirs);
  }

  test('splits each command line as we do', () => {
    expect(theirs.posix).toEqual(posixRows.map(([, words]) => words ?? null));
    expect(theirs.windows).toEqual(windowsRows.map(([, words]) => words ?? null));
  });
});
