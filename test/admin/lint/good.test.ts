import { verdict } from '../../../admin/lint/report/verdict.ts';
import { newWorld, type World } from '../../shared/world.ts';
import { formats } from './formats.ts';
import { good } from './good.ts';
import { linted } from './linting.ts';

let world: World;
beforeEach(() => {
  world = newWorld();
});
afterEach(() => world.leave());

test.each(good)('%s: nothing is wrong in %s', async (_name, format, content, expected) => {
  const result = await linted(world, [formats[format](content)]);
  expect(result.findings).toEqual([]);
  expect(verdict(result)).toMatch(/^no mistakes found in [12] places?; /);
  expect(verdict(result)).toMatch(expected);
});

test('the two files of one Linux machine are seen together', async () => {
  const [app, toolkit] = [{ inferenceCredentialKind: 'helper-script' }, { minimumAppVersion: '1.6000.0' }];
  const both = [formats.linux({ app }), formats['linux toolkit']({ toolkit })];
  const { subjects, findings } = await linted(world, both);
  expect(subjects.length).toBe(1);
  expect(findings.map(({ rule }) => rule)).toContain('kind-ignored');
});
