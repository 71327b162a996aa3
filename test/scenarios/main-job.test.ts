import { chmodSync } from 'node:fs';
import { MODEL, type Person, programFile, signedIn, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';

const stage = onStage({ decision: 'approve' });

describe('the first morning', () => {
  test('one double-click signs in by authorization code, then the helper and the client work silently', async () => {
    const launched = await stage.person.run('bedrock-launcher', ['--no-open']);
    expect(launched).toMatchObject({ exitCode: 0, stdout: '' });
    expect(launched.stderr).toContain('signed in as arn:aws:sts::111122223333:assumed-role/');
    expect(stage.person.opened()).toHaveLength(1);
    expect(stage.fake.count('CreateToken', { grantType: 'authorization_code', status: 200 })).toBe(1);

    const helped = await stage.person.run('bedrock-credential-helper');
    expect(helped).toMatchObject({ exitCode: 0, stderr: '' });
    expect(helped.stdout).toMatch(/^bedrock-api-key-[A-Za-z0-9+/=]+$/);

    const asked = await stage.person.run('bedrock-client', ['ask', 'Who are you?']);
    expect(asked).toMatchObject({ exitCode: 0, stdout: stage.fake.options.answer });
    expect(stage.person.opened()).toHaveLength(1);
  });

  test('by device code, when policy says so: the page shows the code, the person allows it', async () => {
    stage.person.write('settings.json', { ...workSettings(), signInFlow: 'device-code' });
    const launched = await stage.person.run('bedrock-launcher', ['--no-open']);
    expect(launched.exitCode).toBe(0);
    expect(launched.stderr).toMatch(/code: [A-Z]{4}-[A-Z]{4}/);
    expect(stage.person.opened()).toHaveLength(1);
    expect(stage.fake.count('CreateToken', { grantType: 'authorization_code' })).toBe(0);
  });

  test('over SSH no browser is opened: the terminal shows address and code', async () => {
    const launching = stage.person.run('bedrock-launcher', ['--no-open'], {
      env: { SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22' },
    });
    while (stage.fake.count('StartDeviceAuthorization') === 0) await Bun.sleep(20);
    const approved = await launchedAddress(launching);
    expect(approved.exitCode).toBe(0);
    expect(approved.stderr).toContain('open this address in any browser');
    expect(stage.person.opened()).toEqual([]);
  });

  /** Plays the person with a phone: takes the address from the record, where another process would look for it. */
  async function launchedAddress(launching: ReturnType<Person['run']>) {
    for (;;) {
      const record = Object.values(stage.person.files('.local/state/bedrock-launcher/sign-in'))[0];
      const address = record && (JSON.parse(record) as { invitation?: { address: string } }).invitation?.address;
      if (address) {
        await fetch(address);
        return launching;
      }
      await Bun.sleep(20);
    }
  }
});

describe('the two-hundredth morning', () => {
  test('a live session opens no page and asks nobody', async () => {
    await signedIn(stage.person, stage.fake);
    const launched = await stage.person.run('bedrock-launcher', ['--no-open']);
    expect(launched.exitCode).toBe(0);
    expect(stage.person.opened()).toEqual([]);
    expect(stage.fake.calls.map(({ operation }) => operation)).toEqual(['GetRoleCredentials', 'GetCallerIdentity']);
  });

  test('an ended access token is refreshed silently, and the rotated refresh token is kept', async () => {
    stage.fake.options.accessTokenSeconds = 120;
    await signedIn(stage.person, stage.fake);
    for (const _ of [1, 2, 3]) {
      expect((await stage.person.run('bedrock-launcher', ['--no-open'])).exitCode).toBe(0);
    }
    expect(stage.fake.count('CreateToken', { grantType: 'refresh_token', status: 200 })).toBe(3);
    expect(stage.person.opened()).toEqual([]);
  });

  test('the configured client is opened once the person is signed in', async () => {
    await signedIn(stage.person, stage.fake);
    const client = stage.person.write('client.sh', `#!/bin/sh\necho "$#" > "${stage.person.home}/client-ran"\n`);
    stage.person.write('settings.json', { ...workSettings(), client });
    await Bun.$`chmod +x ${client}`.quiet();
    const launched = await stage.person.run('bedrock-launcher');
    expect(launched.exitCode).toBe(0);
    while (!stage.person.exists('client-ran')) await Bun.sleep(20);
    expect(stage.person.read('client-ran')).toBe('0\n');
  });
});

describe('without a profile', () => {
  test('a role spelled out in the settings signs in, and its session is kept encrypted', async () => {
    stage.person.write('settings.json', {
      inferenceProvider: 'bedrock',
      inferenceBedrockRegion: 'us-east-1',
      inferenceModels: [{ name: MODEL, labelOverride: 'Sonnet' }],
      inferenceCredentialKind: 'helper-script',
      ssoStartUrl: 'https://example.awsapps.com/start',
      ssoRegion: 'us-east-1',
      ssoAccountId: '111122223333',
      ssoRoleName: 'BedrockUser',
      secureStorage: 'file',
    });
    expect((await stage.person.run('bedrock-launcher', ['--no-open'])).exitCode).toBe(0);
    expect((await stage.person.run('bedrock-client', ['ask', 'Hello'])).stdout).toBe(stage.fake.options.answer);
    expect(stage.person.exists('.aws/sso')).toBe(false);
    const kinds = Object.keys(stage.person.files('.local/state/bedrock-launcher/vault')).map(
      (name) => name.split('-')[0],
    );
    expect(kinds).toEqual(['answer', 'key', 'role', 'session']);
    expect(JSON.stringify(stage.person.files('.local/state'))).not.toContain('accessToken');
  });
});

describe('another profile than the configured one', () => {
  test('--profile of the launcher reaches the client that it opens, and its helper', async () => {
    const other = stage.person.read('.aws/config').replace('[profile work]', '[profile other]');
    stage.person.write(
      '.aws/config',
      `${other}\n[profile work]\nsso_session = company\nsso_account_id = 111122223333\nsso_role_name = Gone\nregion = us-east-1\n`,
    );
    await signedIn(stage.person, stage.fake);
    const helper = programFile('bedrock-credential-helper');
    const client = stage.person.write(
      'client.sh',
      `#!/bin/sh\n"${helper}" >"${stage.person.home}/token.new"; mv "${stage.person.home}/token.new" "${stage.person.home}/token"\n`,
    );
    chmodSync(client, 0o755);
    stage.person.write('settings.json', { ...workSettings(), client });
    expect((await stage.person.run('bedrock-launcher', ['--profile', 'other'])).exitCode).toBe(0);
    while (!stage.person.exists('token')) await Bun.sleep(20);
    expect(stage.person.read('token')).toMatch(/^bedrock-api-key-/);
  });

  test('a credential_process that asks for its own profile ends at once, and names the fault', async () => {
    const helper = programFile('bedrock-credential-helper');
    const command = `${helper} --format credential-process --profile loop`;
    stage.person.write('.aws/config', `[profile loop]\ncredential_process = ${command}\nregion = us-east-1\n`);
    const { exitCode, stdout } = await stage.person.run('bedrock-credential-helper', ['--profile', 'loop']);
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: '' });
  });

  test('a page that waits goes on by itself when somebody signs in by other means', async () => {
    stage.fake.options.decision = 'ask';
    const launching = stage.person.run('bedrock-launcher', ['--no-open']);
    while (stage.fake.count('RegisterClient') === 0) await Bun.sleep(20);
    await signedIn(stage.person, stage.fake);
    expect((await launching).exitCode).toBe(0);
    expect(stage.fake.count('CreateToken', { status: 200 })).toBe(0);
  });
});
