import { Draft } from '../../../admin/configure/draft.ts';
import { missingIn } from '../../../admin/configure/judged.ts';
import { changeModels, modelsIn } from '../../../admin/configure/models.ts';

const PURPOSE = { system: 'linux', hive: 'HKLM', organization: '', hours: null } as const;
const newDraft = () => new Draft(PURPOSE);

test('nothing is chosen at first, and the choice says provider and kind', () => {
  const draft = newDraft();
  expect(draft.approach).toBeUndefined();
  draft.choose('interactive');
  expect(draft.values).toEqual({ inferenceProvider: 'bedrock', inferenceCredentialKind: 'interactive' });
  draft.choose('gateway');
  expect([draft.values, draft.approach]).toEqual([{ inferenceProvider: 'gateway' }, 'gateway']);
});

test.each([
  ['inferenceBedrockRegion', ' us-east-1 ', 'us-east-1'],
  ['inferenceCredentialHelperTtlSec', '3000', 3000],
  ['renewInBackground', 'true', true],
  ['inferenceCustomHeaders', '{"X-Team":"a"}', { 'X-Team': 'a' }],
  ['awsProfile', '', undefined],
] as const)('%s: %j is taken as %j', (key, typed, value) => {
  const draft = newDraft();
  draft.type(key, typed);
  expect([draft.values[key], draft.slips.size]).toEqual([value, 0]);
});

test.each([
  ['inferenceBedrockRegion', 'us east', 'us east'],
  ['inferenceCredentialHelperTtlSec', '-1', '-1'],
  ['awsProfile', 'half \ud800', 'half \ud800'],
  ['proxyUrl', 'user:password', ''],
] as const)('%s: %j is refused, and stays to be corrected unless it is secret', (key, typed, shown) => {
  const draft = newDraft();
  draft.type(key, typed);
  expect(draft.values[key]).toBeUndefined();
  expect(draft.slips.get(key)).toEqual({ text: shown, rule: expect.stringMatching(/./) });
  draft.type(key, '');
  expect([draft.slips.size, draft.isSaved]).toEqual([0, true]);
});

test('what is missing is told until it is there', () => {
  const draft = newDraft();
  draft.choose('static');
  expect(missingIn(draft)).toEqual(['inferenceBedrockRegion', 'inferenceBedrockBearerToken']);
  draft.type('inferenceBedrockRegion', 'us-east-1');
  expect(missingIn(draft)).toEqual(['inferenceBedrockBearerToken']);
});

test('what another approach has left goes when it is told to', () => {
  const draft = newDraft();
  draft.choose('static');
  draft.type('inferenceBedrockBearerToken', 'x');
  draft.choose('interactive');
  draft.removeLeftovers();
  expect(draft.values).toEqual({ inferenceProvider: 'bedrock', inferenceCredentialKind: 'interactive' });
});

describe('models', () => {
  const list = (draft: Draft) => draft.values.inferenceModels;

  test('are added once, labelled, ordered and removed; what else is said of one stays', () => {
    const draft = newDraft();
    draft.set('inferenceModels', [{ name: 'a', supports1m: true }]);
    changeModels(draft, { do: 'add', id: ' b ' });
    changeModels(draft, { do: 'add', id: 'b' });
    changeModels(draft, { do: 'label', id: 'a', label: 'Ours' });
    changeModels(draft, { do: 'up', id: 'b' });
    changeModels(draft, { do: 'up', id: 'b' });
    expect(list(draft)).toEqual(['b', { name: 'a', supports1m: true, labelOverride: 'Ours' }]);
    expect(modelsIn(draft)).toEqual([
      { id: 'b', label: '' },
      { id: 'a', label: 'Ours' },
    ]);
    changeModels(draft, { do: 'label', id: 'a', label: '' });
    changeModels(draft, { do: 'down', id: 'b' });
    expect(list(draft)).toEqual([{ name: 'a', supports1m: true }, 'b']);
    for (const id of ['a', 'b', 'c']) changeModels(draft, { do: 'remove', id });
    expect(list(draft)).toBeUndefined();
  });

  test('an ID that none can have is refused', () => {
    const draft = newDraft();
    expect(() => changeModels(draft, { do: 'add', id: 'a\nb' })).toThrow('no model ID');
    expect(list(draft)).toBeUndefined();
  });
});
