import { rules } from '../../../admin/lint/rules.ts';
import { newWorld, type World } from '../../shared/world.ts';
import { formats } from './formats.ts';
import { linted, toldIn } from './linting.ts';
import { addressRows } from './planted/addresses.ts';
import { identityRows } from './planted/identity.ts';
import { modelRows } from './planted/models.ts';
import { nameRows } from './planted/names.ts';
import { pathRows } from './planted/paths.ts';
import { placeRows } from './planted/places.ts';
import type { Row } from './planted/row.ts';
import { sourceRows } from './planted/sources.ts';
import { valueRows } from './planted/values.ts';

const rows: Row[] = [
  ...nameRows,
  ...valueRows,
  ...sourceRows,
  ...identityRows,
  ...modelRows,
  ...addressRows,
  ...pathRows,
  ...placeRows,
];

/** Only a machine has places that are refused; machine.test.ts plants those. */
const OF_MACHINES = ['refused-place'];

let world: World;
beforeEach(() => {
  world = newWorld();
});
afterEach(() => world.leave());

test.each(rows)('$name ($format) is found: $expected', async ({ format, content, expected, appVersion }) => {
  const file = 'bytes' in content ? content : formats[format](content);
  const result = await linted(world, [file], appVersion);
  expect(toldIn(result)).toEqual(expected);
});

test('every rule has something planted for it, in every kind of file', () => {
  const planted = new Set(rows.flatMap(({ expected }) => expected.map((one) => one.split(' ')[0])));
  expect(rules.map(({ id }) => id).filter((id) => !planted.has(id))).toEqual(OF_MACHINES);
  expect(rows.length).toBeGreaterThan(160);
  expect([...new Set(rows.map(({ format }) => format))].length).toBeGreaterThan(8);
});
