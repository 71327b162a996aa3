// The test of the connection, the exports, and what the lint finds.
const { words, by, create, button, fill, announce, post } = globalThis.parts;
const { test: tested, export: exported, lint, actions } = words;

/** What a run says while it goes on. */
function progress(trial, text) {
  const lines = trial.lines.map((line) => create('li', { textContent: line }));
  const stop = button(actions.stop, () => post('stop'), { id: `stop-${trial.kind}` });
  return create(
    'div',
    { className: 'banner calm' },
    create('div', { className: 'row' }, create('strong', { textContent: text }), stop),
    lines.length > 0 ? create('ul', { className: 'lines' }, ...lines) : undefined,
  );
}

function faultBox({ what, hint }) {
  return create(
    'div',
    { className: 'banner' },
    create('strong', { textContent: what }),
    create('p', { textContent: hint }),
  );
}

const run = button(actions.test, () => post('test'), { id: 'run', className: 'button main' });
const managed = create('p', { className: 'banner', hidden: true });
const result = create('div', { id: 'result' });
by('test').append(
  create('h3', { textContent: tested.title }),
  create('p', { className: 'aside', textContent: tested.help }),
  managed,
  run,
  result,
);

let announced;

function showTest({ trial, managed: places, approach }) {
  by('test').hidden = !approach;
  managed.hidden = places.length === 0;
  managed.textContent = fill(tested.managed, { places: places.join(', ') });
  run.disabled = Boolean(trial?.running);
  if (trial?.kind !== 'test') return result.replaceChildren();
  const { running, outcome } = trial;
  if (running) return result.replaceChildren(progress(trial, tested.running));
  const verdict = outcome?.proof?.proved ? tested.proved : tested.failed;
  const box = create('div', {
    className: trial.isOld ? 'banner calm' : outcome?.proof?.proved ? 'banner good' : 'banner',
  });
  box.append(create('strong', { textContent: verdict }));
  if (trial.isOld) box.append(create('p', { textContent: tested.old }));
  if (outcome?.fault) box.append(faultBox(outcome.fault));
  if (outcome?.proof) box.append(create('ol', { className: 'steps' }, ...outcome.proof.steps.map(step)));
  result.replaceChildren(box);
  if (announced !== JSON.stringify(outcome)) announce(verdict);
  announced = JSON.stringify(outcome);
}

function step({ name, state, milliseconds, words: told, warning, problem }) {
  const further = [told, warning, problem?.message, problem?.hint].filter(Boolean);
  return create(
    'li',
    { className: state },
    create('strong', { textContent: `${tested.states[state]}: ${tested.steps[name] ?? name}` }),
    create('span', { className: 'aside', textContent: ` ${milliseconds} ms` }),
    ...further.map((text) => create('p', { textContent: text })),
  );
}

function select(id, options) {
  const made = Object.entries(options).map(([value, textContent]) => create('option', { value, textContent }));
  return create('select', { id }, ...made);
}

function field(input, label, help) {
  const described = help && create('p', { className: 'help', id: `${input.id}-help`, textContent: help });
  if (described) input.setAttribute('aria-describedby', described.id);
  return create('div', { className: 'field' }, create('label', { for: input.id }, label), input, described);
}

const format = create('select', { id: 'format' });
const system = select('system', exported.systems);
const hive = select('hive', exported.hives);
const organization = create('input', { id: 'organization', type: 'text', maxLength: 100, autocomplete: 'off' });
const hours = select('hours', {
  '': '–',
  ...Object.fromEntries(Array.from({ length: 12 }, (_, at) => [at + 1, at + 1])),
});
const why = create('p', { id: 'format-why', className: 'wrong', hidden: true });
const next = create('p', { id: 'next', className: 'aside' });
const secrets = create('div', { id: 'secrets' });
const go = button(actions.export, takeHome, { id: 'go', className: 'button main' });
format.setAttribute('aria-describedby', why.id);
by('export').append(
  create('h3', { textContent: exported.title }),
  create(
    'div',
    { className: 'fields' },
    field(format, exported.format),
    field(system, exported.system),
    field(hive, exported.hive),
    field(organization, exported.organization),
    field(hours, exported.hours, exported.hoursHelp),
  ),
  secrets,
  why,
  next,
  go,
);

