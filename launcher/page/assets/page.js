// The page's only script. It knows no state and no language: it shows what the launcher tells it, as text, never as markup.
const by = (id) => document.getElementById(id);
const words = JSON.parse(by('words').textContent);

const key = globalThis.pageKey;

let state;
let goOn = false;
let ends;

function ask(path, options = {}) {
  return fetch(path, { ...options, headers: { 'X-Page-Key': key } });
}

function press(deed) {
  return ask(`/do/${deed}`, { method: 'POST', keepalive: true });
}

function put(id, text) {
  if (by(id).textContent !== text) by(id).textContent = text;
}

function show(next) {
  state = next;
  by('main').dataset.tone = next.tone;
  document.title = next.title;
  put('title', next.title);
  put('text', next.text);
  by('code-box').hidden = !next.userCode;
  put('code', next.userCode ?? '');
  by('detail').hidden = !next.what;
  put('what', next.what ?? '');
  put('hint', next.hint ?? '');
  put('said', '');
  by('elsewhere').hidden = !next.address;
  put('address', next.address ?? '');
  ends = next.secondsLeft === undefined ? undefined : Date.now() + next.secondsLeft * 1000;
  showTime();
  showButtons(next.buttons);
  showReport(next);
  // Whoever pressed "Sign in" on a sign-in that had ended has pressed it for the new one too.
  if (goOn && next.address) goTo(next);
  if (next.tone !== 'busy') goOn = false;
}

function showButtons(buttons) {
  const made = buttons.map(({ deed, label, main }) => {
    const button = document.createElement(deed === 'sign-in' && state.address ? 'a' : 'button');
    button.className = main ? 'button main' : 'button';
    button.textContent = label;
    button.dataset.deed = deed;
    if (button.tagName === 'A') Object.assign(button, linkOf(state));
    else button.type = 'button';
    button.addEventListener('click', (event) => pressed(event, button));
    return button;
  });
  const focused = document.activeElement;
  const ours = by('actions').contains(focused) || focused === document.body || focused === by('title');
  by('actions').replaceChildren(...made);
  if (ours) (made[0] ?? by('title')).focus();
}

/** With a code to compare, this page must stay in sight. */
function linkOf({ address, stays }) {
  return stays ? { href: address, target: '_blank', rel: 'noopener noreferrer' } : { href: address, rel: 'noreferrer' };
}

async function pressed(event, button) {
  const { deed } = button.dataset;
  if (deed === 'copy-report') return copy(by('report-text'));
  if (deed === 'sign-in' && state.address) {
    if (state.stays) return;
    event.preventDefault();
    return goTo(state);
  }
  goOn = deed === 'sign-in';
  button.disabled = true;
  const done = await press(deed).catch(() => undefined);
  if (!done?.ok) button.disabled = false;
}

/** The launcher is told first: else it would think that the page was closed. */
async function goTo({ address, stays }) {
  goOn = false;
  if (stays) return;
  await press('away').catch(() => {});
  location.assign(address);
}

function showTime() {
  const seconds = ends === undefined ? 0 : Math.max(0, Math.round((ends - Date.now()) / 1000));
  by('left').hidden = ends === undefined;
  const time = `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
  put('left', ends === undefined ? '' : words.timeLeft.replace('{time}', time));
}

/** The report on the state that is shown; without a text while it is being made. */
let report;

function showReport({ title, buttons }) {
  const wanted = buttons.some(({ deed }) => deed === 'copy-report');
  if (!wanted) report = undefined;
  else if (report?.title !== title) prepareReport(title);
  paintReport();
}

async function prepareReport(title) {
  const mine = { title };
  report = mine;
  mine.text = await ask('/report')
    .then((answer) => (answer.ok ? answer.text() : ''))
    .catch(() => '');
  // By now there may be another one, or nothing to report.
  if (report === mine) paintReport();
}

function paintReport() {
  const text = report?.text;
  by('making').hidden = !report || text !== undefined;
  by('report').hidden = !text;
  if (!text) by('report').open = false;
  put('report-text', text ?? '');
  for (const button of document.querySelectorAll('[data-deed="copy-report"]')) button.disabled = !text;
}

async function copy(element) {
  try {
    await navigator.clipboard.writeText(element.textContent);
    put('said', words.copied);
  } catch {
    if (by('report').contains(element)) by('report').open = true;
    getSelection().selectAllChildren(element);
    put('said', words.selected);
  }
}

/** The states come line by line over one answer that never ends; its end is the launcher's. */
async function follow() {
  for (let failures = 0; failures < 4; failures++) {
    try {
      const answer = await ask(document.hidden ? '/events?hidden' : '/events');
      if (answer.status === 403) return show({ ...words.strange, tone: 'ask', buttons: [] });
      const reader = answer.body.getReader();
      const decoder = new TextDecoder();
      for (let text = '', part = await reader.read(); !part.done; part = await reader.read()) {
        failures = 0;
        const lines = (text + decoder.decode(part.value, { stream: true })).split('\n');
        text = lines.pop();
        for (const line of lines) if (line) show(JSON.parse(line));
      }
    } catch {}
    if (state?.last) return;
    await new Promise((wake) => setTimeout(wake, 400));
  }
  ended();
}

function ended() {
  const buttons = (state?.buttons ?? []).filter(({ deed }) => deed === 'copy-report' && by('report-text').textContent);
  if (state?.tone === 'good') return;
  if (state?.tone === 'bad') show({ ...state, text: words.gone.text, buttons });
  else show({ ...words.gone, tone: 'bad', buttons });
}

for (const [button, source] of [
  ['copy-code', 'code'],
  ['copy-address', 'address'],
]) {
  by(button).addEventListener('click', () => copy(by(source)));
}
// Whoever double-clicks once more while this tab lies under another one does not see it.
document.addEventListener('visibilitychange', () => {
  if (key) press(document.hidden ? 'hidden' : 'seen').catch(() => {});
});
setInterval(showTime, 1000);
follow();
