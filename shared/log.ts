import type { Env, Host } from './host.ts';
import { jsonText } from './json-text.ts';
import { type ExitName, exitCodes, type Problem, withoutTokens } from './problem.ts';
import type { Secret } from './secret.ts';
import { version } from './version.ts';

/** From the gravest on; a setting admits all up to its own. */
const LEVELS = ['error', 'warn', 'info', 'debug'] as const;
type Level = (typeof LEVELS)[number];

/** What a line says of its event: short and flat; a secret shows itself as such, a text that looks like one is cut. */
export type Fields = Readonly<Record<string, string | number | boolean | Secret | Words | undefined>>;

/** Words that were made to be shown, with the paths that they are about: they hold no secret, and nothing is cut out. */
class Words {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Write = (event: string, fields?: Fields) => void;

/**
 * The log of one run: JSON lines for whoever looks into a failure later. Lines are held back for a moment and written
 * together, after the answer has been: the log never comes before the work, and never fails it.
 */
export interface Log extends Record<Level, Write> {
  /** Names the run; a program of ours that this one starts shares it. */
  readonly run: string;
  /** What the settings admit, once they are known; `info` until then. */
  admit(level: () => Level): void;
  /** Writes what is held back. */
  flush(): Promise<void>;
}

/** How a program of ours hands its run on to another one that it starts for its own ends. */
export const RUN = 'BEDROCK_LAUNCHER_RUN';

/** Lines of a run that goes on are written after this long. */
const HOLD_MS = 200;
const LONGEST_TEXT = 300;

type Append = (text: string) => Promise<void>;

export function openLog(program: string, host: Pick<Host, 'env' | 'now'>, append: Append): Log {
  return new HeldLog(program, host, append);
}

class HeldLog implements Log {
  readonly run: string;
  readonly error = this.#writer('error');
  readonly warn = this.#writer('warn');
  readonly info = this.#writer('info');
  readonly debug = this.#writer('debug');
  readonly #program: string;
  readonly #now: () => number;
  readonly #append: Append;
  readonly #held: { level: Level; line: string }[] = [];
  #admitted: Level = 'info';
  #timer: Timer | undefined;
  #written = Promise.resolve();

  constructor(program: string, { env, now }: Pick<Host, 'env' | 'now'>, append: Append) {
    this.run = givenRun(env) ?? crypto.randomUUID().replaceAll('-', '').slice(0, 16);
    this.#program = program;
    this.#now = now;
    this.#append = append;
  }

  admit(level: () => Level): void {
    try {
      this.#admitted = level();
    } catch {
      // A fault in this setting stops nobody.
    }
  }

  #writer(level: Level): Write {
    return (event, fields = {}) => {
      const time = new Date(this.#now()).toISOString();
      const base = { time, level, program: this.#program, version, run: this.run, event };
      // Twice: first for the order, then so that no field takes the place of one of these.
      this.#held.push({ level, line: `${jsonText({ ...base, ...plain(fields), ...base })}\n` });
      this.#timer ??= setTimeout(() => void this.flush(), HOLD_MS).unref();
    };
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const most = LEVELS.indexOf(this.#admitted);
    const lines = this.#held.splice(0).filter(({ level }) => LEVELS.indexOf(level) <= most);
    const text = lines.map(({ line }) => line).join('');
    if (text) this.#written = this.#written.then(() => this.#append(text)).catch(() => {});
    await this.#written;
  }
}

/** The log on disk, whose machinery is loaded when the first line is written. */
export function realLog(program: string, host: Pick<Host, 'platform' | 'env' | 'home' | 'now' | 'pause'>): Log {
  return openLog(program, host, async (text) => (await import('./log-file.ts')).append(host, text));
}

/** How a failure reads in the log. A wrong command line stays out: what was typed may be a secret in the wrong place. */
export function problemFields({ code, message, cause }: Problem): Fields {
  if (code === 'usage') return { code };
  return {
    code,
    ...(message ? { message: new Words(message) } : {}),
    ...(cause instanceof Error ? { cause: `${cause.name}: ${cause.message}` } : {}),
  };
}

/** How a run ended. */
export function endFields(end: ExitName, milliseconds: number, options: readonly string[]): Fields {
  const given = options.length > 0 ? { options: options.join(' ') } : {};
  return { end, exitCode: exitCodes[end], milliseconds: Math.round(milliseconds), ...given };
}

function givenRun(env: Env): string | undefined {
  const given = env[RUN];
  return given && /^[0-9a-f]{16}$/.test(given) ? given : undefined;
}

function plain(fields: Fields): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: Fields[string]): string | number | boolean | undefined {
  if (typeof value === 'number' || typeof value === 'boolean' || value === undefined) return value;
  if (value instanceof Words) return value.text.slice(0, LONGEST_TEXT);
  return withoutTokens(String(value)).slice(0, LONGEST_TEXT);
}
