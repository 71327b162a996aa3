import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { workSettings } from '../person.ts';
import { onStage } from '../stage.ts';

const stage = onStage({ decision: 'approve' }, { ...workSettings(), secureStorage: 'file' });

test.each(['sign-in', 'over'])('a file in the place of the folder %s stops no sign-in', async (name) => {
  stage.person.write(`.local/state/bedrock-launcher/${name}`, 'in the way');
  expect(await stage.person.run('bedrock-launcher', ['--no-open'])).toMatchObject({ exitCode: 0 });
  expect(stage.person.opened()).toHaveLength(1);
});

test('a pipe in the place of the record of the last sign-in stops no sign-in', async () => {
  expect((await stage.person.run('bedrock-launcher', ['--no-open'])).exitCode).toBe(0);
  rmSync(join(stage.person.home, '.aws/sso'), { recursive: true });
  const folder = '.local/state/bedrock-launcher/sign-in';
  const [record = ''] = Object.keys(stage.person.files(folder));
  const file = join(stage.person.home, folder, record);
  rmSync(file);
  Bun.spawnSync(['mkfifo', file]);
  expect(await stage.person.run('bedrock-launcher', ['--no-open'])).toMatchObject({ exitCode: 0 });
  expect(stage.person.opened()).toHaveLength(2);
});
