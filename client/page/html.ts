import colours from '../../shared/page/assets/colours.css' with { type: 'text' };
import keyScript from '../../shared/page/assets/key.js' with { type: 'text' };
import { contentPolicy, dataIn, say } from '../../shared/page/loopback.ts';
import chatStyle from './assets/chat.css' with { type: 'text' };
import chat from './assets/chat.js' with { type: 'text' };
import markdownStyle from './assets/markdown.css' with { type: 'text' };
import tree from './assets/tree.js' with { type: 'text' };
import turn from './assets/turn.js' with { type: 'text' };
import { catalogue, type Language } from './texts/catalogue.ts';

const style = [colours, chatStyle, markdownStyle].join('');
/** Each sees what those before it give it, in `parts`. */
const scripts = [keyScript, tree, turn, chat];

export const pagePolicy = contentPolicy([style], scripts);

/** The whole page; what is said in it comes afterwards, as text. The key is empty for a tab that has it already. */
export function pageHtml(language: Language, key: string): string {
  const texts = catalogue[language];
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">
<meta name="robots" content="noindex">
<meta name="page-key" content="${key}">
<title>Claude</title>
<style>${style}</style>
</head>
<body>
<header>
<h1>Claude</h1>
<label id="model-field"><span class="unseen">${say(texts.model)}</span><select id="model" disabled><option>${say(texts.lookingForModels)}</option></select></label>
<label id="keep-field"><input id="keep" type="checkbox" role="switch"><span>${say(texts.keep)}</span></label>
<button id="new" class="button small" type="button"><svg class="plus" viewBox="0 0 24 24" aria-hidden="true"><path d="M12 5v14M5 12h14"/></svg><span>${say(texts.newConversation)}</span></button>
</header>
<main>
<div id="notice" role="alert" hidden>
<div><strong id="notice-title"></strong><p id="notice-text"></p></div>
<button id="notice-retry" class="button small" type="button">${say(texts.retry)}</button>
</div>
<div id="log" role="region" aria-label="${say(texts.conversation)}" tabindex="0">
<div id="welcome" hidden>
<div class="sign" aria-hidden="true"><svg viewBox="0 0 24 24"><path d="M4 5.5h16v10.5h-8.5L7 20v-4H4z"/></svg></div>
<h2 class="greeting">${say(texts.welcome)}</h2>
<p id="talks-to"></p>
<p id="talks-model" class="aside"></p>
<p class="aside">${say(texts.privacy)}</p>
</div>
<div id="turns"></div>
</div>
<button id="latest" class="button small" type="button" hidden>${say(texts.latest)}</button>
<form id="composer">
<textarea id="message" rows="1" aria-label="${say(texts.message)}" aria-describedby="keys" placeholder="${say(texts.placeholder)}" enterkeyhint="send" maxlength="2000000" autofocus></textarea>
<button id="send" class="button main" type="submit">${say(texts.send)}</button>
</form>
<p id="said" class="unseen" role="status"></p>
</main>
<footer><span id="keys">${say(texts.keys)}</span> <span>${say(texts.caution)}</span></footer>
<noscript><p>${say(texts.noScript)}</p></noscript>
<script id="words" type="application/json">${dataIn(texts)}</script>
${scripts.map((script) => `<script type="module">${script}</script>`).join('\n')}
</body>
</html>
`;
}
