import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { StateName } from '../../../launcher/states.ts';
import { signedIn } from '../../person.ts';
import { root } from './browser.ts';
import { allow, type Desk } from './desk.ts';
import { again, clientOpens, offline, type Walk, walkFrom } from './walk.ts';

/** The session's token is over, and can be renewed. */
async function withOldToken(desk: Desk): Promise<void> {
  desk.fake.options.accessTokenSeconds = 0;
  await signedIn(desk.person, desk.fake);
  desk.fake.options.accessTokenSeconds = 3600;
}

/** States into which something must have gone wrong before. */
export const rareWalks = {
  refreshable: {
    into: async (desk) => {
      const { run, page } = await walkFrom(async () => {
        await offline(desk);
        await withOldToken(desk);
      }, "AWS can't be reached")(desk);
      desk.fake.faults.clear();
      desk.fake.faults.set('CreateToken', { delayMs: 1_500 });
      await again(page);
      await page.getByText('Your sign-in to AWS is being renewed').waitFor();
      return { run, page };
    },
    on: (_desk, page) => clientOpens(page),
    exitCode: 0,
  },
  slow: {
    into: async (desk) => {
      desk.fake.faults.set('GetCallerIdentity', 'stall');
      return walkFrom(() => signedIn(desk.person, desk.fake), 'AWS takes too long to answer')(desk);
    },
    on: async (desk, page) => {
      desk.fake.faults.clear();
      await again(page);
      await clientOpens(page);
    },
    exitCode: 0,
  },
  'aws-cli-missing': {
    into: walkFrom((desk) => {
      const nowhere = join(desk.person.home, 'aws');
      desk.settings({ signInMethod: 'aws-cli', inferenceBedrockAwsCliPath: nowhere });
    }, 'AWS CLI version 2 is missing'),
    on: async (desk, page) => {
      desk.settings({});
      await again(page);
      await allow(page);
      await clientOpens(page);
    },
    exitCode: 0,
  },
  broken: {
    into: walkFrom(({ person }) => {
      person.env['BROKEN_WHILE'] = person.write('broken', '');
      person.env['BUN_OPTIONS'] = `--preload=${join(root, 'test', 'fixtures', 'broken.mjs')}`;
    }, 'Something went wrong'),
    on: async ({ person }, page) => {
      rmSync(join(person.home, 'broken'));
      await again(page);
      await allow(page);
      await clientOpens(page);
    },
    exitCode: 0,
  },
} satisfies Partial<Record<StateName, Walk>>;
