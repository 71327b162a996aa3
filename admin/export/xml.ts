import { DOMImplementation, type Document, type Element, XMLSerializer } from '@xmldom/xmldom';

/** An XML element as it is to be written; undefined attributes are left out. */
export interface Node {
  name: string;
  attributes: Record<string, string | undefined>;
  children: readonly (Node | string)[];
}

export function node(
  name: string,
  attributes: Record<string, string | undefined> = {},
  ...children: readonly (Node | string)[]
): Node {
  return { name, attributes, children };
}

/** A document for people to read too: each element that holds elements goes over several lines. */
export function xmlDocument(root: Node, namespace: string): string {
  const document = new DOMImplementation().createDocument(namespace, root.name);
  fill(document, document.documentElement as Element, root, '\n');
  return `<?xml version="1.0" encoding="utf-8"?>\n${new XMLSerializer().serializeToString(document)}\n`;
}

/** Elements one after the other, without a document around them. */
export function xmlFragment(nodes: readonly Node[]): string {
  const document = new DOMImplementation().createDocument(null, 'fragment');
  return nodes.map((one) => new XMLSerializer().serializeToString(made(document, one, ''))).join('');
}

function made(document: Document, { name, ...rest }: Node, line: string): Element {
  // In the namespace of the document, so that it is not declared anew on each.
  const element = document.createElementNS(document.documentElement?.namespaceURI ?? null, name);
  fill(document, element, { name, ...rest }, line);
  return element;
}

function fill(document: Document, element: Element, { attributes, children }: Node, line: string): void {
  for (const [key, value] of Object.entries(attributes)) if (value !== undefined) element.setAttribute(key, value);
  const isMixed = children.some((child) => typeof child === 'string');
  const inner = line && !isMixed ? `${line}  ` : '';
  for (const child of children) {
    if (inner) element.appendChild(document.createTextNode(inner));
    element.appendChild(typeof child === 'string' ? document.createTextNode(child) : made(document, child, inner));
  }
  if (inner && children.length > 0) element.appendChild(document.createTextNode(line));
}
