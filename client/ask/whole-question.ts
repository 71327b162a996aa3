import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { refuseStrange } from '../../shared/files.ts';
import type { Host } from '../../shared/host.ts';
import { Problem } from '../../shared/problem.ts';
import { isTerminal } from '../../shared/terminal.ts';

/** How long a pipe may stay silent when the question is complete without it. */
const SILENT_PIPE_MS = 3_000;
/** More than any model reads. */
const LARGEST = 8 * 1024 * 1024;

/** The words of the command line, then what is piped in, then the files. Throws a Problem (usage) when all that is nothing. */
export async function wholeQuestion(
  host: Pick<Host, 'say'>,
  words: readonly string[],
  files: readonly string[],
): Promise<string> {
  const asked = words.join(' ').trim();
  const attached = await Promise.all(files.map(attachment));
  const piped = isTerminal(0) ? '' : (await pipedText(host, asked !== '' || files.length > 0)).trim();
  const question = [asked, piped, ...attached].filter(Boolean).join('\n\n');
  if (question) return question;
  throw new Problem('usage', 'there is no question', 'bedrock-client ask "your question", or pipe it in');
}

/** In a form that tells the model where it begins and ends. */
async function attachment(path: string): Promise<string> {
  return `<file name="${basename(path).replace(/["<>]/g, '_')}">\n${(await textOf(path)).trimEnd()}\n</file>`;
}

async function textOf(path: string): Promise<string> {
  try {
    refuseStrange(path, LARGEST);
    return utf8(await readFile(path), `${path}: it`);
  } catch (thrown) {
    if (thrown instanceof Problem && thrown.code === 'usage') throw thrown;
    if (thrown instanceof Problem) throw new Problem('usage', thrown.message, 'name a text file, or pipe the text in');
    const code = (thrown as NodeJS.ErrnoException).code;
    throw new Problem('usage', `${path}: can't be read (${code})`, 'correct --file', thrown);
  }
}

function utf8(bytes: Uint8Array, what: string): string {
  const text = new TextDecoder().decode(bytes);
  if (!/[\0\uFFFD]/.test(text) || isUtf8(bytes)) return text;
  throw new Problem('usage', `${what} is no text`, 'give text in UTF-8');
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    return !new TextDecoder('utf-8', { fatal: true }).decode(bytes).includes('\0');
  } catch {
    return false;
  }
}

/** All of stdin. With a question at hand, a pipe that nobody writes to (a caller's forgotten stdin) is not waited for. */
async function pipedText({ say }: Pick<Host, 'say'>, canDoWithout: boolean): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = Bun.stdin.stream().getReader();
  const read = () =>
    reader.read().catch((thrown: unknown) => {
      throw new Problem('usage', "stdin can't be read", 'pipe a text in, or leave stdin alone', thrown);
    });
  const silence = canDoWithout ? [Bun.sleep(SILENT_PIPE_MS).then(() => 'silent' as const)] : [];
  const first = await Promise.race([read(), ...silence]);
  if (first === 'silent') {
    // A program that only takes long to begin would have its text left out without a word.
    say(`warning: nothing has come through the pipe for ${SILENT_PIPE_MS / 1000} s: asking without it`);
    return '';
  }
  for (let part = first; part.value; part = await read()) {
    chunks.push(part.value);
    length += part.value.length;
    if (length > LARGEST) throw new Problem('usage', 'what comes through the pipe is too long', 'send at most 8 MiB');
  }
  return utf8(Buffer.concat(chunks), 'what comes through the pipe');
}
