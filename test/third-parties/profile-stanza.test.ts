import { rmSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { withStanza } from '../../launcher/profile-stanza/edit.ts';
import { configSections } from '../../shared/identity/aws-config.ts';
import type { Wanted } from '../../shared/identity/described-stanza.ts';
import { clean, rendered } from '../fuzz/config-file.ts';
import { WANTED } from '../launcher/profile-stanza/wanted.ts';
import { newPerson, type Person, ROLE, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';
import { describeWithTrixie, inTrixie } from './trixie.ts';

const NAMES = ['default', 'work', 'two words', 'ünïcode', 'a.b', 'team/dev', 'x@y', 'a #b', 'DEFAULT', '-x', 'a%(x)s'];

const wanted: fc.Arbitrary<Wanted> = fc
  .record({
    profile: fc.constantFrom(...NAMES),
    roleName: fc.constantFrom('BedrockUser', 'A_b+c=d,e.f@g-h', '='),
    startUrl: fc.constantFrom(WANTED.startUrl, 'https://d-1.awsapps.com/start/#/', 'https://x.example/a=b%20;c'),
    bedrockRegion: fc.constantFrom('eu-west-1', undefined),
  })
  .map((some) => ({ ...WANTED, ...some }));

/** Sound files, with what comes of them once, and once more for another role. */
const FILES = fc
  .sample(fc.tuple(clean(NAMES), wanted, fc.boolean()), { numRuns: 500, seed: 11 })
  .map(([{ config, layout }, want, later]) => {
    const before = rendered(config, layout);
    const first = later
      ? withStanza(before, { ...want, roleName: 'Earlier', region: 'eu-south-1' }, '\n').text
      : before;
    return { before, want, ...withStanza(first, want, '\n') };
  });

/** What botocore's parser says of each text, or the name of what it throws. */
const PYTHON = `import json, sys
from awscli.botocore import configloader
folder = sys.argv[1]
def read(text):
    with open(folder + '/theirs', 'w', newline='', encoding='utf-8') as file:
        file.write(text)
    try:
        found = configloader.load_config(folder + '/theirs')
    except Exception as fault:
        return type(fault.__context__ or fault).__name__
    return {'profiles': found['profiles'], 'sessions': found['sso_sessions']}
print(json.dumps([read(text) for text in json.load(open(folder + '/asked.json'))]))
`;

interface Read {
  profiles: Record<string, Record<string, unknown>>;
  sessions: Record<string, Record<string, unknown>>;
}

describeWithTrixie("the AWS CLI's own parser reads what the launcher writes (needs the trixie folder)", () => {
  let person: Person;
  let read: (Read | string)[];

  beforeAll(async () => {
    person = newPerson();
    person.write(
      'asked.json',
      FILES.flatMap(({ before, text }) => [before, text]),
    );
    const done = await inTrixie(['python3', '-c', PYTHON, person.home], { ...person.env, LC_ALL: 'C.UTF-8' });
    read = JSON.parse(done.stdout);
  });
  afterAll(() => person.leave());

  test('as the wanted profile beside all that was there', () => {
    const written = FILES.map((file, number) => ({ ...file, was: read[2 * number], is: read[2 * number + 1] }));
    const ours = written.filter(({ kind }) => kind === 'ours');
    for (const { want, was, is } of ours) {
      if (typeof was !== 'object' || typeof is !== 'object') throw new Error(`read as ${was}, then ${is}`);
      const { [want.profile]: own, ...others } = is.profiles;
      const { [String(own?.['sso_session'])]: session, ...sessions } = is.sessions;
      expect(own).toEqual({
        sso_session: expect.stringMatching(/^bedrock-launcher-[0-9a-f]{8}$/),
        sso_account_id: want.accountId,
        sso_role_name: want.roleName,
        ...(want.bedrockRegion ? { region: want.bedrockRegion } : {}),
      });
      expect(session).toEqual({
        sso_start_url: want.startUrl,
        sso_region: want.region,
        sso_registration_scopes: 'sso:account:access',
      });
      expect({ profiles: others, sessions }).toEqual(was);
    }
    expect(ours.length).toBeGreaterThan(300);
    for (const { before, text } of written.filter(({ kind }) => kind === 'own')) expect(text).toBe(before);
  });
});

describeWithTrixie('AWS CLI v2 and the launcher on one config file (needs the trixie folder)', () => {
  const stage = onStage({ decision: 'approve' }, { ...workSettings(), ...ROLE });
  const aws = (...args: string[]) => inTrixie(['aws', ...args], { ...stage.person.env, LC_ALL: 'C.UTF-8' });
  const launch = () => stage.person.run('bedrock-launcher', ['--no-open']);

  test('a profile that the launcher wrote is one of the CLI, after one sign-in', async () => {
    rmSync(join(stage.person.home, '.aws'), { recursive: true });
    expect(await launch()).toMatchObject({ exitCode: 0 });
    expect((await aws('configure', 'list-profiles')).stdout).toBe('work');
    expect((await aws('configure', 'get', 'sso_role_name', '--profile', 'work')).stdout).toBe('BedrockUser');
    expect((await aws('configure', 'list', '--profile', 'work')).stdout).toMatch(/region +us-east-1 +config-file/);
    const caller = await aws('sts', 'get-caller-identity', '--profile', 'work');
    expect(caller).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('AWSReservedSSO_BedrockUser') });
    const exported = await aws('configure', 'export-credentials', '--profile', 'work');
    expect(exported.stdout).toContain('"AccessKeyId"');
    expect(stage.person.opened()).toHaveLength(1);
  });

  test('what the CLI writes around it stays, and what it writes into it is put right', async () => {
    stage.person.write('settings.json', { ...workSettings(), ...ROLE, awsProfile: 'two words' });
    await aws('configure', 'set', 'output', 'json', '--profile', 'one');
    await launch();
    const first = stage.person.read('.aws/config');
    await aws('configure', 'set', 'output', 'text', '--profile', 'another one');
    const grown = stage.person.read('.aws/config');
    expect(grown.startsWith(first)).toBe(true);
    expect((await launch()).stderr).not.toContain('config');
    await aws('configure', 'set', 'sso_account_id', '999999999999', '--profile', 'two words');
    expect(stage.person.read('.aws/config')).toBe(grown.replace(/(.*)111122223333/s, '$1999999999999'));
    expect(await launch()).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('what the settings say') });
    expect(stage.person.read('.aws/config')).toBe(grown);
    expect([...configSections(grown).config.keys()]).toEqual(['work', 'one', 'two words', 'another one']);
  });
});
