import type { Host } from '../../shared/host.ts';
import { readPolicy } from '../../shared/policy/read-settings.ts';
import { Draft } from './draft.ts';
import { openFile } from './opened.ts';
import { firstPurpose } from './purpose.ts';
import { Trial } from './trial.ts';
import { type View, viewOf } from './view.ts';

/** What a page shows, and all that can be done there. Every change is told to whoever listens. */
export class Window {
  readonly host: Host;
  readonly draft: Draft;
  readonly trial: Trial;
  /** The one file that Save writes to. */
  readonly file: string | undefined;
  /** The managed places of this machine, which win over whatever a test is given. */
  readonly managed: readonly string[];
  #turn = 0;
  #tell: (view: View) => void = () => {};

  constructor(host: Host, file: string | undefined, managed: readonly string[]) {
    this.host = host;
    this.file = file;
    this.managed = managed;
    this.draft = new Draft(firstPurpose(host));
    this.trial = new Trial(host, () => void this.change());
  }

  listen(tell: (view: View) => void): void {
    this.#tell = tell;
  }

  async view(): Promise<View> {
    return viewOf(this, ++this.#turn);
  }

  /** Something is new: what there is to see now. */
  async change(): Promise<View> {
    const view = await this.view();
    this.#tell(view);
    return view;
  }
}

/** With a file in it that is there already. Throws a Problem (configuration) where it can't be read. */
export async function openWindow(host: Host, file: string | undefined): Promise<Window> {
  const { sources, refused } = await readPolicy(host);
  const places = [...sources.map(({ place }) => place), ...refused.map(({ message }) => message)];
  const window = new Window(host, file, places);
  const opened = file === undefined ? undefined : await openFile(file);
  if (opened) window.draft.take(opened);
  return window;
}
