import { existsSync } from 'node:fs';
import { onStage } from '../stage.ts';
import { contractComplaints } from './complaints/contract.ts';
import { keychainComplaints } from './complaints/keychain.ts';
import { networkComplaints } from './complaints/network.ts';
import { patienceComplaints } from './complaints/patience.ts';
import type { Complaint } from './complaints/row.ts';
import { signInComplaints } from './complaints/sign-in.ts';

const rows: Complaint[] = [
  ...signInComplaints,
  ...networkComplaints,
  ...patienceComplaints,
  ...keychainComplaints,
  ...contractComplaints,
];
const inOrder = rows.toSorted((one, other) => one.number - other.number);

const stage = onStage({ decision: 'approve' });

for (const { number, complaint, scenario, needs = [], happens, holds } of inOrder) {
  const lacking = needs.filter((name) => !Bun.which(name) && !existsSync(name));
  const play = lacking.length === 0 ? test : test.skip;
  const remark = needs.length > 0 ? ` (needs ${needs.join(', ')})` : '';
  play(`${number} ${complaint}: ${scenario}${remark}`, async () =>
    expect(await happens(stage)).toMatchObject(holds as object),
  );
}

/** Rows 12 and 13, on browsers and windows, are told by the tests of the launcher. */
test('every complaint that this toolkit answers to is played', () => {
  const played = [...new Set(inOrder.map(({ number }) => number))];
  expect(played).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 14, 15, 16, 17, 18, 19, 20, 21]);
});
