export function html(text: string, status = 200): Response {
  return new Response(text, { status, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
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
