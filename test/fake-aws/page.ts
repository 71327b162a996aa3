/** A plain page for a person or a browser test. `body` is HTML. */
export function page(title: string, body: string, status = 200): Response {
  const html = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${Bun.escapeHTML(title)}</title>
<style>body { font: 1rem/1.5 system-ui; max-width: 32rem; margin: 15vh auto; padding: 0 1rem }</style>
<h1>${Bun.escapeHTML(title)}</h1>
${body}
</html>
`;
  return new Response(html, {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
  });
}

/** Asks the person; the form posts `request` and `decision` (allow or deny). */
export function decisionPage(title: string, text: string, request: string): Response {
  return page(
    title,
    `<p>${Bun.escapeHTML(text)}</p>
<form method="post" action="/decision">
<input type="hidden" name="request" value="${Bun.escapeHTML(request)}">
<button name="decision" value="allow">Allow</button>
<button name="decision" value="deny">Deny</button>
</form>`,
  );
}

export function userCodePage(): Response {
  return page(
    'Authorization requested',
    `<form method="get" action="/device">
<label>Code <input name="user_code" autofocus></label>
<button>Confirm and continue</button>
</form>`,
  );
}
