import { pageHtml } from './html.ts';

export function html(document: Parameters<typeof pageHtml>[0]): Response {
  return new Response(pageHtml(document), { headers: { 'Content-Type': 'text/html; charset=utf-8' } });
}

export function plain(text: string, status = 200): Response {
  return new Response(text, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}

export function redirect(location: string): Response {
  return new Response(null, { status: 303, headers: { Location: location } });
}

export function done(): Response {
  return new Response(null, { status: 204 });
}

export function refusal(status: number): Response {
  return plain('Go on in the window where this sign-in was opened, or start bedrock-launcher again.\n', status);
}
