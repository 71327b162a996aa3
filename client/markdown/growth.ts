import type { Element, Node } from './tree.ts';

/** How a tree becomes the next one. Mostly there is more at its end. */
export interface Growth {
  /** The way from the root to the element that changes: which child, and which of its children, and so on. */
  path: number[];
  /** How many of its children stay. */
  keep: number;
  /** What is added to the text that is the last of those. */
  text?: string;
  /** What follows them. */
  nodes?: Node[];
}

/** Undefined when nothing has changed. Takes as long as the trees are large, and says as little as is new. */
export function growthOf(before: Element, after: Element): Growth | undefined {
  const path: number[] = [];
  for (let [old, next] = [before, after]; ; ) {
    const keep = sameChildren(old, next);
    const [was, is] = [old.children[keep], next.children[keep]];
    if (was === undefined && is === undefined) return undefined;
    const isLast = keep === old.children.length - 1;
    const staysLast = isLast && keep === next.children.length - 1;
    if (staysLast && isElement(was) && isElement(is) && isAlike(was, is)) {
      path.push(keep);
      [old, next] = [was, is];
      continue;
    }
    const grows = isLast && typeof was === 'string' && typeof is === 'string' && is.startsWith(was);
    const kept = grows ? keep + 1 : keep;
    const nodes = next.children.slice(kept);
    return { path, keep: kept, ...(grows && { text: is.slice(was.length) }), ...(nodes.length > 0 && { nodes }) };
  }
}

/** How many children at the beginning are the same in both. */
function sameChildren(one: Element, other: Element): number {
  const at = one.children.findIndex((child, index) => !isSame(child, other.children[index]));
  return at < 0 ? one.children.length : at;
}

function isSame(one: Node, other: Node | undefined): boolean {
  if (one === other) return true;
  if (!isElement(one) || !isElement(other) || !isAlike(one, other)) return false;
  return one.children.length === other.children.length && sameChildren(one, other) === one.children.length;
}

/** But for what is in them. */
function isAlike(one: Element, other: Element): boolean {
  return (['tag', 'href', 'language', 'start', 'checked', 'align'] as const).every((name) => one[name] === other[name]);
}

function isElement(node: Node | undefined): node is Element {
  return typeof node === 'object';
}
