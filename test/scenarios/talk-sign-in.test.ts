import { workSettings } from '../person.ts';
import { onStage } from '../stage.ts';
import { describeWithTerminals, inTerminal } from '../terminal.ts';

const stage = onStage({ decision: 'ask' });
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';

describeWithTerminals('a sign-in in a conversation (needs /dev/ptmx)', () => {
  test('ends by Ctrl-C, and at the prompt nothing more is heard of it', async () => {
    const { awsProfile, ...settings } = workSettings() as Record<string, unknown>;
    const signs = { inferenceCredentialKind: 'vendor-profile', inferenceBedrockProfile: awsProfile };
    stage.person.write('settings.json', { ...settings, ...signs });
    const session = inTerminal(stage.person, 'bedrock-client', [], { columns: 1000 });
    await session.shows(/^>$/m);
    session.type('hi\r');
    await session.shows(/bedrock-launcher: address: /);
    session.type(CTRL_C);
    await session.shows(/bedrock-client: stopped\n\n>$/);
    await Bun.sleep(500);
    await session.shows(/bedrock-client: stopped\n\n>$/);
    expect(session.output()).not.toContain('cancelled');
    session.type(CTRL_D);
    expect(await session.ended).toBe(0);
  });
});
