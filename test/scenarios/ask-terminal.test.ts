import { chmodSync } from 'node:fs';
import { programFile, signedIn, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';
import { commandInTerminal, describeWithTerminals, inTerminal, type Terminal } from '../terminal.ts';

const INVOKE = 'InvokeModelWithResponseStream';
const ANSWER = `# Title

Some **bold** words.

\`\`\`sh
ls | wc
\`\`\`

The end.`;
const RENDERED = ['Title', '═════', '', 'Some bold words.', '', '┌─ sh', 'ls | wc', '└─', '', 'The end.'];

const stage = onStage({ decision: 'approve', answer: ANSWER });

beforeEach(() => signedIn(stage.person, stage.fake));

async function asked(terminal: Terminal = {}, args: string[] = []) {
  const session = inTerminal(stage.person, 'bedrock-client', ['ask', 'hi', ...args], terminal);
  const exitCode = await session.ended;
  return { exitCode, lines: session.screen.lines, output: session.output() };
}

describeWithTerminals('ask on a terminal (needs /dev/ptmx)', () => {
  test('shows the answer rendered, and nothing of what was there before', async () => {
    stage.fake.options.wordDelayMs = 10;
    stage.fake.faults.set(INVOKE, { delayMs: 600 }, 1);
    const { exitCode, lines, output } = await asked();
    expect([exitCode, lines]).toEqual([0, RENDERED]);
    for (const meanwhile of ['waiting for the answer', '# Title', '**bold**']) expect(output).toContain(meanwhile);
    expect(output).toContain('\u001b[1m');
  });

  test('with NO_COLOR in letters alone', async () => {
    const { lines, output } = await asked({ env: { NO_COLOR: '1' } });
    expect(lines).toEqual(['Title', '=====', '', 'Some bold words.', '', '+- sh', 'ls | wc', '+-', '', 'The end.']);
    expect(output).not.toContain('\u001b[1m');
  });

  test('that can do nothing as it is, but harmless', async () => {
    stage.fake.options.answer = `${ANSWER}\u0007\u001b[2J`;
    stage.fake.faults.set(INVOKE, { delayMs: 600 }, 1);
    const { lines, output } = await asked({ env: { TERM: 'dumb' } });
    expect(lines).toEqual(ANSWER.split('\n'));
    expect(output.replaceAll('\r\n', '\n')).toBe(`${ANSWER}\n`);
  });

  test('a document and events are what they are everywhere', async () => {
    stage.fake.options.answer = 'a\u001b[2J **b**';
    const { output } = await asked({ columns: 500 }, ['--json']);
    expect(JSON.parse(output)).toMatchObject({ text: 'a\u001b[2J **b**' });
    const events = (await asked({ columns: 500 }, ['--stream-json'])).output.trim().split('\r\n');
    expect(events.map((event) => JSON.parse(event).text ?? '').join('')).toBe('a\u001b[2J **b**');
  });

  test('where only the answer goes elsewhere, a person still sees that it is on its way, and for how long', async () => {
    stage.fake.faults.set(INVOKE, { delayMs: 3_600 }, 1);
    const command = `'${programFile('bedrock-client')}' ask hi > "$HOME/answer"`;
    const session = commandInTerminal(stage.person, ['sh', '-c', command]);
    expect(await session.ended).toBe(0);
    expect([stage.person.read('answer'), session.screen.lines]).toEqual([`${ANSWER}\n`, []]);
    expect(session.output()).toMatch(/waiting for the answer \(\d+ s\)/);
  });

  test('what the helper says meanwhile has lines of its own', async () => {
    const token = (await stage.person.run('bedrock-credential-helper')).stdout;
    const says = 'echo "own-helper: your browser opens for the sign-in" >&2';
    const helper = stage.person.write('own-helper', `#!/bin/sh\nsleep 0.6\n${says}\nsleep 0.3\necho '${token}'\n`);
    chmodSync(helper, 0o755);
    stage.person.write('settings.json', { ...workSettings(), inferenceCredentialHelper: helper });
    stage.fake.faults.set(INVOKE, { delayMs: 300 }, 1);
    const { lines, output } = await asked();
    expect(lines).toEqual(['own-helper: your browser opens for the sign-in', ...RENDERED]);
    expect(output.split('waiting for the answer').length).toBeGreaterThan(3);
  });

  test('throttling is counted down, and nothing of it stays', async () => {
    stage.fake.faults.set(INVOKE, { status: 429, headers: { 'retry-after': '2' } }, 1);
    const { lines, output } = await asked();
    expect(lines).toEqual(RENDERED);
    for (const left of [2, 1]) {
      expect(output).toContain(`Amazon Bedrock is throttling: trying again in ${left} s`);
    }
  });

  test('one that breaks off leaves what came, and what was lost stands below it', async () => {
    stage.fake.faults.set(INVOKE, 'mid-stream-cut');
    const { exitCode, lines } = await asked({ columns: 200 });
    expect(exitCode).toBe(6);
    expect(lines.slice(0, 2)).toEqual(['Title', '═════']);
    expect(lines.slice(-2)).toEqual([
      expect.stringMatching(
        /^bedrock-client: error: the answer broke off after \d+ characters: .*the connection was cut$/,
      ),
      expect.stringMatching(/^bedrock-client: hint: /),
    ]);
  });

  test('a failure before the first word is all that there is', async () => {
    stage.fake.faults.set(INVOKE, {
      status: 403,
      body: '{"message":"no"}',
      headers: { 'x-amzn-errortype': 'AccessDeniedException' },
    });
    const { exitCode, lines } = await asked({ columns: 200 });
    expect([exitCode, lines.length]).toEqual([7, 2]);
    expect(lines[0]).toMatch(/^bedrock-client: error: /);
  });

  test('Ctrl-C ends it with 5', async () => {
    Object.assign(stage.fake.options, { answer: 'word '.repeat(1_000), wordDelayMs: 10 });
    const session = inTerminal(stage.person, 'bedrock-client', ['ask', 'hi']);
    await session.shows(/word word/);
    session.type('\u0003');
    expect(await session.ended).toBe(5);
    // The terminal itself shows ^C.
    expect(session.screen.lines.slice(-2)).toEqual([
      'bedrock-client: error: stopped by Ctrl-C',
      'bedrock-client: hint: ask again, or ask for something else',
    ]);
  });

  test('a terminal that changes its size in the middle loses nothing', async () => {
    Object.assign(stage.fake.options, { answer: `one two three ${'four '.repeat(60)}\n\nlast`, wordDelayMs: 10 });
    const session = inTerminal(stage.person, 'bedrock-client', ['ask', 'hi'], { columns: 200 });
    await session.shows(/one two three four/);
    session.resize(100, 24);
    expect(await session.ended).toBe(0);
    expect(session.screen.lines.join('').replaceAll(' ', '')).toBe(`onetwothree${'four'.repeat(60)}last`);
    expect(session.output()).not.toContain('\u001b[1A');
  });
});
