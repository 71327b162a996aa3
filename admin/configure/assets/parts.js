// What the scripts of the page share: its words, its elements, and the way to the program.
const words = JSON.parse(document.getElementById('words').textContent);
const by = (id) => document.getElementById(id);

const key = globalThis.pageKey;

/** An element with properties, `aria` and `data` attributes by their own names, and what is in it: never as HTML. */
function create(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined) continue;
    if (name.includes('-') || name === 'for' || name === 'role') element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== undefined));
  return element;
}

function button(text, act, properties = {}) {
  const made = create('button', { type: 'button', className: 'button small', textContent: text, ...properties });
  made.addEventListener('click', act);
  return made;
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? '');
}

/** For those who hear the page. */
function announce(text) {
  by('said').textContent = text;
}

function showNotice(what = '', hint = '') {
  by('notice').hidden = !what;
  by('notice-title').textContent = what;
  by('notice-text').textContent = hint;
}

let waiting = Promise.resolve();

/** Says what the person wants, one after the other; gives the answer, undefined where it was refused, which is shown. */
function post(act, given = {}) {
  const asked = waiting.then(() => send(act, given));
  waiting = asked.catch(() => {});
  return asked;
}

async function send(act, given) {
  const headers = { 'X-Page-Key': key, 'Content-Type': 'application/json' };
  const answer = await fetch(`/${act}`, { method: 'POST', headers, body: JSON.stringify(given) }).catch(
    () => undefined,
  );
  const isTold = answer?.headers.get('content-type')?.startsWith('application/json');
  const told = isTold ? await answer.json() : undefined;
  if (told?.view) globalThis.parts.show(told.view);
  if (answer?.ok) showNotice();
  else showNotice(told?.fault?.what ?? words.notDone, told?.fault?.hint);
  return answer?.ok ? answer : undefined;
}

/** Puts elements into a place without taking the focus of one that stays, or of one that is made anew with the same ID. */
function place(into, elements) {
  const focused = document.activeElement;
  const isSame = into.childElementCount === elements.length && elements.every((one, at) => into.children[at] === one);
  if (isSame) return;
  const held = into.contains(focused) ? focused : undefined;
  into.replaceChildren(...elements);
  if (!held || held === document.activeElement) return;
  const again = held.isConnected ? held : by(held.id);
  again?.focus();
}

globalThis.parts = { words, by, key, create, button, fill, announce, showNotice, post, place };
