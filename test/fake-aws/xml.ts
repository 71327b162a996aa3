import { randomUUID } from 'node:crypto';

/** What an answer of the Query protocol says; a list is one of `member` elements. */
export interface Fields {
  [name: string]: string | Fields | readonly (string | Fields)[];
}

/** The answer to an action, as services of the Query protocol write it. */
export function queryAnswer(name: string, namespace: string, fields: Fields): Response {
  const body = element(`${name}Result`, fields) + element('ResponseMetadata', { RequestId: randomUUID() });
  const xml = `<${name}Response xmlns="${namespace}">${body}</${name}Response>\n`;
  return new Response(xml, { headers: { 'content-type': 'text/xml' } });
}

function element(name: string, content: Fields[string]): string {
  return `<${name}>${inner(content)}</${name}>`;
}

function inner(content: Fields[string]): string {
  if (typeof content === 'string') return Bun.escapeHTML(content);
  if (Array.isArray(content)) return content.map((item) => element('member', item)).join('');
  return Object.entries(content)
    .map(([field, value]) => element(field, value))
    .join('');
}
