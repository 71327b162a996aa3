import { Blocks } from '../markdown/blocks.ts';
import { type Growth, growthOf } from '../markdown/growth.ts';
import { type Element, treeOf } from '../markdown/tree.ts';

/** What a page is told while an answer is being written: how the open block grows, or that another one begins. */
export type Stroke = { grow: Growth } | { next: true };

/** The open block is read anew as a whole, so the longer it is, the more seldom. */
const OFTEN_MS = 60;
const CHARACTERS_PER_MS = 200;

/** An answer as its words come. Finished blocks are told once; of the open one only what is new. */
export class Writing {
  /** Blocks that nothing changes any more. */
  readonly finished: Element[] = [];
  readonly #tell: (stroke: Stroke) => void;
  readonly #blocks = new Blocks();
  #shown: Element = empty();
  #timer: Timer | undefined;

  constructor(tell: (stroke: Stroke) => void) {
    this.#tell = tell;
  }

  /** The open block as it was told last. */
  get open(): Element {
    return this.#shown;
  }

  push(words: string): void {
    for (const block of this.#blocks.push(words)) this.#finish(block);
    this.#timer ??= setTimeout(() => this.#showRest(), this.#pace());
  }

  end(): void {
    clearTimeout(this.#timer);
    for (const block of this.#blocks.end()) this.#finish(block);
  }

  #pace(): number {
    return Math.max(OFTEN_MS, this.#blocks.rest.length / CHARACTERS_PER_MS);
  }

  #showRest(): void {
    this.#timer = undefined;
    this.#show(treeOf(this.#blocks.rest));
  }

  #finish(block: string): void {
    const tree = treeOf(block);
    this.#show(tree);
    this.finished.push(tree);
    this.#shown = empty();
    this.#tell({ next: true });
  }

  #show(tree: Element): void {
    const grow = growthOf(this.#shown, tree);
    this.#shown = tree;
    if (grow) this.#tell({ grow });
  }
}

function empty(): Element {
  return { tag: 'block', children: [] };
}
