import { type Entry, entriesOf } from '../../../client/models/entries.ts';
import type { Offered } from '../../../client/source/source.ts';

const offer = (id: string, unusable?: string): Offered => ({
  id,
  name: `name of ${id}`,
  kind: 'inference profile',
  ...(unusable ? { unusable } : {}),
});
const ARN = 'arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc';

const short = ({ id, usable, why, default: isDefault }: Entry) => [isDefault ? '*' : ' ', id, usable, why];

test.each<[string, Offered[] | undefined, unknown[]]>([
  ['offered', [offer('us.anthropic.a')], [true, undefined]],
  ['offered, but retired', [offer('us.anthropic.a', 'retired')], [false, 'retired']],
  ['not offered', [], [false, 'it is not offered in us-east-1']],
  ['who knows, without a list', undefined, [undefined, undefined]],
])('a configured model is %s', (_name, offered, [usable, why]) => {
  const [entry] = entriesOf({ models: ['us.anthropic.a'] }, offered, undefined, 'us-east-1');
  expect(entry).toMatchObject({ configured: true, default: true });
  expect([entry?.usable, entry?.why]).toEqual([usable, why]);
});

test('the prefix of another region is told also without a list', () => {
  const [entry] = entriesOf({ models: ['us.anthropic.a'] }, undefined, undefined, 'eu-central-1');
  expect([entry?.usable, entry?.why]).toEqual([
    false,
    'its prefix is one of other regions; eu-central-1 has eu., global.',
  ]);
});

test('what no list tells of is not called unusable', () => {
  const [entry] = entriesOf({ models: [ARN] }, [offer('us.anthropic.a')], undefined, 'us-east-1');
  expect([entry?.usable, entry?.why]).toEqual([undefined, 'no list tells of it: --try asks it']);
});

test('the configured ones come first, the rest once, and the default is theirs', () => {
  const offered = [offer('us.anthropic.a'), offer('us.anthropic.b')];
  const entries = entriesOf({ models: ['us.anthropic.b'] }, offered, offered[0], 'us-east-1');
  expect(entries.map(short)).toEqual([
    ['*', 'us.anthropic.b', true, undefined],
    [' ', 'us.anthropic.a', true, undefined],
  ]);
});

test('where none is configured, the best of the offered is the default', () => {
  const offered = [offer('us.anthropic.a'), offer('us.anthropic.b')];
  const entries = entriesOf({ models: [] }, offered, offered[1], undefined);
  expect(entries.map(({ default: isDefault }) => isDefault)).toEqual([false, true]);
});
