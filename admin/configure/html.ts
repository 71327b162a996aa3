import colours from '../../shared/page/assets/colours.css' with { type: 'text' };
import keyScript from '../../shared/page/assets/key.js' with { type: 'text' };
import { contentPolicy, dataIn, say } from '../../shared/page/loopback.ts';
import check from './assets/check.js' with { type: 'text' };
import fields from './assets/fields.js' with { type: 'text' };
import formStyle from './assets/form.css' with { type: 'text' };
import models from './assets/models.js' with { type: 'text' };
import pageStyle from './assets/page.css' with { type: 'text' };
import page from './assets/page.js' with { type: 'text' };
import parts from './assets/parts.js' with { type: 'text' };
import { type ApproachTexts, texts } from './texts.ts';

const style = [colours, pageStyle, formStyle].join('');
/** Each sees what those before it give it, in `parts`. */
const scripts = [keyScript, parts, fields, models, check, page];

export const pagePolicy = contentPolicy([style], scripts);

/** The whole page; what is said in it comes afterwards, as text. The key is empty for a tab that has it already. */
export function pageHtml(key: string): string {
  const { sections, approachHeads, actions } = texts;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta name="page-key" content="${key}">
<title>${say(texts.title)}</title>
<style>${style}</style>
</head>
<body>
<header>
<div><h1>${say(texts.title)}</h1><p id="from" class="aside"></p></div>
<div class="row">
<label class="button small file"><span>${say(actions.open)}</span><input id="open" type="file" accept=".json,.reg,.mobileconfig,.plist"></label>
<button id="device" class="button small" type="button">${say(actions.device)}</button>
<button id="save" class="button small" type="button" hidden>${say(actions.save)}</button>
</div>
</header>
<div id="notice" role="alert" hidden><strong id="notice-title"></strong><p id="notice-text"></p></div>
<div id="columns">
<main>
<section aria-labelledby="h-approach">
<h2 id="h-approach"><span aria-hidden="true">1</span> ${say(sections.approach)}</h2>
<p class="aside">${say(texts.approachHelp)}</p>
<p id="other-kind" class="banner" hidden></p>
<div id="approaches" role="radiogroup" aria-labelledby="h-approach">
<table role="table">
<thead role="rowgroup"><tr role="row">${approachHeads.map((head) => `<th role="columnheader" scope="col">${say(head)}</th>`).join('')}</tr></thead>
<tbody role="rowgroup">${Object.entries(texts.approaches).map(row).join('')}</tbody>
</table>
</div>
<div id="leftovers" class="banner" hidden><p></p><button id="drop" class="button small" type="button">${say(actions.drop)}</button></div>
</section>
${section('access', 2, group('access') + group('identity', texts.identityHelp) + group('requests'))}
${section('models', 3, '<div id="models"></div>')}
${section('own', 4, group('helper') + group('launcher'))}
<section aria-labelledby="h-check">
<h2 id="h-check"><span aria-hidden="true">5</span> ${say(sections.check)}</h2>
<p class="aside before">${say(texts.chooseFirst)}</p>
<div id="test"></div>
<div id="export"></div>
</section>
</main>
<aside aria-labelledby="h-lint">
<h2 id="h-lint">${say(sections.lint)}</h2>
<p id="verdict" role="status"></p>
<div id="lint"></div>
</aside>
</div>
<p id="said" class="unseen" role="status"></p>
<noscript><p>${say(texts.noScript)}</p></noscript>
<script id="words" type="application/json">${dataIn(texts)}</script>
${scripts.map((script) => `<script type="module">${script}</script>`).join('\n')}
</body>
</html>
`;
}

function section(name: 'access' | 'models' | 'own', number: number, inside: string): string {
  return `<section aria-labelledby="h-${name}">
<h2 id="h-${name}"><span aria-hidden="true">${number}</span> ${say(texts.sections[name])}</h2>
<p class="aside before">${say(texts.chooseFirst)}</p>
${inside}
</section>`;
}

function group(name: keyof typeof texts.groups, help = ''): string {
  return `<div class="group" role="group" aria-labelledby="g-${name}" id="part-${name}" hidden>
<h3 id="g-${name}">${say(texts.groups[name])}</h3>${help && `<p class="aside">${say(help)}</p>`}<div class="fields"></div></div>`;
}

function row([name, { title, cells }]: [string, ApproachTexts]): string {
  const heads = texts.approachHeads.slice(1);
  const told = cells.map((cell, at) => `<td role="cell" data-head="${say(heads[at] ?? '')}">${say(cell)}</td>`);
  return `<tr role="row"><th role="rowheader" scope="row"><label><input type="radio" name="approach" value="${name}"><span>${say(title)}</span></label></th>${told.join('')}</tr>`;
}
