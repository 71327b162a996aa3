import { newWorld, type World } from '../../shared/world.ts';
import { approaches } from './good.ts';
import { linted } from './linting.ts';

let world: World;
beforeEach(() => {
  world = newWorld();
});
afterEach(() => world.leave());

const many = (count: number, each: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => each(index));
const models = (list: unknown[]) => JSON.stringify({ ...approaches.profile('json'), inferenceModels: list });

// The largest file that is read has about as much of each.
test.each([
  ['keys that nobody knows', `{${many(90_000, (index) => `"k${index}":1`)}}`],
  ['keys that look like those of the app', `{${many(30_000, (index) => `"inferenceBedrock${index}":1`)}}`],
  ['one key again and again', `{${many(50_000, () => '"awsProfile":"x"')}}`],
  ['models', models(many(100_000, (index) => `m${index}`))],
  ['models that are one', models(many(60_000, () => 'a'))],
  [
    'defaults of one family',
    models(
      Array.from({ length: 12_000 }, (_, index) => ({
        name: `${index}`,
        isFamilyDefault: true,
        anthropicFamilyTier: 'opus',
      })),
    ),
  ],
])('a file full of %s takes no time', async (_name, content) => {
  await linted(world, [{ name: 'a.json', bytes: Buffer.from(content) }]);
});
