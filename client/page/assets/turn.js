// A question and its answer on the page.
const { words, create, buttonOf, blockOf, grow, copy } = globalThis.parts;

/** When somebody who waits is told why it may take so long. */
const LONG_MS = 5_000;

/** Both articles of a turn; the answer's may still be written. */
function turnOf(question, model) {
  const turn = create('div', 'turn');
  const asked = article('asked', words.you);
  asked.append(create('div', 'text', question));
  const answer = article('answer', 'Claude', model);
  turn.body = create('div', 'body');
  turn.course = create('p', 'course');
  turn.course.hidden = true;
  turn.end = create('div', 'end');
  answer.append(turn.body, turn.course, turn.end);
  turn.append(asked, answer);
  turn.question = question;
  return turn;
}

function article(className, name, detail) {
  const made = create('article', className);
  const heading = create('h2', '', name);
  if (detail) heading.append(' ', create('small', '', detail));
  made.append(heading);
  return made;
}

function showBlocks(turn, blocks) {
  turn.body.replaceChildren(...blocks.map(blockOf));
}

function showStroke(turn, { grow: growth, next }) {
  if (!turn.body.lastChild) turn.body.append(blockOf());
  if (growth) grow(turn.body.lastChild, growth);
  if (next) turn.body.append(blockOf());
}

function showCourse(turn, course) {
  turn.state = { ...course, since: turn.state?.stage === course.stage ? turn.state.since : Date.now() };
  turn.classList.toggle('writing', course.stage === 'writing');
  showWait(turn);
}

/** What is waited for, as time goes by. */
function showWait(turn) {
  const { stage, until, since, why } = turn.state ?? {};
  const text = {
    waiting: () => (Date.now() - since > LONG_MS ? words.waitingLong : words.waiting),
    held: () => words.held.replace('{seconds}', Math.max(0, Math.ceil((until - Date.now()) / 1000))),
  }[stage]?.();
  turn.course.hidden = !text;
  turn.course.title = why ?? '';
  if (text && turn.course.textContent !== text) turn.course.textContent = text;
}

/** Nothing more comes. */
function hush(turn) {
  turn.state = undefined;
  turn.course.hidden = true;
  turn.classList.remove('writing');
}

function showEnd(turn, reply, retry) {
  hush(turn);
  if (turn.body.lastChild && !turn.body.lastChild.hasChildNodes()) turn.body.lastChild.remove();
  level(turn.body);
  const { end, isCut, tokens, problem, text } = reply;
  if (problem) turn.end.append(faultOf(problem, text ? words.brokenOff : words.failed));
  if (end === 'stopped') turn.end.append(create('p', 'remark', words.stopped));
  if (isCut) turn.end.append(create('p', 'remark', words.cut));
  const deeds = create('div', 'deeds');
  if (text) deeds.append(buttonOf('quiet', words.copy, () => copy(text)));
  deeds.append(buttonOf(problem ? 'button small retry' : 'quiet retry', words.retry, retry));
  if (tokens) deeds.append(create('span', 'tokens', filled(words.tokens, tokens)));
  turn.end.append(deeds);
}

/** Whatever levels an answer uses, none is left out: to ears, they begin below the page's own. */
function level(body) {
  const headings = [...body.querySelectorAll('h3, h4, h5, h6')];
  const used = [...new Set(headings.map(({ tagName }) => tagName))].sort();
  for (const heading of headings) heading.ariaLevel = 3 + used.indexOf(heading.tagName);
}

function faultOf({ what, hint }, title) {
  const made = create('div', 'fault');
  made.append(create('h3', '', title), english('p', what), create('h3', '', words.nextStep), english('p', hint));
  return made;
}

function english(tag, text) {
  const made = create(tag, '', text);
  made.lang = 'en';
  return made;
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name].toLocaleString(document.documentElement.lang));
}

Object.assign(globalThis.parts, { turnOf, showBlocks, showStroke, showCourse, showWait, showEnd, hush });
