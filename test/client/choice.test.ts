import { bestOf, chosenModel, configuredModels } from '../../client/choice.ts';
import type { Offered } from '../../client/source/source.ts';
import { problemOf } from '../shared/world.ts';

const SONNET = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const offer = (id: string, unusable?: string): Offered => ({
  id,
  name: id,
  kind: 'inference profile',
  ...(unusable ? { unusable } : {}),
});
const never = new AbortController().signal;
const config = { models: [{ name: SONNET, labelOverride: 'Our Sonnet' }, 'us.anthropic.other'] };
const nothing = { name: 'Bedrock', list: async () => [] as Offered[] };

test('an entry of the settings is shown by its label, else by its name', () => {
  expect(configuredModels(config)).toEqual([
    { id: SONNET, label: 'Our Sonnet' },
    { id: 'us.anthropic.other', label: 'us.anthropic.other' },
  ]);
});

test('a label can not paint a terminal, and an empty one is none', () => {
  const label = (labelOverride: string) => configuredModels({ models: [{ name: 'a', labelOverride }] })[0]?.label;
  expect([label('\x1b[2JOurs\n\u202E'), label(' ')]).toEqual(['[2JOurs', 'a']);
});

test.each([
  ['nothing', undefined, SONNET],
  ['its ID', SONNET, SONNET],
  ['its label', 'our sonnet', SONNET],
  ['another entry', 'us.anthropic.other', 'us.anthropic.other'],
  ['a model that is not configured', 'eu.anthropic.new', 'eu.anthropic.new'],
])('who says %s gets the model', async (_name, wished, id) => {
  expect((await chosenModel(config, nothing, wished, never)).id).toBe(id);
});

test('without a list of its own the best one that is offered is taken, and without an offer it is a problem', async () => {
  const source = {
    name: 'Bedrock',
    list: async () => [offer('us.anthropic.claude-haiku-1-20250101-v1:0'), offer(SONNET)],
  };
  expect((await chosenModel({ models: [] }, source, undefined, never)).id).toBe(SONNET);
  expect(await problemOf(() => chosenModel({ models: [] }, nothing, undefined, never))).toMatchObject({
    code: 'configuration',
    message: 'no model is configured, and Bedrock offers none',
  });
  for (const blank of ['', ' '])
    expect(await problemOf(() => chosenModel(config, nothing, blank, never))).toMatchObject({ code: 'usage' });
});

test.each<[string, Offered[], string | undefined]>([
  [
    'the family first',
    [offer('a.haiku-20260101-v1:0'), offer('a.opus-20260101-v1:0'), offer('a.sonnet-20240101-v1:0')],
    'a.sonnet-20240101-v1:0',
  ],
  [
    'then the date',
    [offer('us.x.sonnet-20240101-v1:0'), offer('us.x.sonnet-20250101-v1:0')],
    'us.x.sonnet-20250101-v1:0',
  ],
  [
    'then the nearest',
    [offer('x.sonnet-20250101'), offer('global.x.sonnet-20250101'), offer('eu.x.sonnet-20250101')],
    'eu.x.sonnet-20250101',
  ],
  ['never one that can not be called', [offer('us.x.sonnet-20250101', 'no'), offer('x.haiku')], 'x.haiku'],
  ['one that says nothing of itself', [offer('strange')], 'strange'],
  ['none of none', [], undefined],
])('the best is %s', (_name, offered, id) => {
  expect(bestOf(offered)?.id).toBe(id);
});
