import { chmodSync } from 'node:fs';
import { dirname } from 'node:path';
import { ssoConfig, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';
import { describeWithTrixie, trixie } from './trixie.ts';

const root = dirname(dirname(import.meta.dirname));

describeWithTrixie('signInMethod aws-cli with AWS CLI v2 (needs the trixie folder)', () => {
  const stage = onStage({ decision: 'approve' });

  beforeEach(() => {
    const path = stage.person.write('aws', `#!/bin/sh\nexec "${root}/.ci/trixie" "${trixie}" aws "$@"\n`);
    chmodSync(path, 0o755);
    settings({ inferenceBedrockAwsCliPath: path });
  });

  function settings(more: object): void {
    const path = stage.person.read('settings.json');
    const before = path.includes('AwsCliPath') ? JSON.parse(path) : { ...workSettings(), signInMethod: 'aws-cli' };
    stage.person.write('settings.json', { ...before, ...more });
  }

  const launch = (...args: string[]) => stage.person.run('bedrock-launcher', ['--no-open', ...args]);
  const legacy = () =>
    stage.person.write(
      '.aws/config',
      ssoConfig()
        .replace(/\[sso-session[^[]*/, '')
        .replace('sso_session = company', 'sso_start_url = https://example.awsapps.com/start\nsso_region = us-east-1'),
    );
  const flows: [string, () => void, 'Authorize' | 'StartDeviceAuthorization'][] = [
    ['authorization code', () => {}, 'Authorize'],
    ['device code, of a legacy profile', legacy, 'StartDeviceAuthorization'],
    ['device code, of the settings', () => settings({ signInFlow: 'device-code' }), 'StartDeviceAuthorization'],
  ];

  test.each(flows)('%s: one page opens, which is ours, and leads to the CLI’s address', async (_, prepare, isAsked) => {
    prepare();
    const { exitCode, stdout, stderr } = await launch();
    expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 0, stdout: '' });
    expect(stderr).toContain('Successfully logged into');
    expect(stderr).toMatch(/address: http:\/\/127\.0\.0\.1:\d+\/(authorize\?|device\?user_code=)/);
    expect(stderr.match(/address: /g)).toHaveLength(1);
    const asked = ['Authorize', 'StartDeviceAuthorization'].filter((operation) => stage.fake.count(operation) > 0);
    expect(asked).toEqual([isAsked]);
    expect(stderr).not.toContain('Attempting to');
    expect(stage.person.opened()).toEqual([expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/open\//)]);
  });

  test.each(flows)('%s: a refusal in the browser is one, and auto asks no second time', async (_flow, prepare) => {
    prepare();
    stage.fake.options.decision = 'deny';
    for (const signInMethod of ['aws-cli', 'auto']) {
      settings({ signInMethod });
      const { exitCode, stderr } = await launch();
      expect({ exitCode, stderr }).toMatchObject({ exitCode: 5 });
      expect(stderr).toContain('error: the sign-in was denied in the browser');
    }
    expect(stage.person.opened()).toHaveLength(2);
  });

  test.each(flows)('%s: who walks away ends it', async (_flow, prepare) => {
    prepare();
    settings({ signInTimeoutSec: 10 });
    stage.fake.options.decision = 'ask';
    const { exitCode, stderr } = await launch();
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 5 });
    expect(stderr).toContain('error: the sign-in was not finished in time');
    expect(stage.person.opened()).toHaveLength(1);
  });

  test('events tell scripts the address, and nothing else is on stdout', async () => {
    const { exitCode, stdout } = await launch('--json');
    const events = stdout.split('\n').map((line) => JSON.parse(line));
    expect([exitCode, events.map(({ state }) => state).filter(Boolean)]).toEqual([
      0,
      expect.arrayContaining(['preparing', 'sign-in-needed', 'ready']),
    ]);
    expect(events.find(({ state }) => state === 'sign-in-needed').address).toContain('/authorize?');
  });

  test('a profile that it does not know: its last words', async () => {
    settings({ signInMethod: 'aws-cli' });
    stage.person.env['AWS_PROFILE'] = 'work';
    stage.person.write(
      'aws',
      `#!/bin/sh\n[ "$2" = login ] && set -- sso login --profile other\nexec "${root}/.ci/trixie" "${trixie}" aws "$@"\n`,
    );
    const { exitCode, stderr } = await launch();
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 5 });
    expect(stderr).toMatch(/error: aws sso login failed with exit code \d+: .*profile \(other\) could not be found/);
  });

  test('without a browser on this machine its own words lead the person', async () => {
    legacy();
    stage.fake.options.decision = 'ask';
    settings({ signInTimeoutSec: 10 });
    stage.person.env['SSH_TTY'] = '/dev/pts/1';
    delete stage.person.env['BROWSER'];
    const { stderr } = await launch();
    expect(stderr).toMatch(
      /open the following URL:\n.*http:\/\/127\.0\.0\.1:\d+\/device\n.*Then enter the code:\n.*[A-Z]{4}-[A-Z]{4}\n/,
    );
    expect(stage.person.opened()).toEqual([]);
  });
});
