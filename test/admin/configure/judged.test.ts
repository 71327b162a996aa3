import { Draft } from '../../../admin/configure/draft.ts';
import { judged } from '../../../admin/configure/judged.ts';
import { type Values, valuesOf } from '../../../admin/setup/setup.ts';
import { someSetups } from '../setup/generated.ts';

const HOST = { now: () => 1_000 };

function draftOf(values: Values): Draft {
  const draft = new Draft({ system: 'linux', hive: 'HKLM', organization: '', hours: null });
  draft.take({ values, notes: [], from: 'a file' });
  return draft;
}

const HELPER: Values = {
  inferenceProvider: 'bedrock',
  inferenceCredentialKind: 'helper-script',
  inferenceBedrockRegion: 'us-east-1',
};
const offered = async (values: Values) => {
  const { offers } = await judged(HOST, draftOf(values));
  return offers.filter(({ why }) => !why).map(({ format }) => format.name);
};

test('whatever is opened is judged', async () => {
  for (const setup of someSetups(150)) {
    const draft = draftOf(valuesOf(setup));
    await judged(HOST, draft);
    for (const approach of ['gateway', 'interactive', 'static'] as const) {
      draft.choose(approach);
      const { offers } = await judged(HOST, draft);
      expect(offers.length).toBeGreaterThan(0);
    }
  }
});

test('an empty draft is nobody’s mistake', async () => {
  expect(await judged(HOST, draftOf({}))).toMatchObject({ findings: [], notes: [], secrets: [] });
});

test('where nothing says who signs in, that is said', async () => {
  const { findings } = await judged(HOST, draftOf(HELPER));
  expect(findings.map(({ rule, level }) => [rule, level])).toEqual([['no-identity', 'warning']]);
  expect((await judged(HOST, draftOf({ ...HELPER, awsProfile: 'work' }))).findings).toEqual([]);
});

test('only what suits the setup is offered, and all else says why not', async () => {
  expect(await offered({ inferenceProvider: 'bedrock', inferenceCredentialKind: 'static' })).toEqual([]);
  const helper = await offered({ ...HELPER, awsProfile: 'work' });
  expect(helper).toEqual(expect.arrayContaining(['mobileconfig', 'reg', 'linux', 'json', 'hand-out']));
  const { offers } = await judged(HOST, draftOf({ inferenceProvider: 'gateway' }));
  expect(offers.every(({ why }) => why?.what.includes('gateway'))).toBe(true);
});

test('a secret is said loudly, with what is safer, and never repeated', async () => {
  const values = { ...HELPER, inferenceCredentialKind: 'static', inferenceBedrockBearerToken: 'key-of-everyone' };
  const all = await judged(HOST, draftOf(values));
  expect(all.secrets).toEqual([
    { message: expect.stringContaining('inferenceBedrockBearerToken'), hint: expect.stringMatching(/^safer: /) },
  ]);
  expect(JSON.stringify(all)).not.toContain('key-of-everyone');
});

test('no note advises an option of the command line', async () => {
  const { notes } = await judged(
    HOST,
    draftOf({ ...HELPER, awsProfile: 'work', inferenceCredentialHelperTtlSec: 3_600 }),
  );
  expect(notes).toEqual([{ message: expect.stringContaining('needs a role session') }]);
});
