import colours from '../../shared/page/assets/colours.css' with { type: 'text' };
import keyScript from '../../shared/page/assets/key.js' with { type: 'text' };
import { contentPolicy, dataIn, say } from '../../shared/page/loopback.ts';
import { catalogue, type Language } from '../texts/catalogue.ts';
import layout from './assets/page.css' with { type: 'text' };
import script from './assets/page.js' with { type: 'text' };

const style = `${colours}${layout}`;

export const pagePolicy = contentPolicy([style], [keyScript, script]);

/** What a document of ours is made for. */
interface Document {
  language: Language;
  /** Empty for a tab that has its key already. */
  key: string;
  /** For a browser without scripts. */
  address?: string | undefined;
}

/** The whole page; the script puts a state's words in as text. */
export function pageHtml({ language, key, address }: Document): string {
  const texts = catalogue[language];
  const { copied, selected, timeLeft, gone, strange } = texts;
  const words = dataIn({ copied, selected, timeLeft, gone, strange });
  // Without scripts it stays as it is.
  const { title, text } = texts.states[address ? 'sign-in-needed' : 'checking'];
  const link = address ? `<a class="button main" href="${say(address)}">${say(texts.buttons['sign-in'])}</a>` : '';
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="page-key" content="${key}">
<title>${say(title)}</title>
<style>${style}</style>
</head>
<body>
<main id="main" data-tone="${address ? 'ask' : 'busy'}">
<div class="sign" aria-hidden="true">
<svg class="busy" viewBox="0 0 24 24"><path d="M12 3a9 9 0 1 1-8.5 6"/></svg>
<svg class="ask" viewBox="0 0 24 24"><circle cx="8" cy="15" r="4.5"/><path d="M11.3 11.7 20 3m-3.4 3.4 2.9 2.9"/></svg>
<svg class="good" viewBox="0 0 24 24"><path d="m4.5 12.5 5 5 10-11"/></svg>
<svg class="bad" viewBox="0 0 24 24"><path d="M12 4v10m0 5.2v.3"/></svg>
</div>
<div role="status" aria-live="polite">
<h1 id="title" tabindex="-1">${say(title)}</h1>
<p id="text">${say(text)}</p>
</div>
<div id="code-box" hidden>
<h2 id="code-label">${say(texts.code)}</h2>
<div id="code-line"><output id="code" aria-labelledby="code-label"></output><button id="copy-code" class="button small" type="button" aria-describedby="code-label">${say(texts.copy)}</button></div>
</div>
<div id="detail" hidden>
<h2>${say(texts.detail)}</h2><p id="what" lang="en"></p>
<h2>${say(texts.nextStep)}</h2><p id="hint" lang="en"></p>
</div>
<div id="actions"></div>
<p id="said" role="status"></p>
<p id="left" hidden></p>
<p id="making" role="status" hidden>${say(texts.reportComing)}</p>
<details id="report" hidden>
<summary>${say(texts.report)}</summary>
<pre id="report-text" tabindex="0" lang="en"></pre>
</details>
<details id="elsewhere" hidden>
<summary>${say(texts.otherBrowser)}</summary>
<p>${say(texts.otherBrowserText)}</p>
<div id="address-line"><code id="address" tabindex="0"></code><button id="copy-address" class="button small" type="button">${say(texts.copy)}</button></div>
</details>
<noscript>${link}</noscript>
</main>
<footer>${say(texts.footer)}</footer>
<script id="words" type="application/json">${words}</script>
<script>${keyScript}</script>
<script>${script}</script>
</body>
</html>
`;
}
