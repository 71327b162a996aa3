import { probe } from '../../../shared/identity/probe.ts';
import { Secret } from '../../../shared/secret.ts';
import { type FakeAws, startFakeAws } from '../../fake-aws/server.ts';
import { envOf, forever } from '../world.ts';

let fake: FakeAws;
beforeEach(async () => {
  fake = await startFakeAws();
});
afterEach(() => fake.stop());

test('who AWS says we are is one line that can be shown, whatever it says', async () => {
  const odd = 'arn:aws:x&#10;forged: line\u202e\u009b31m\u007f';
  const body = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>${odd}</Arn><UserId>A</UserId><Account>1111\u202e</Account></GetCallerIdentityResult></GetCallerIdentityResponse>`;
  fake.faults.set('GetCallerIdentity', { status: 200, body, headers: { 'content-type': 'text/xml' } });
  const keys = { accessKeyId: 'AKIA', secretAccessKey: new Secret('x'), sessionToken: undefined, expiresAt: undefined };
  expect(await probe({ env: envOf(fake) }, 'us-east-1', keys, forever())).toEqual({
    account: '1111',
    arn: 'arn:aws:x forged: line 31m',
  });
});
