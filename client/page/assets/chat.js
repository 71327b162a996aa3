// The page holds nothing of its own: it shows what the program tells it, and says what the person wants.
const { words, create, announce, turnOf, showBlocks, showStroke, showCourse, showWait, showEnd, hush } =
  globalThis.parts;
const by = (id) => document.getElementById(id);
const [log, turns, message] = ['log', 'turns', 'message'].map(by);
/** So near to its end somebody reads what comes. */
const NEAR = 40;

const key = globalThis.pageKey;

/** The turn that is being answered. */
let running;
let isOver = false;
let follows = true;

async function act(name, given = {}) {
  const headers = { 'X-Page-Key': key, 'Content-Type': 'application/json' };
  const done = await fetch(`/${name}`, { method: 'POST', headers, body: JSON.stringify(given) }).catch(() => undefined);
  if (!done?.ok) announce(words.notDone, true);
  return done?.ok === true;
}

const shows = {
  all({ source, turns: given, running: now, kept, models, chosen, fault }) {
    by('talks-to').textContent = words.talksTo.replace('{source}', source);
    turns.replaceChildren();
    running = undefined;
    for (const { question, reply, blocks } of given) {
      const turn = add(turnOf(question, reply.model));
      showBlocks(turn, blocks);
      showEnd(turn, reply, retry);
    }
    if (now) shows.asked(now);
    if (models) shows.models({ models, chosen });
    shows.kept({ on: kept });
    shows.fault({ fault });
    follows = true;
    showState();
  },
  dropped() {
    turns.lastChild?.remove();
  },
  asked({ question, course }) {
    running = add(turnOf(question, course.model));
    showBlocks(running, course.blocks);
    showCourse(running, course);
    follows = true;
    showState();
  },
  course({ course }) {
    if (course.stage === 'writing') announce(words.begins);
    showCourse(running, course);
    if (course.stage === 'held') announce(running.course.textContent);
  },
  stroke({ stroke }) {
    showStroke(running, stroke);
  },
  answered({ turn: { reply } }) {
    announce({ done: words.finished, stopped: words.stopped, failed: reply.problem?.what }[reply.end]);
    showEnd(running, reply, retry);
    running = undefined;
    showState();
  },
  kept({ on }) {
    by('keep').checked = on;
  },
  models({ models, chosen }) {
    const options = models.map(({ id, label }) => {
      const option = create('option', '', label);
      return Object.assign(option, { value: id, title: id, selected: id === chosen });
    });
    by('model').replaceChildren(...options);
    showState();
  },
  fault({ fault }) {
    if (!modelChosen()) by('model').options[0].textContent = fault ? '' : words.lookingForModels;
    showNotice(fault && { title: fault.what, text: fault.hint }, true);
  },
  end() {
    isOver = true;
    if (running) hush(running);
    running = undefined;
    showNotice(words.gone);
    showState();
  },
};

function add(turn) {
  turns.append(turn);
  return turn;
}

function showNotice(notice, isEnglish = false) {
  by('notice').hidden = !notice;
  by('notice').lang = isEnglish ? 'en' : document.documentElement.lang;
  by('notice-retry').lang = document.documentElement.lang;
  by('notice-title').textContent = notice?.title ?? '';
  by('notice-text').textContent = notice?.text ?? '';
  by('notice-retry').hidden = !isEnglish;
}

/** What can be done now. */
function showState() {
  const model = modelChosen();
  by('model').disabled = isOver || !model;
  by('model').title = model?.value ?? '';
  by('welcome').hidden = turns.hasChildNodes();
  by('talks-model').textContent = model ? modelWords(model) : '';
  by('send').textContent = running ? words.stop : words.send;
  by('send').classList.toggle('stop', Boolean(running));
  by('send').disabled = isOver || !model;
  message.disabled = isOver;
  by('new').disabled = isOver || !turns.hasChildNodes();
  by('keep').disabled = isOver;
}

/** Undefined until there is one to choose. */
function modelChosen() {
  const [option] = by('model').selectedOptions;
  return option?.title ? option : undefined;
}

function modelWords({ label, value }) {
  return label === value ? value : `${label} · ${value}`;
}

async function send() {
  const text = message.value;
  if (running || isOver || !text.trim()) return;
  message.value = '';
  fit();
  // What could not be sent is not lost.
  if (!(await act('ask', { text, model: by('model').value })) && !message.value) message.value = text;
  fit();
}

async function retry() {
  await act('retry', { model: by('model').value });
  message.focus();
}

/** As many lines as are written, within reason. */
function fit() {
  message.style.height = 'auto';
  message.style.height = `${message.scrollHeight + 2}px`;
}

function isNear() {
  return log.scrollHeight - log.scrollTop - log.clientHeight < NEAR;
}

/** Once for all that has come since the last picture. */
let isDue = false;
function keepInSight() {
  if (isDue) return;
  isDue = true;
  requestAnimationFrame(() => {
    isDue = false;
    if (follows) log.scrollTop = log.scrollHeight;
    by('latest').hidden = follows || isNear();
  });
}

/** All comes line by line over one answer that never ends; its end is the program's. */
async function follow() {
  for (let failures = 0; failures < 4 && !isOver; failures++) {
    try {
      const answer = await fetch('/events', { headers: { 'X-Page-Key': key } });
      if (answer.status === 403) return stranger();
      const reader = answer.body.getReader();
      const decoder = new TextDecoder();
      for (let text = '', part = await reader.read(); !part.done; part = await reader.read()) {
        failures = 0;
        const lines = (text + decoder.decode(part.value, { stream: true })).split('\n');
        text = lines.pop();
        for (const line of lines) if (line) hear(JSON.parse(line));
      }
    } catch {}
    if (!isOver) await new Promise((wake) => setTimeout(wake, 400));
  }
  if (!isOver) shows.end();
}

function hear(news) {
  shows[news.what](news);
  keepInSight();
}

function stranger() {
  isOver = true;
  showState();
  by('welcome').hidden = true;
  by('model').options[0].textContent = '';
  showNotice(words.strange);
}

by('composer').addEventListener('submit', (event) => {
  event.preventDefault();
  if (running) act('stop');
  else send();
});
message.addEventListener('keydown', (event) => {
  // An Enter that ends the choice of a character is none.
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  send();
});
message.addEventListener('input', fit);
addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && running && !event.isComposing) act('stop');
});
by('new').addEventListener('click', () => {
  act('new');
  message.focus();
});
by('keep').addEventListener('change', () => act('keep', { on: by('keep').checked }));
by('model').addEventListener('change', showState);
by('notice-retry').addEventListener('click', () => act('models'));
by('latest').addEventListener('click', () => {
  follows = true;
  keepInSight();
  message.focus();
});
let before = 0;
// What comes meanwhile moves the end away: whoever has not gone up still follows.
log.addEventListener('scroll', () => {
  if (isNear()) follows = true;
  else if (log.scrollTop < before) follows = false;
  before = log.scrollTop;
  by('latest').hidden = follows;
});
new ResizeObserver(keepInSight).observe(log);
setInterval(() => running && showWait(running), 500);
showState();
follow();
