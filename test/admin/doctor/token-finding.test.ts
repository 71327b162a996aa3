import { chmodSync } from 'node:fs';
import { Secret } from '../../../shared/secret.ts';
import { mint } from '../../../shared/token/mint.ts';
import { onStage } from '../../stage.ts';
import { wellSettings } from './broken/row.ts';
import { diagnosed, findingOf, live } from './diagnosis.ts';

const stage = onStage({}, wellSettings);

beforeEach(() => live(stage.person, stage.fake));

async function minted(region: string, seconds: number): Promise<string> {
  const keys = { accessKeyId: 'ASIAX', secretAccessKey: new Secret('s'), sessionToken: new Secret('t') };
  const { token } = await mint({ now: Date.now }, region, { ...keys, expiresAt: Date.now() + seconds * 1000 });
  return token.reveal();
}

/** What is found of a token that a helper of the company prints. */
async function foundOf(printed: string, settings: object = {}) {
  const path = stage.person.write('helper.sh', `#!/bin/sh\ncat <<'END'\n${printed}\nEND\n`);
  chmodSync(path, 0o755);
  stage.person.write('settings.json', { ...wellSettings, ...settings, inferenceCredentialHelper: path });
  const { document, exitCode } = await diagnosed(stage.person);
  expect(JSON.stringify(document)).not.toContain('bedrock-api-key-');
  return { exitCode, ...findingOf(document, 'token') };
}

test('one that lives long enough is well', async () => {
  expect(await foundOf(await minted('us-east-1', 7_200))).toMatchObject({
    exitCode: 0,
    state: 'ok',
    details: { region: 'us-east-1', 'signed for': expect.stringMatching(/^7\d{3} s$/) },
  });
});

test('one that dies while the app still uses it is a warning with both numbers', async () => {
  expect(await foundOf(await minted('us-east-1', 600))).toMatchObject({
    exitCode: 0,
    state: 'warning',
    words: expect.stringMatching(/^the token lives \d+ s, but inferenceCredentialHelperTtlSec 3600 needs 3900 s$/),
  });
  expect(await foundOf(await minted('us-east-1', 600), { inferenceCredentialHelperTtlSec: 120 })).toMatchObject({
    state: 'ok',
  });
});

test('one for another region is a warning', async () => {
  expect(await foundOf(await minted('eu-west-1', 7_200))).toMatchObject({
    state: 'warning',
    words: 'the token is for region eu-west-1, but Bedrock is called in us-east-1',
  });
});

test('of headers that come with it the names are told', async () => {
  const token = await minted('us-east-1', 7_200);
  const printed = JSON.stringify({ token, headers: { 'X-Team': 'planted-value', 'X-Cost': '1' } });
  const found = await foundOf(printed);
  expect(found.details['headers']).toBe('X-Team, X-Cost');
  expect(JSON.stringify(found)).not.toContain('planted');
});

test.each(['some-other-token",', 'Log-in</title></html>'])('%s is odd', async (printed) => {
  const found = await foundOf(printed);
  expect(found).toMatchObject({ state: 'warning', next: 'have the helper print the token alone' });
  expect(found.words).toMatch(/^the token has quotes, < or \{ in it/);
});

test('one of another kind is not judged', async () => {
  expect(await foundOf('some-other-token')).toMatchObject({ state: 'ok', details: {} });
});
