import type { Host } from '../../shared/host.ts';
import { jsonText } from '../../shared/json-text.ts';
import type { ExitName, Problem } from '../../shared/problem.ts';
import { type Arguments, asProblem, print } from '../../shared/program.ts';
import { span } from '../../shared/spans.ts';
import { MARGIN_S } from '../../shared/token/lifetime.ts';
import { versionLine } from '../../shared/version.ts';
import { askBriefly } from '../brief.ts';
import { type Client, contextOf, openClient } from '../client.ts';
import { usableIn } from './listed.ts';
import { Protocol, type Told } from './protocol.ts';

/**
 * The whole way once, each step with its time: settings, credential, list of models, one tiny call. What an administrator puts
 * into a ticket: no secret is in it. Exits with the code of the step that failed.
 */
export async function prove(host: Host, { values }: Arguments): Promise<ExitName> {
  const protocol = new Protocol(
    versionLine('bedrock-client'),
    new Date(host.wall()),
    values['json'] ? undefined : print,
  );
  const failure = await steps(host, values, protocol).catch(asProblem);
  if (values['json']) print(jsonText(protocol.document(failure), 2));
  else print(`\n${protocol.verdict(failure)}`);
  if (failure?.code === 'bug') throw failure;
  return failure?.code ?? 'done';
}

async function steps(host: Host, values: Arguments['values'], protocol: Protocol): Promise<Problem | undefined> {
  const client = await protocol.step('settings', async () => {
    const opened = await openClient(host, values);
    return [opened, { words: `${opened.source.name}, by ${opened.source.authority}; ${opened.places}` }];
  });
  await protocol.step('credential', async () => [undefined, await credential(client)]);
  await protocol.step('models', async () => [undefined, await usableIn(client)]);
  await protocol.step('call', async () => [undefined, await called(client)]);
  return undefined;
}

async function credential({ host, config, source }: Client): Promise<Told> {
  const { kind, endsAt, headers } = await source.credential(contextOf(host), new AbortController().signal);
  const words = [kind === 'signature' ? 'credentials that sign each call' : `a ${kind}`];
  if (headers.length > 0) words.push(`with the headers ${headers.join(', ')}`);
  if (endsAt === undefined) return { words: words.join(', ') };
  const rest = endsAt - host.now();
  words.push(`living ${span(rest)}`);
  const needed = (config.helper.ttlSec + MARGIN_S) * 1000;
  if (kind !== 'bearer token' || rest >= needed) return { words: words.join(', ') };
  return {
    words: words.join(', '),
    warning: `the app keeps it for ${span(config.helper.ttlSec * 1000)} (inferenceCredentialHelperTtlSec): it may end before`,
  };
}

async function called({ host, source, model }: Client): Promise<Told> {
  const { id, label } = await model();
  const began = performance.now();
  let first = Number.NaN;
  const { usage } = await askBriefly(host, source, id, () => {
    first = performance.now() - began;
  });
  const name = label === id ? id : `${label} (${id})`;
  const tokens = `${usage.inputTokens} tokens in, ${usage.outputTokens} out`;
  return { words: `${name} answers: first word after ${Math.round(first)} ms, ${tokens}` };
}
