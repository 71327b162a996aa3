import { Secret } from '../../../shared/secret.ts';
import { bearerForm } from '../../../shared/token/bearer-form.ts';
import { mint } from '../../../shared/token/mint.ts';

test('a token tells its region and its life', async () => {
  const now = Date.UTC(2026, 0, 2, 3, 4, 5);
  const credentials = {
    accessKeyId: 'ASIAX',
    secretAccessKey: new Secret('s'),
    sessionToken: new Secret('t'),
    expiresAt: now + 3_600_000,
  };
  const { token } = await mint({ now: () => now }, 'eu-west-1', credentials);
  expect(bearerForm(token.reveal())).toEqual({ region: 'eu-west-1', signedAt: now, lifeSec: 3600 });
});

test.each(['', 'sk-ant-x', 'bedrock-api-key-', 'bedrock-api-key-bm9uc2Vuc2U=', 'ABSKQmVkcm9jaw=='])(
  'a text that is no such token tells nothing: %j',
  (text) => {
    expect(bearerForm(text)).toBeUndefined();
  },
);
