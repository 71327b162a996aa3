/**
 * What a page that the person happens to visit can try against ours, as scripts for that page. `at` is our origin. Each gives
 * what it learnt, and nothing when it learnt nothing; what it did, the launcher would show.
 */
const fetches = (how: string) => `fetch(at + PATH, ${how}).then(
  async (answer) => (answer.type === 'opaque' ? '' : answer.status + ' ' + (await answer.text())), () => '')`;

const element = (make: string) => `new Promise((resolve) => {
  const made = ${make};
  made.onload = () => resolve('loaded');
  made.onerror = () => resolve('');
  document.body.append(made);
  setTimeout(() => resolve(''), 400);
})`;

/** Ours or not, a frame of a strange origin says of itself that it has loaded; what is in it can't be seen. */
const frame = `new Promise((resolve) => {
  const frame = document.createElement('iframe');
  frame.src = at + PATH;
  document.body.append(frame);
  setTimeout(() => {
    try { resolve(frame.contentDocument?.body?.textContent ?? ''); } catch { resolve(''); }
  }, 400);
})`;

const popup = `new Promise((resolve) => {
  const other = open(at + PATH);
  setTimeout(() => {
    let learnt = '';
    try { learnt = other?.document?.body?.textContent ?? ''; } catch {}
    try { other.postMessage('press', '*'); } catch {}
    try { learnt += other.sessionStorage?.getItem('key') ?? ''; } catch {}
    try { other.location = at + '/do/other-way'; } catch {}
    try { other.close(); } catch {}
    resolve(learnt);
  }, 600);
})`;

const form = (target: string) => `new Promise((resolve) => {
  const form = document.createElement('form');
  Object.assign(form, { method: 'POST', action: at + PATH, target: ${JSON.stringify(target)}, enctype: 'text/plain' });
  document.body.append(Object.assign(document.createElement('iframe'), { name: 'inside' }), form);
  form.submit();
  setTimeout(() => resolve(''), 300);
})`;

const stream = (make: string) => `new Promise((resolve) => {
  const stream = ${make};
  stream.onmessage = ({ data }) => resolve('told ' + data);
  stream.onopen = () => resolve('opened');
  stream.onerror = () => resolve('');
})`;

const key = `{ 'X-Page-Key': 'x'.repeat(32) }`;

export const attacks: Record<string, string> = {
  'fetch without credentials': fetches(`{ credentials: 'omit' }`),
  'fetch with credentials': fetches(`{ credentials: 'include' }`),
  'fetch with a guessed key': fetches(`{ credentials: 'include', headers: ${key} }`),
  'fetch that wants no answer': fetches(`{ mode: 'no-cors', credentials: 'include' }`),
  'fetch by a redirect of its own': `fetch('/redirect?to=' + encodeURIComponent(at + PATH), { credentials: 'include' })
    .then((answer) => answer.text(), () => '')`,
  POST: fetches(`{ method: 'POST', credentials: 'include' }`),
  'POST with a guessed key': fetches(`{ method: 'POST', credentials: 'include', headers: ${key} }`),
  'POST that wants no answer': fetches(`{ method: 'POST', mode: 'no-cors', credentials: 'include', keepalive: true }`),
  beacon: `String(navigator.sendBeacon(at + PATH, 'x')).replace('true', '')`,
  'a form in a frame': form('inside'),
  'a form in a window': form('_blank'),
  image: element(`Object.assign(new Image(), { src: at + PATH })`),
  script: element(`Object.assign(document.createElement('script'), { src: at + PATH })`),
  module: element(`Object.assign(document.createElement('script'), { type: 'module', src: at + PATH })`),
  style: element(`Object.assign(document.createElement('link'), { rel: 'stylesheet', href: at + PATH })`),
  'a look ahead': element(
    `Object.assign(document.createElement('link'), { rel: 'prefetch', href: at + PATH })`,
  ).replace(`resolve('loaded')`, `resolve('')`),
  'an object': element(`Object.assign(document.createElement('object'), { data: at + PATH })`),
  frame,
  popup,
  EventSource: stream(`new EventSource(at + PATH, { withCredentials: true })`),
  WebSocket: stream(`new WebSocket(at.replace('http', 'ws') + PATH)`),
  worker: `new Promise((resolve) => {
    try { new Worker(at + PATH).onmessage = () => resolve('told'); } catch {}
    setTimeout(() => resolve(''), 100);
  })`,
  'the window that opened it': `String(opener?.location?.href ?? '')`,
};

/** These are the browser's to stop: no server ever sees them. */
export const STOPPED = ['worker', 'the window that opened it'];
