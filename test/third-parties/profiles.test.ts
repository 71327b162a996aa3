import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { signedIn, ssoConfig } from '../person.ts';
import { onStage } from '../stage.ts';
import { brokenRows, configRows } from '../vectors/aws-config.ts';
import { describeWithTrixie, inTrixie } from './trixie.ts';

const USER = { accountId: '111122223333', userName: 'ana', accessKeyId: 'AKIAANA', secretAccessKey: 'a-secret' };
const OTHER = { ...USER, userName: 'bob', accessKeyId: 'AKIABOB' };
const READER = 'arn:aws:iam::444455556666:role/Reader';
const WRITER = 'arn:aws:iam::444455556666:role/Writer';
const WEB = 'arn:aws:iam::444455556666:role/Web';

describeWithTrixie('AWS CLI v2 reads the same files (needs the trixie folder)', () => {
  const stage = onStage({
    decision: 'approve',
    users: [USER, OTHER],
    assumableRoles: [
      { arn: READER, maxSessionSeconds: 3600 },
      { arn: WRITER, maxSessionSeconds: 3600, externalId: 'ext' },
      { arn: WEB, maxSessionSeconds: 3600, webIdentityToken: 'a.web.token' },
    ],
  });

  // A locale of UTF-8, as people have it: Python reads the files in it.
  const aws = (...args: string[]) => inTrixie(['aws', ...args], { ...stage.person.env, LC_ALL: 'C.UTF-8' });

  test.each(configRows)('$name', async ({ config, credentials = '', profiles, says = {}, cli }) => {
    stage.person.write('.aws/config', config);
    stage.person.write('.aws/credentials', credentials);
    const listed = await aws('configure', 'list-profiles');
    if (cli === 'stops') return expect(listed.exitCode).toBe(255);
    expect(listed).toMatchObject({ exitCode: 0 });
    expect(listed.stdout.split('\n').filter(Boolean).sort()).toEqual([...profiles].sort());
    for (const [key, value] of Object.entries(cli ?? says)) {
      const got = await aws('configure', 'get', key, '--profile', profiles[0] ?? '');
      expect(got).toMatchObject({ exitCode: 0, stdout: value });
    }
  });

  test.each(brokenRows)('%s stops it', async (_what, bytes) => {
    writeFileSync(join(stage.person.home, '.aws', 'config'), bytes);
    expect((await aws('configure', 'list-profiles')).exitCode).toBe(255);
  });

  const keys = ({ accessKeyId, secretAccessKey }: typeof USER) =>
    `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
  const role = (arn: string, more: string) => `role_arn = ${arn}\nrole_session_name = it\n${more}`;
  const SSO = 'sso_session = company\nsso_account_id = 111122223333\nsso_role_name = BedrockUser\n';
  const process = (user: typeof USER) =>
    `credential_process = sh -c "echo '{\\"Version\\":1,\\"AccessKeyId\\":\\"${user.accessKeyId}\\",\\"SecretAccessKey\\":\\"${user.secretAccessKey}\\"}'"\n`;
  const web = () => role(WEB, `web_identity_token_file = ${stage.person.write('token', 'a.web.token')}\n`);
  const ana = 'user/ana';
  const bob = 'user/bob';
  const sso = 'AWSReservedSSO_BedrockUser';

  /** Who the profile "it" is: for us, and for the AWS CLI where that differs. */
  test.each<[string, () => string, string, string, string?]>([
    ['keys in the config file', () => keys(USER), '', ana],
    ['keys in the credentials file', () => '', `[it]\n${keys(USER)}`, ana],
    ['keys in both files', () => keys(USER), `[it]\n${keys(OTHER)}`, bob],
    ['a process', () => process(USER), '', ana],
    ['a process and keys in the config file', () => process(USER) + keys(OTHER), '', ana],
    ['a process and keys in the credentials file', () => process(USER), `[it]\n${keys(OTHER)}`, bob],
    ['IAM Identity Center', () => SSO, '', sso],
    ['IAM Identity Center and a process', () => SSO + process(USER), '', sso],
    ['IAM Identity Center and keys in the config file', () => SSO + keys(USER), '', sso],
    // The SDKs and Claude Desktop take the keys; that such a stanza hides the config file is what people run into.
    ['IAM Identity Center and keys in the credentials file', () => SSO, `[it]\n${keys(USER)}`, ana, sso],
    ['a web identity', web, '', 'Web/it'],
    ['a web identity and IAM Identity Center', () => web() + SSO, '', 'Web/it'],
    ['a role over another profile', () => role(READER, 'source_profile = work\n'), '', 'Reader/it'],
    [
      'a role over a profile of the credentials file',
      () => role(READER, 'source_profile = k\n'),
      `[k]\n${keys(USER)}`,
      'Reader/it',
    ],
    ['a role over its own keys', () => role(READER, `source_profile = it\n${keys(USER)}`), '', 'Reader/it'],
    [
      'a role over its own keys in the credentials file',
      () => role(READER, 'source_profile = it\n'),
      `[it]\n${keys(USER)}`,
      'Reader/it',
    ],
    [
      'a role with an external ID',
      () => role(WRITER, 'source_profile = work\nexternal_id = ext\nduration_seconds = 900\n'),
      '',
      'Writer/it',
    ],
    [
      'a role over a role',
      () =>
        `${role(WRITER, 'external_id = ext\nsource_profile = m\n')}[profile m]\n${role(READER, 'source_profile = work\n')}`,
      '',
      'Writer/it',
    ],
    [
      'a role over a web identity',
      () => `${role(READER, 'source_profile = m\n')}[profile m]\n${web()}`,
      '',
      'Reader/it',
    ],
    [
      'a role over a process',
      () => `${role(READER, 'source_profile = m\n')}[profile m]\n${process(USER)}`,
      '',
      'Reader/it',
    ],
    ['a role over the environment', () => role(READER, 'credential_source = Environment\n'), '', 'Reader/it'],
    [
      'a source that has keys and a role',
      () =>
        `${role(WRITER, 'external_id = ext\nsource_profile = m\n')}[profile m]\n${role(READER, 'source_profile = work\n')}${keys(USER)}`,
      '',
      'Writer/it',
    ],
    ['a role without a source', () => role(READER, ''), '', 'nobody'],
    [
      'a role with two sources',
      () => role(READER, 'source_profile = work\ncredential_source = Environment\n'),
      '',
      'nobody',
    ],
    ['a role over a profile that is not there', () => role(READER, 'source_profile = gone\n'), '', 'nobody'],
    ['a role that is its own source', () => role(READER, 'source_profile = it\n'), '', 'nobody'],
    [
      'a chain without an end',
      () => `${role(READER, 'source_profile = m\n')}[profile m]\n${role(READER, 'source_profile = it\n')}`,
      '',
      'nobody',
    ],
    ['half a key', () => 'aws_access_key_id = AKIAANA\n', '', 'nobody'],
    ['a region alone', () => '', '', 'nobody'],
  ])('%s', async (_what, stanza, credentials, who, cli = who) => {
    stage.person.write('.aws/config', ssoConfig(`[profile it]\nregion = us-east-1\n${stanza()}`));
    stage.person.write('.aws/credentials', credentials);
    Object.assign(stage.person.env, {
      AWS_ACCESS_KEY_ID: OTHER.accessKeyId,
      AWS_SECRET_ACCESS_KEY: OTHER.secretAccessKey,
      AWS_EC2_METADATA_DISABLED: 'true',
    });
    await signedIn(stage.person, stage.fake);
    const theirs = await aws('sts', 'get-caller-identity', '--profile', 'it');
    const ours = await stage.person.run('bedrock-launcher', ['--no-open', '--profile', 'it']);
    if (cli === 'nobody') expect(theirs.exitCode).not.toBe(0);
    else expect(theirs.stdout).toContain(cli);
    if (who === 'nobody') expect(ours.exitCode).toBe(3);
    else expect(ours.stderr).toContain(who);
  });
});

describeWithTrixie('AWS CLI v2 finds AWS where a profile says (needs the trixie folder)', () => {
  const stage = onStage({ decision: 'approve', users: [USER] });

  const NOBODY = 'endpoint_url = http://127.0.0.1:9\n';
  const KEYS = `aws_access_key_id = ${USER.accessKeyId}\naws_secret_access_key = ${USER.secretAccessKey}\n`;

  test.each<[string, (url: string) => string, boolean]>([
    ['by endpoint_url', (url) => `[profile it]\n${KEYS}endpoint_url = ${url}\n`, true],
    ['not by that of default', (url) => `[default]\n${NOBODY}[profile it]\n${KEYS}endpoint_url = ${url}\n`, true],
    [
      'by a services section, before endpoint_url',
      (url) => `[services own]\nsts =\n  endpoint_url = ${url}\n[profile it]\n${KEYS}services = own\n${NOBODY}`,
      true,
    ],
    [
      'nowhere, when the section is missing',
      (url) => `[profile it]\n${KEYS}services = gone\nendpoint_url = ${url}\n`,
      false,
    ],
  ])('%s', async (_how, config, found) => {
    stage.person.write(
      '.aws/config',
      config(stage.fake.url).replaceAll('[profile it]', '[profile it]\nregion = us-east-1'),
    );
    delete stage.person.env['AWS_ENDPOINT_URL'];
    const theirs = await inTrixie(['aws', 'sts', 'get-caller-identity', '--profile', 'it'], stage.person.env);
    const ours = await stage.person.run('bedrock-launcher', ['--no-open', '--profile', 'it']);
    expect([theirs.exitCode === 0, ours.exitCode]).toEqual(found ? [true, 0] : [false, 3]);
  });

  test('for the whole of a sign-in', async () => {
    const config = ssoConfig().replace('[profile work]', `[profile work]\nendpoint_url = ${stage.fake.url}`);
    stage.person.write('.aws/config', `[default]\n${NOBODY}${config}`);
    delete stage.person.env['AWS_ENDPOINT_URL'];
    const launched = await stage.person.run('bedrock-launcher', ['--no-open']);
    expect(launched).toMatchObject({ exitCode: 0, stderr: expect.stringContaining('AWSReservedSSO_BedrockUser') });
    const theirs = await inTrixie(['aws', 'sts', 'get-caller-identity', '--profile', 'work'], stage.person.env);
    expect(theirs.stdout).toContain('AWSReservedSSO_BedrockUser');
  });
});
