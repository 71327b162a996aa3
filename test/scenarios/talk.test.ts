import type { Prompt } from '../fake-aws/options.ts';
import { MODEL, programFile, signedIn, workSettings } from '../person.ts';
import { onStage } from '../stage.ts';
import { commandInTerminal, describeWithTerminals, inTerminal, type Session, type Terminal } from '../terminal.ts';

const INVOKE = 'InvokeModelWithResponseStream';
const HAIKU = 'us.anthropic.claude-haiku-4-5-20251001-v1:0';
const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const UP = '\u001b[A';
const ENTER = '\r';

const stage = onStage({ decision: 'approve', answer: 'A **bold** answer.' });
let prompts: Prompt[];

beforeEach(async () => {
  prompts = [];
  stage.fake.options.hear = (prompt) => void prompts.push(prompt);
  await signedIn(stage.person, stage.fake);
});

/** A conversation that has come to its first prompt. */
async function conversation(terminal: Terminal = {}): Promise<Session> {
  const session = inTerminal(stage.person, 'bedrock-client', [], terminal);
  await session.shows(/^>$/m);
  return session;
}

const PROMPT = /\n>$/;
/** The messages of the last question, as they were sent. */
const sent = () => prompts.at(-1)?.messages.map(({ content }) => content);

async function asks(session: Session, question: string): Promise<void> {
  const before = prompts.length;
  session.type(`${question}${ENTER}`);
  while (prompts.length === before) await Bun.sleep(5);
  await session.shows(PROMPT);
}

