import { createHash } from 'node:crypto';

const style = `
:root { color-scheme: light dark; --ink: #1c1b1a; --soft: #5d5a55; --ground: #f6f4ef; --card: #ffffff; --accent: #a8482a; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f1eee8; --soft: #b3aea6; --ground: #191817; --card: #242220; --accent: #ef9a76; }
}
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; grid-template-columns: minmax(0, 1fr); place-items: center; padding: 1.5rem; background: var(--ground);
  color: var(--ink); font: 1.0625rem/1.5 system-ui, sans-serif; }
main { width: min(30rem, 100%); padding: 2.5rem; border-radius: 1rem; background: var(--card);
  box-shadow: 0 1px 2px rgb(0 0 0 / .08), 0 12px 32px rgb(0 0 0 / .08); }
h1 { margin: 0 0 .5rem; font-size: 1.5rem; line-height: 1.25; }
p { margin: .5rem 0; color: var(--soft); }
#code { margin: 1.25rem 0; font: 600 2rem/1.2 ui-monospace, monospace; letter-spacing: .08em; user-select: all; color: var(--ink); }
a { display: inline-block; margin-top: 1rem; padding: .7rem 1.2rem; border-radius: .6rem; background: var(--accent);
  color: var(--card); font-weight: 600; text-decoration: none; }
main:has(#report:not([hidden])) { width: min(60rem, 100%); }
#report { margin-top: 1.5rem; }
#report pre { max-height: 45vh; margin: .75rem 0; padding: 1rem; overflow: auto; border-radius: .6rem; background: var(--ground);
  color: var(--ink); font: .8125rem/1.45 ui-monospace, monospace; white-space: pre; }
button { padding: .6rem 1rem; border: 1px solid var(--soft); border-radius: .6rem; background: none; color: var(--ink);
  font: inherit; font-weight: 600; cursor: pointer; }
:is(a, button, pre, summary):focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
[hidden] { display: none; }
`;

/** The state's words; the script puts them in as text, never as markup. */
const script = `
const by = (id) => document.getElementById(id);
const texts = {
  starting: () => ['Preparing the sign-in', 'One moment, please.'],
  waiting: (s) => s.userCode
    ? ['Sign in to AWS', 'Check that the AWS page shows this code, then allow the access there.']
    : ['Sign in to AWS', 'Finish the sign-in on the AWS page.'],
  done: () => ['You are signed in', 'Everything is ready. You can close this page.'],
  failed: (s) => ["That didn't work", sentence(s.message), 'Next step: ' + sentence(s.hint)],
};
function sentence(words) {
  return words.slice(0, 1).toUpperCase() + words.slice(1) + '.';
}
let shown = {};
function show(state) {
  shown = state;
  const [title, text, next] = texts[state.phase](state);
  document.title = title;
  by('title').textContent = title;
  by('text').textContent = text;
  by('next').textContent = next || '';
  by('code').textContent = state.userCode || '';
  by('code').hidden = !state.userCode;
  by('making').hidden = state.report !== 'coming';
  by('report').hidden = !(state.report && state.report.text);
  by('report-text').textContent = (state.report && state.report.text) || '';
  by('go').hidden = state.phase !== 'waiting';
  if (state.phase === 'waiting') by('go').href = state.address;
}
async function follow() {
  for (let seen = 0, failures = 0; failures < 3; ) {
    try {
      const state = await (await fetch('/state?seen=' + seen)).json();
      seen = state.version;
      failures = 0;
      show(state);
      if (state.phase === 'done' || (state.phase === 'failed' && state.report !== 'coming')) return;
    } catch {
      failures++;
      await new Promise((wake) => setTimeout(wake, 500));
    }
  }
  const { report, ...last } = shown;
  show(last.phase === 'failed' ? last : { phase: 'failed', message: 'The launcher has ended', hint: 'start it again' });
}
by('copy').addEventListener('click', async () => {
  try {
    await navigator.clipboard.writeText(by('report-text').textContent);
    by('copied').textContent = 'Copied.';
  } catch {
    getSelection().selectAllChildren(by('report-text'));
    by('copied').textContent = 'Selected: copy it with the keyboard.';
  }
});
follow();
`;

function digest(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

/** Nothing from outside, nothing inline but our own style and script. */
export const pagePolicy = [
  "default-src 'none'",
  `style-src ${digest(style)}`,
  `script-src ${digest(script)}`,
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

export const pageHtml = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Sign in to AWS</title>
<style>${style}</style>
</head>
<body>
<main>
<h1 id="title">Sign in to AWS</h1>
<p id="text" role="status" aria-live="polite">One moment, please.</p>
<p id="next"></p>
<div id="code" aria-label="Code" hidden></div>
<p id="making" role="status" hidden>A report for your help desk is being made&hellip;</p>
<section id="report" aria-labelledby="report-title" hidden>
<details>
<summary id="report-title">Report for your help desk</summary>
<pre id="report-text" tabindex="0"></pre>
</details>
<p><button id="copy" type="button">Copy report</button> <span id="copied" role="status"></span></p>
</section>
<a id="go" target="_blank" rel="noopener noreferrer" hidden>Continue on the AWS page</a>
</main>
<script>${script}</script>
</body>
</html>
`;