let offers = [];

function sayPurpose() {
  post('purpose', {
    system: system.value,
    hive: hive.value,
    organization: organization.value,
    hours: hours.value ? Number(hours.value) : null,
  });
}
for (const input of [system, hive, organization, hours]) input.addEventListener('change', sayPurpose);
format.addEventListener('change', showOffer);

function showExport(view) {
  by('export').hidden = !view.approach && !view.otherKind;
  offers = view.offers;
  if (format.childElementCount === 0)
    format.append(
      ...offers.map(({ name, title }) => create('option', { value: name, textContent: `${name}: ${title}` })),
    );
  const { purpose } = view;
  const values = [
    [system, purpose.system],
    [hive, purpose.hive],
    [organization, purpose.organization],
    [hours, purpose.hours ?? ''],
  ];
  for (const [input, value] of values) if (document.activeElement !== input) input.value = value;
  const boxes = view.secrets.map(({ message, hint }) =>
    create(
      'div',
      { className: 'banner loud' },
      create('strong', { textContent: exported.secret }),
      create('p', { textContent: message.replace(/^SECRET: /, '') }),
      hint && create('p', { textContent: hint }),
    ),
  );
  secrets.replaceChildren(...boxes);
  showOffer();
}

function showOffer() {
  const offer = offers.find(({ name }) => name === format.value);
  why.hidden = !offer?.why;
  why.textContent = offer?.why ?? '';
  next.textContent = offer ? fill(exported.next, offer) : '';
  go.disabled = Boolean(offer?.why);
}

/** What the program has made, into the folder of downloads. */
async function takeHome() {
  const answer = await post('export', { format: format.value });
  if (!answer) return;
  const [, name] = /filename="([^"]+)"/.exec(answer.headers.get('content-disposition') ?? '') ?? [];
  const address = URL.createObjectURL(await answer.blob());
  create('a', { href: address, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
  announce(fill(exported.done, { name }));
}

function showLint({ approach, findings, notes, missing, slips }) {
  const count = (level) => findings.filter((one) => one.level === level).length;
  const parts = [
    slips > 0 ? fill(lint.slips, { count: slips }) : '',
    missing.length > 0 ? fill(lint.missing, { names: missing.map(({ title }) => title).join(', ') }) : '',
    findings.length > 0 ? fill(lint.some, { errors: count('error'), warnings: count('warning') }) : '',
  ].filter(Boolean);
  const verdict = approach || parts.length > 0 ? parts.join(' ') || lint.none : lint.start;
  if (by('verdict').textContent !== verdict) by('verdict').textContent = verdict;
  by('verdict').classList.toggle('good', verdict === lint.none);
  const found = findings.map(({ level, key, title, message, hint }) =>
    create(
      'div',
      { className: `finding ${level}` },
      create('strong', { textContent: `${lint.levels[level]}${title ? `: ${title}` : ''}` }),
      create('p', { textContent: key ? `${key} ${message}` : message }),
      create('p', { className: 'aside', textContent: hint }),
    ),
  );
  const noted = notes.map(({ message, hint }) =>
    create(
      'div',
      { className: 'finding note' },
      create('p', { textContent: message }),
      hint && create('p', { className: 'aside', textContent: hint }),
    ),
  );
  if (noted.length > 0) noted.unshift(create('h3', { textContent: lint.notes }));
  by('lint').replaceChildren(...found, ...noted);
}

Object.assign(globalThis.parts, { progress, faultBox, showTest, showExport, showLint });
