import { type FakeAws, startFakeAws } from '../fake-aws/server.ts';
import { MODEL, newPerson, type Person, signedIn, workSettings } from '../person.ts';

let fake: FakeAws;
let person: Person;

beforeEach(async () => {
  fake = await startFakeAws({ decision: 'approve', wordDelayMs: 0 });
  person = newPerson(fake);
});

afterEach(async () => {
  person.leave();
  await fake.stop();
});

describe('the first morning', () => {
  test('one double-click signs in by authorization code, then the helper and the client work silently', async () => {
    const launched = await person.run('bedrock-launcher', ['--no-open']);
    expect(launched).toMatchObject({ exitCode: 0, stdout: '' });
    expect(launched.stderr).toContain('signed in as arn:aws:sts::111122223333:assumed-role/');
    expect(person.opened()).toHaveLength(1);
    expect(fake.count('CreateToken', { grantType: 'authorization_code', status: 200 })).toBe(1);

    const helped = await person.run('bedrock-credential-helper');
    expect(helped).toMatchObject({ exitCode: 0, stderr: '' });
    expect(helped.stdout).toMatch(/^bedrock-api-key-[A-Za-z0-9+/=]+$/);

    const asked = await person.run('bedrock-client', ['ask', 'Who are you?']);
    expect(asked).toMatchObject({ exitCode: 0, stdout: fake.options.answer });
    expect(person.opened()).toHaveLength(1);
  });

  test('by device code, when policy says so: the page shows the code, the person allows it', async () => {
    person.write('settings.json', { ...workSettings(), signInFlow: 'device-code' });
    const launched = await person.run('bedrock-launcher', ['--no-open']);
    expect(launched.exitCode).toBe(0);
    expect(launched.stderr).toMatch(/code: [A-Z]{4}-[A-Z]{4}/);
    expect(person.opened()).toHaveLength(1);
    expect(fake.count('CreateToken', { grantType: 'authorization_code' })).toBe(0);
  });

  test('over SSH no browser is opened: the terminal shows address and code', async () => {
    const launching = person.run('bedrock-launcher', ['--no-open'], {
      env: { SSH_CONNECTION: '192.0.2.1 1 192.0.2.2 22' },
    });
    while (fake.count('StartDeviceAuthorization') === 0) await Bun.sleep(20);
    const approved = await launchedAddress(launching);
    expect(approved.exitCode).toBe(0);
    expect(approved.stderr).toContain('open this address in a browser');
    expect(person.opened()).toEqual([]);
  });

  /** Plays the person with a phone: takes the address from the record, where another process would look for it. */
  async function launchedAddress(launching: ReturnType<Person['run']>) {
    for (;;) {
      const record = Object.values(person.files('.local/state/bedrock-launcher/sign-in'))[0];
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
    await signedIn(person, fake);
    const launched = await person.run('bedrock-launcher', ['--no-open']);
    expect(launched.exitCode).toBe(0);
    expect(person.opened()).toEqual([]);
    expect(fake.calls.map(({ operation }) => operation)).toEqual(['GetRoleCredentials', 'GetCallerIdentity']);
  });

  test('an ended access token is refreshed silently, and the rotated refresh token is kept', async () => {
    fake.options.accessTokenSeconds = 120;
    await signedIn(person, fake);
    for (const _ of [1, 2, 3]) {
      expect((await person.run('bedrock-launcher', ['--no-open'])).exitCode).toBe(0);
    }
    expect(fake.count('CreateToken', { grantType: 'refresh_token', status: 200 })).toBe(3);
    expect(person.opened()).toEqual([]);
  });

  test('the configured client is opened once the person is signed in', async () => {
    await signedIn(person, fake);
    const client = person.write('client.sh', `#!/bin/sh\necho "$#" > "${person.home}/client-ran"\n`);
    person.write('settings.json', { ...workSettings(), client });
    await Bun.$`chmod +x ${client}`.quiet();
    const launched = await person.run('bedrock-launcher');
    expect(launched.exitCode).toBe(0);
    while (!person.exists('client-ran')) await Bun.sleep(20);
    expect(person.read('client-ran')).toBe('0\n');
  });
});

describe('without a profile', () => {
  test('a role spelled out in the settings signs in, and its session is kept encrypted', async () => {
    person.write('settings.json', {
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
    expect((await person.run('bedrock-launcher', ['--no-open'])).exitCode).toBe(0);
    expect((await person.run('bedrock-client', ['ask', 'Hello'])).stdout).toBe(fake.options.answer);
    expect(person.exists('.aws/sso')).toBe(false);
    expect(Object.keys(person.files('.local/state/bedrock-launcher/vault'))).toHaveLength(2);
    expect(JSON.stringify(person.files('.local/state'))).not.toContain('accessToken');
  });
});
