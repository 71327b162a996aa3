import type { FakeAwsOptions } from './fake-aws/options.ts';
import { type FakeAws, startFakeAws } from './fake-aws/server.ts';
import { newPerson, type Person } from './person.ts';

/** An AWS of its own and a person on it, fresh for each test of the surrounding block. */
export interface Stage {
  fake: FakeAws;
  person: Person;
}

export function onStage(options: Partial<FakeAwsOptions>, settings?: object): Stage {
  const stage = {} as Stage;
  beforeEach(async () => {
    stage.fake = await startFakeAws({ wordDelayMs: 0, ...options });
    stage.person = settings ? newPerson(stage.fake, settings) : newPerson(stage.fake);
  });
  afterEach(async () => {
    stage.person.leave();
    await stage.fake.stop();
  });
  return stage;
}