describeWithTerminals('a conversation in a terminal (needs /dev/ptmx)', () => {
  test('says what answers and how to end, shows answers rendered, and remembers what was said', async () => {
    const session = await conversation({ columns: 150 });
    await asks(session, 'hi');
    await asks(session, 'more');
    session.type(CTRL_D);
    expect(await session.ended).toBe(0);
    expect(session.screen.lines).toEqual([
      `bedrock-client: ${MODEL} on Amazon Bedrock in us-east-1; /help for help, Ctrl-D to end`,
      '> hi',
      '',
      'A bold answer.',
      '',
      '> more',
      '',
      'A bold answer.',
      '',
      '>',
    ]);
    expect(sent()).toEqual(['hi', 'A **bold** answer.', 'more']);
  });

  test('a line that ends with a backslash goes on in the next one', async () => {
    const session = await conversation();
    session.type(`one\\${ENTER}`);
    await session.shows(/^\|$/m);
    await asks(session, 'two');
    expect(sent()).toEqual(['one\ntwo']);
  });

  test('what is pasted is one message, and goes off with Enter', async () => {
    const session = await conversation();
    session.type('\u001b[200~curl \\\r  -v\r\u001b[201~');
    await session.shows(/^> curl \\\n\| {3}-v\n\|$/m);
    await asks(session, 'why?');
    expect(sent()).toEqual(['curl \\\n  -v\nwhy?']);
  });

  test('also where the terminal does not tell of it', async () => {
    const session = await conversation({ env: { TERM: 'dumb' } });
    session.type('one\rtwo\rthree');
    await session.shows(/three/);
    await asks(session, '');
    expect(sent()).toEqual(['one\ntwo\nthree']);
  });

  test('the arrow keys bring back what was asked, with all of its lines', async () => {
    const session = await conversation();
    session.type(`one\\${ENTER}`);
    await session.shows(/^\|$/m);
    await asks(session, 'two');
    session.type('never mind');
    await session.shows(/never mind/);
    session.type(CTRL_C);
    await asks(session, UP);
    expect(sent()).toEqual(['one\ntwo', 'A **bold** answer.', 'one\ntwo']);
    expect(Object.values(stage.person.files()).join('')).not.toMatch(/never mind|one\\?\s*two/);
  });

  test('Ctrl-C stops an answer, of which what came stays in the conversation', async () => {
    stage.fake.options.answer = 'word '.repeat(1_000);
    stage.fake.options.wordDelayMs = 20;
    const session = await conversation();
    session.type(`hi${ENTER}`);
    await session.shows(/word word/);
    session.type(CTRL_C);
    await session.shows(/word\nbedrock-client: stopped; what came stays in the conversation\n\n>$/);
    stage.fake.options.answer = 'on';
    await asks(session, 'go on');
    const [question, answer, next] = sent() ?? [];
    expect([question, next]).toEqual(['hi', 'go on']);
    expect(answer).toMatch(/^(word )+$/);
  });

  test('Ctrl-C before its first word leaves nothing', async () => {
    stage.fake.faults.set(INVOKE, 'stall', 1);
    const session = await conversation();
    session.type(`hi${ENTER}`);
    await session.shows(/waiting for the answer/);
    session.type(CTRL_C);
    await session.shows(/> hi\nbedrock-client: stopped\n\n>$/);
    await asks(session, 'again');
    expect(sent()).toEqual(['again']);
  });

  test('what is typed during an answer does not get into it, and stands at the next prompt', async () => {
    stage.fake.options.answer = 'word '.repeat(20);
    stage.fake.options.wordDelayMs = 10;
    const session = await conversation({ columns: 200 });
    session.type(`hi${ENTER}`);
    await session.shows(/word/);
    session.type('typed ahead');
    await session.shows(/^(word ?){20}\n\n> typed ahead$/m);
  });

  test('a question that failed is as if it had not been asked, and comes back with the arrow key', async () => {
    const session = await conversation();
    stage.fake.faults.set(INVOKE, 'mid-stream-cut', 1);
    await asks(session, 'hi');
    await session.shows(/error: the answer broke off after \d+ characters/);
    await asks(session, UP);
    expect(sent()).toEqual(['hi']);
  });

  test('an empty answer is told, and is no part of the conversation', async () => {
    stage.fake.options.answer = ' ';
    const session = await conversation();
    await asks(session, 'hi');
    await session.shows(/warning: the answer was empty/);
    stage.fake.options.answer = 'yes';
    await asks(session, 'again');
    expect(sent()).toEqual(['again']);
  });

  test('an answer that came to its limit is told', async () => {
    stage.fake.options.stopReason = 'max_tokens';
    const session = await conversation();
    await asks(session, 'hi');
    await session.shows(/hint: the answer ended at its limit of \d+ tokens/);
  });

  test('throttling is counted down, and nothing of it stays', async () => {
    stage.fake.faults.set(INVOKE, { status: 429, headers: { 'retry-after': '2' } }, 1);
    const session = await conversation();
    session.type(`hi${ENTER}`);
    await session.shows(/> hi\n\nA bold answer\.\n\n>$/);
    for (const left of [2, 1]) {
      expect(session.output()).toContain(`Amazon Bedrock is throttling: trying again in ${left} s`);
    }
  });

  describe('ends with', () => {
    test('Ctrl-C twice at an empty prompt, and not with the first', async () => {
      const session = await conversation();
      session.type('some words');
      await session.shows(/some words/);
      session.type(CTRL_C);
      await session.shows(PROMPT);
      session.type(CTRL_C);
      await session.shows(/once more Ctrl-C, or Ctrl-D, ends the conversation\n>$/);
      await asks(session, 'hi');
      session.type(CTRL_C);
      await session.shows(/ends the conversation\n>$/);
      session.type(CTRL_C);
      expect(await session.ended).toBe(0);
    });

    test('/exit', async () => {
      const session = await conversation();
      session.type(`/exit${ENTER}`);
      expect(await session.ended).toBe(0);
    });
  });

  test('goes on after it has been put aside with Ctrl-Z, and leaves the terminal as it was meanwhile', async () => {
    const shell = commandInTerminal(stage.person, ['sh', '-i'], { columns: 200, env: { PS1: '% ' } });
    await shell.shows(/^%$/m);
    shell.type(`${programFile('bedrock-client')}${ENTER}`);
    await shell.shows(/^>$/m);
    shell.type('half');
    await shell.shows(/^> half$/m);
    shell.type('\u001a');
    await shell.shows(/Stopped.*\n%$/);
    shell.type(`stty -a | grep -o -- -*icanon${ENTER}`);
    await shell.shows(/^icanon\n%$/m);
    shell.type(`fg${ENTER}`);
    await shell.shows(/^> half$(?![\s\S]*%)/m);
    await asks(shell, ' and half');
    expect(sent()).toEqual(['half and half']);
  });

  test('commands: another model, a new conversation, and those that there are not', async () => {
    stage.person.write('settings.json', {
      ...workSettings(),
      inferenceModels: [{ name: MODEL, labelOverride: 'Sonnet' }, HAIKU],
    });
    const session = await conversation({ columns: 100 });
    await session.shows(/^bedrock-client: Sonnet on Amazon Bedrock in us-east-1; \/help for help, Ctrl-D to end$/m);
    await asks(session, 'hi');
    session.type(`/model haiku${ENTER}`);
    await session.shows(/goes on with us\.anthropic\.claude-haiku/);
    session.type(`/new${ENTER}`);
    await session.shows(/a new conversation\n>$/);
    session.type(`/nothing${ENTER}`);
    await session.shows(/there is no command \/nothing: see \/help/);
    await asks(session, 'again');
    expect([sent(), stage.fake.calls.at(-1)?.model]).toEqual([['again'], HAIKU]);
  });

  test('no answer paints the terminal', async () => {
    stage.fake.options.answer = 'a\u001b]0;title\u0007b \u001b[2J\u001b[31mred &#27;[2J';
    const session = await conversation();
    await asks(session, 'hi');
    await session.shows(/^ab red \[2J$/m);
    for (const order of ['title', '\u001b[2J']) expect(session.output()).not.toContain(order);
  });
});

test('without a terminal each line is a message, and answers are as they are', async () => {
  const { exitCode, stdout, stderr } = await stage.person.run('bedrock-client', ['talk'], {
    input: 'one\\\ntwo\nthree\n',
  });
  expect([exitCode, stdout]).toEqual([0, 'A **bold** answer.\n\nA **bold** answer.\n']);
  expect(stderr).toMatch(/^bedrock-client: \S+ on Amazon Bedrock in us-east-1; .*$/);
  expect(sent()).toEqual(['one\ntwo', 'A **bold** answer.', 'three']);
});
