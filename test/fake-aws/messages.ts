import { randomUUID } from 'node:crypto';
import { jsonBody } from './exchange.ts';
import type { Prompt } from './options.ts';
import { Refusal } from './refusal.ts';

/** Bedrock's own, and since 1.0 of Anthropic's Bedrock SDK the date of a version of the Messages API (2026-10-21). */
const VERSION = /^(bedrock-2023-05-31|20\d\d-\d\d-\d\d)$/;

/**
 * Anthropic Messages as Bedrock takes them:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html
 */
export function readPrompt(body: Uint8Array): Prompt {
  const prompt = jsonBody({ body });
  for (const key of ['anthropic_version', 'max_tokens', 'messages']) {
    if (prompt[key] === undefined) throw malformed(`#: required key [${key}] not found`);
  }
  // The Messages API of Anthropic has both; Bedrock takes the model from the path and refuses them.
  for (const key of ['model', 'stream']) {
    if (prompt[key] !== undefined) throw malformed(`#: extraneous key [${key}] is not permitted`);
  }
  if (!VERSION.test(String(prompt['anthropic_version']))) throw malformed('#/anthropic_version: unknown version');
  const tokens = prompt['max_tokens'];
  if (typeof tokens !== 'number' || !Number.isInteger(tokens) || tokens < 1)
    throw malformed('#/max_tokens: expected a positive integer');
  const messages = prompt['messages'];
  if (!Array.isArray(messages) || messages.length === 0) throw malformed('#/messages: expected minimum item count: 1');
  if (!messages.every(isMessage)) throw malformed('#/messages: expected messages with a role and content');
  return prompt as unknown as Prompt;
}

function isMessage(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const [role, content]: unknown[] = [Reflect.get(value, 'role'), Reflect.get(value, 'content')];
  if (role !== 'user' && role !== 'assistant') return false;
  if (typeof content === 'string') return content !== '';
  return Array.isArray(content) && content.length > 0 && content.every((block) => typeof block?.type === 'string');
}

function malformed(problem: string): Refusal {
  const message = `Malformed input request: ${problem}, please reformat your input and try again.`;
  return new Refusal(400, 'ValidationException', message);
}

const INPUT_TOKENS = 10;

export function answerWhole(model: string, words: readonly string[], stopReason: string): Response {
  return Response.json({
    ...emptyMessage(model),
    content: [{ type: 'text', text: words.join('') }],
    stop_reason: stopReason,
    usage: { input_tokens: INPUT_TOKENS, output_tokens: words.length },
  });
}

/** The events of a streamed answer, one delta for each word. */
export function* answerEvents(model: string, words: readonly string[], stopReason = 'end_turn'): Generator<object> {
  yield { type: 'message_start', message: emptyMessage(model) };
  yield { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } };
  for (const text of words) yield { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text } };
  yield { type: 'content_block_stop', index: 0 };
  yield {
    type: 'message_delta',
    delta: { stop_reason: stopReason, stop_sequence: null },
    usage: { output_tokens: words.length },
  };
  yield {
    type: 'message_stop',
    'amazon-bedrock-invocationMetrics': {
      inputTokenCount: INPUT_TOKENS,
      outputTokenCount: words.length,
      invocationLatency: 120,
      firstByteLatency: 60,
    },
  };
}

function emptyMessage(model: string): object {
  return {
    model: model.replace(/^.*anthropic\.|-v\d+:\d+$/g, ''),
    id: `msg_bdrk_${randomUUID().replaceAll('-', '').slice(0, 24)}`,
    type: 'message',
    role: 'assistant',
    content: [],
    stop_reason: null,
    stop_sequence: null,
    usage: { input_tokens: INPUT_TOKENS, output_tokens: 1 },
  };
}
