import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { awsConfig } from '../../admin/export/aws-config.ts';
import { type Normalized, normalized } from '../../admin/setup/normalized.ts';
import { settingsIn } from '../../admin/setup/setup.ts';
import { effectiveConfig } from '../../shared/policy/config.ts';
import { Problem } from '../../shared/problem.ts';
import { someSetups } from '../admin/setup/generated.ts';
import { describeWithTrixie, inTrixie } from './trixie.ts';

const OPTIONS = { hive: 'HKLM', organization: undefined } as const;

const PYTHON = `import json, sys
from awscli.botocore import configloader
folder = sys.argv[1]
def read(text):
    with open(folder + '/theirs', 'w', newline='', encoding='utf-8') as file:
        file.write(text)
    found = configloader.load_config(folder + '/theirs')
    return {'profiles': found['profiles'], 'sessions': found['sso_sessions']}
print(json.dumps([read(text) for text in json.load(open(folder + '/asked.json'))]))
`;

/** The stanza of each setup that has one, beside what it is to say. */
async function stanzas(): Promise<{ text: string; expected: object }[]> {
  const all: { text: string; expected: object }[] = [];
  for (const setup of someSetups(2_000).map((one) => normalized(one, { target: 'linux' }))) {
    try {
      if (awsConfig.unfit?.(setup)) continue;
      const [file] = await awsConfig.files(setup, OPTIONS);
      all.push({ text: String(file?.content), expected: expectationOf(setup) });
    } catch (thrown) {
      // A name that no heading can hold.
      if (!(thrown instanceof Problem)) throw thrown;
    }
  }
  return all;
}

function expectationOf(setup: Normalized): object {
  const identity = effectiveConfig(settingsIn(setup), {}).identity();
  const role = identity.source === 'sso' ? identity : identity.described?.();
  return {
    name: identity.source === 'sso' ? 'bedrock' : identity.profile,
    sso_start_url: role?.startUrl,
    sso_region: role?.region,
    sso_account_id: role?.accountId,
    sso_role_name: role?.roleName,
    region: setup.app.inferenceBedrockRegion,
  };
}

interface Read {
  profiles: Record<string, Record<string, string>>;
  sessions: Record<string, Record<string, string>>;
}

describeWithTrixie("the AWS CLI's own parser reads the exported stanza (needs the trixie folder)", () => {
  test('as the role that the setup describes, and nothing else', async () => {
    const all = await stanzas();
    expect(all.length).toBeGreaterThan(200);
    const folder = mkdtempSync(join(tmpdir(), 'stanza-'));
    writeFileSync(join(folder, 'asked.json'), JSON.stringify(all.map(({ text }) => text)));
    const done = await inTrixie(['python3', '-c', PYTHON, folder], { LC_ALL: 'C.UTF-8' });
    rmSync(folder, { recursive: true });
    const read: Read[] = JSON.parse(done.stdout);
    const found = read.map(({ profiles, sessions }) => {
      const [[name, { sso_session: session = '', ...profile }] = ['', {}]] = Object.entries(profiles);
      const { sso_start_url, sso_region } = sessions[session] ?? {};
      expect([Object.keys(profiles).length, Object.keys(sessions).length]).toEqual([1, 1]);
      return { name, sso_start_url, sso_region, ...profile };
    });
    expect(found).toEqual(all.map(({ expected }) => expected));
  });
});
