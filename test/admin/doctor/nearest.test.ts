import { nearest } from '../../../admin/doctor/nearest.ts';

test.each([
  ['wrok', 'work'],
  ['Work', 'work'],
  ['company-prod', 'company-prd'],
  ['x', undefined],
  ['something else', undefined],
])('near to %s is %s', (name, known) => {
  expect(nearest(name, ['default', 'work', 'company-prd'])).toBe(known);
});
