import { asJson } from '../../../admin/lint/report/json.ts';
import { asSarif } from '../../../admin/lint/report/sarif.ts';
import { asTable } from '../../../admin/lint/report/table.ts';
import { type KeyName, keyNames, keyOf } from '../../../shared/policy/keys.ts';
import { newWorld, type World } from '../../shared/world.ts';
import { type Format, formats } from './formats.ts';
import { approaches } from './good.ts';
import { linted } from './linting.ts';

/** In capitals and small letters, since messages may change case. */
const SECRET = 'hunter2hunter2';
const KEY_LIKE = `ABSK${Buffer.from(`name:${SECRET}`).toString('base64')}`;

/** Ways in which a secret gets into a value, right or wrong for whichever key. */
const values: unknown[] = [
  SECRET,
  ` ${SECRET}\n`,
  KEY_LIKE,
  `/usr/bin/x --token ${SECRET}`,
  `~/${SECRET}`,
  `C:\\${SECRET}`,
  `https://user:${SECRET}@example.com`,
  `http://example.com/${SECRET}`,
  `https://${SECRET}@example.com/x?token=${SECRET}`,
  { [SECRET]: SECRET, Authorization: SECRET },
  { 'X-Key': SECRET },
  [SECRET, SECRET],
  [{ name: SECRET, labelOverride: SECRET, anthropicFamilyTier: SECRET }],
  [`arn:aws:bedrock:us-west-2:111122223333:inference-profile/${SECRET}`, `eu.anthropic.${SECRET}`],
];

let world: World;
beforeEach(() => {
  world = newWorld();
});
afterEach(() => world.leave());

async function outputs(format: Format, app: object, toolkit: object): Promise<string[]> {
  const result = await linted(world, [formats[format]({ app: { ...app }, toolkit: { ...toolkit } })]);
  return [asTable(result, { width: 100, colour: true }), asJson(result), asSarif(result)];
}

function isSafe(output: string): boolean {
  return !output.toLowerCase().includes(SECRET) && !output.includes(KEY_LIKE);
}

const owned = (owner: 'app' | 'toolkit') => (name: KeyName) => keyOf(name).owner === owner;

test.each(keyNames)('no secret in %s is printed, however it is written', async (name) => {
  for (const format of ['json', 'reg', 'mobileconfig'] as const) {
    for (const value of values) {
      const [app, toolkit] = owned('app')(name) ? [{ [name]: value }, {}] : [{}, { [name]: value }];
      for (const output of await outputs(format, { ...approaches.helper(format), ...app }, toolkit)) {
        expect(isSafe(output)).toBe(true);
      }
    }
  }
});

test.each(values)('nor in all keys at once (%#)', async (value) => {
  const all = (owner: 'app' | 'toolkit') =>
    Object.fromEntries(keyNames.filter(owned(owner)).map((name) => [name, value]));
  for (const output of await outputs('json', all('app'), all('toolkit'))) expect(isSafe(output)).toBe(true);
});

test('nor as the name of a key, nor beside a misspelled one', async () => {
  const app = {
    [`inferenceBedrock${KEY_LIKE}=`]: 1,
    [KEY_LIKE]: 1,
    inferenceBedrockBearerTokn: SECRET,
    inferenceGatewayApiKeyOld: SECRET,
    'inference.gateway.api.key': SECRET,
  };
  for (const output of await outputs('json', { ...approaches.helper('json'), ...app }, {})) {
    expect(output).toContain('inferenceBedrockBearerTokn');
    expect(isSafe(output)).toBe(true);
  }
});
