import { straight } from './straight.ts';

/** A part of a text: words, or an element. */
export type Node = string | Element;

/** An element that a page may make: nothing but these tags, nothing but these attributes. */
export interface Element {
  tag: Tag;
  children: Node[];
  /** An address of the web, or of mail. */
  href?: string;
  /** Of fenced code. */
  language?: string;
  /** Of an ordered list. */
  start?: number;
  /** Of an item of a list of tasks. */
  checked?: boolean;
  /** Of a cell. */
  align?: string;
}

/** `block` is the whole. */
type Tag = 'block' | (typeof TAGS)[number];

const TAGS = [
  ...(['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'blockquote', 'ul', 'ol', 'li', 'pre', 'hr'] as const),
  ...(['table', 'thead', 'tbody', 'tr', 'th', 'td', 'em', 'strong', 'del', 'a', 'code', 'br'] as const),
];

/** What is nested deeper is shown without its elements: no person reads it, and it costs a browser its stack. */
const DEEPEST = 30;
/** Of a block; a text that wants more elements, such as a table of many empty cells, is shown as it was written. */
const MOST_NODES = 50_000;

/** HTML is text here. An address is a link where its writer marked it as one, or it begins with http. */
const OPTIONS = { noHtmlBlocks: true, noHtmlSpans: true, autolinks: { url: true } } as const;

/** What Bun makes: https://bun.com/docs/runtime/markdown */
interface Parsed {
  type: unknown;
  props: { children?: unknown } & Record<string, unknown>;
}

/** One block of Markdown. Whatever is in it, nothing of the tree runs, loads or leads to anything but a web or mail address. */
export function treeOf(markdown: string): Element {
  try {
    return { tag: 'block', children: new Reading().nodesOf(Bun.markdown.react(markdown, undefined, OPTIONS), 0) };
  } catch (thrown) {
    // Too deep for the parser, or too much for a page.
    if (thrown instanceof RangeError) return { tag: 'block', children: [{ tag: 'p', children: [markdown] }] };
    throw thrown;
  }
}

class Reading {
  #left = MOST_NODES;

  nodesOf(value: unknown, depth: number): Node[] {
    const nodes: Node[] = [];
    for (const node of this.#flat(value, depth)) {
      const last = nodes.at(-1);
      if (typeof node === 'string' && typeof last === 'string') nodes[nodes.length - 1] = last + node;
      else nodes.push(node);
    }
    return nodes;
  }

  #flat(value: unknown, depth: number): Node[] {
    if (Array.isArray(value)) return value.flatMap((child) => this.#flat(child, depth));
    if (typeof value === 'string') return [straight(value)];
    if (typeof value !== 'object' || value === null) return [];
    if (--this.#left < 0) throw new RangeError('too many elements');
    return this.#elementOf(value as Parsed, depth);
  }

  /** One element; or what is in it, where it may not be one. */
  #elementOf({ type, props }: Parsed, depth: number): Node[] {
    const { children, href, src, alt, language, start, checked, align } = props;
    if (type === 'img') return linkOf(src, [straight(String(alt || src))]);
    const inner = this.nodesOf(children, depth + 1);
    if (type === 'a') return linkOf(href, inner);
    const tag = TAGS.find((name) => name === type);
    if (!tag || depth > DEEPEST) return inner;
    return [
      {
        tag,
        children: inner,
        ...(typeof language === 'string' && { language: straight(language) }),
        ...(typeof start === 'number' && { start }),
        ...(typeof checked === 'boolean' && { checked }),
        ...(typeof align === 'string' && { align }),
      },
    ];
  }
}

/** Images are links too: a page of ours loads nothing from anywhere. */
function linkOf(address: unknown, children: Node[]): Node[] {
  const url = URL.parse(String(address));
  const leads = url && ['http:', 'https:', 'mailto:'].includes(url.protocol);
  return leads ? [{ tag: 'a', children, href: url.href }] : children;
}
