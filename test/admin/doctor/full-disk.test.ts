import { isFull } from '../../../admin/doctor/full-disk.ts';

const space = (blocks: number, bavail: number) => () => ({ blocks, bavail, bsize: 4096 });

test.each<[string, boolean, () => { blocks: number; bavail: number; bsize: number }]>([
  ['with room', false, space(1000, 500)],
  ['with no room', true, space(1000, 0)],
  ['with room for less than a few files', true, space(1000, 31)],
  ['that counts nothing', false, space(0, 0)],
  [
    'that says nothing',
    false,
    () => {
      throw new Error('ENOSYS');
    },
  ],
])('a disk %s', (_name, full, spaceOf) => {
  expect(isFull('/home/ana', spaceOf)).toBe(full);
});

test('a folder of this machine', () => {
  expect(isFull(import.meta.dirname)).toBe(false);
});
