/** A web server of somebody else on this machine; it notes the cookies that it gets. */
export function startStranger() {
  const cookies: string[] = [];
  const fetch = (request: Request) => {
    cookies.push(request.headers.get('cookie') ?? '');
    const to = new URL(request.url).searchParams.get('to');
    return to ? Response.redirect(to, 307) : new Response('<body>', { headers: { 'content-type': 'text/html' } });
  };
  const server = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch });
  return { port: server.port, cookies, stop: () => server.stop(true) };
}
