import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runBounded } from '../../shared/bounded-run.ts';
import { removeIfThere, replaceFile } from '../../shared/files.ts';
import type { Host } from '../../shared/host.ts';
import { jsonText } from '../../shared/json-text.ts';
import { isOurHelper, programPath } from '../../shared/places.ts';
import { PROFILE_WISH } from '../../shared/policy/wishes.ts';
import { relay } from '../../shared/relay.ts';
import { spokenIn } from '../../shared/spoken.ts';
import { HELPER } from '../lint/path-fault.ts';
import type { Values } from '../setup/setup.ts';
import type { Draft } from './draft.ts';
import { hideSecrets } from './hidden.ts';
import { setupFor } from './judged.ts';
import { texts } from './texts.ts';
import { type Outcome, type TrialKind, trials } from './trials.ts';

/** A sign-in may take an hour, a person's patience less; whoever waits no longer presses Stop. */
const LIMITS = { milliseconds: 3_900_000, characters: 1024 * 1024 };

/** A run of our own client on the draft, as the page shows it. */
export interface TrialView {
  kind: TrialKind;
  running: boolean;
  /** Of the draft that it is of. */
  revision: number;
  /** What the program has said so far. */
  lines: string[];
  outcome?: Outcome;
}

/** Has the real programs try the draft, one run at a time. */
export class Trial {
  readonly #host: Host;
  readonly #changed: () => void;
  #stop = new AbortController();
  #run: Promise<void> | undefined;
  view: TrialView | undefined;

  /** `changed` is called whenever there is something new to see. */
  constructor(host: Host, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
  }

  get isBusy(): boolean {
    return this.view?.running === true;
  }

  /** False: another one is under way. */
  start(kind: TrialKind, draft: Draft): boolean {
    if (this.isBusy) return false;
    this.#stop = new AbortController();
    this.view = { kind, running: true, revision: draft.revision, lines: [] };
    this.#run = this.#try(this.view, draft);
    return true;
  }

  /** Resolves when nothing of it is left. */
  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#run;
  }

  async #try(view: TrialView, draft: Draft): Promise<void> {
    const hidden = hideSecrets(draft.values);
    const voice = relay((line) => {
      view.lines.push(hidden(line.replace(/^bedrock-[\w-]+: /, '')));
      this.#changed();
    });
    try {
      const values = ownHelper(this.#host, setupFor(draft, this.#host.platform).values);
      const { stdout, end, file } = await withFile(values, async (file) => {
        return { file, ...(await this.#client(view.kind, file, voice.hear)) };
      });
      const spoken = spokenIn(voice.end());
      view.outcome = trials[view.kind].read(hidden(stdout).replaceAll(file, texts.test.draft), end, spoken);
    } catch (thrown) {
      this.#host.log.error('trial', { kind: view.kind });
      view.outcome = { fault: { what: 'the test could not be started', hint: String((thrown as Error).message) } };
    }
    view.running = false;
    this.#changed();
  }

  #client(kind: TrialKind, file: string, hear: (words: string) => void) {
    const env = { ...this.#host.env, BEDROCK_LAUNCHER_CONFIG: file, CLAUDE_HELPER_CONTEXT: 'interactive' };
    const command = [programPath(this.#host, 'bedrock-client'), ...trials[kind].args] as [string, ...string[]];
    return runBounded(command, { ...env, [PROFILE_WISH]: undefined }, { ...LIMITS, signal: this.#stop.signal }, hear);
  }
}

/** Where a machine of the fleet has our helper, this one may have none: the one beside us is the same program. */
function ownHelper(host: Host, values: Values): Values {
  const isOurs = isOurHelper(String(values[HELPER] ?? ''));
  return isOurs ? { ...values, [HELPER]: programPath(host, 'bedrock-credential-helper') } : values;
}

/** A file that only this person can read, in a folder of its own, for as long as `act` takes. */
async function withFile<Result>(values: Values, act: (file: string) => Promise<Result>): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'bedrock-admin-'));
  try {
    const file = join(folder, 'settings.json');
    await replaceFile(file, jsonText(values), false);
    return await act(file);
  } finally {
    await removeIfThere(folder, 'folder');
  }
}
