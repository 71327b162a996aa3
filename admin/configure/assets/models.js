// The models of the setup, and those that there are to choose from.
const { words, by, create, button, fill, announce, post, place } = globalThis.parts;
const { models: said, actions } = words;
const rows = new Map();

const chosen = create('ol', { className: 'models', 'aria-labelledby': 'h-chosen' });
const none = create('p', { className: 'aside' });
const fault = create('p', { className: 'wrong', id: 'model-error', role: 'alert', hidden: true });
const byHand = create('input', { id: 'model-by-hand', type: 'text', autocomplete: 'off', spellcheck: false });
const byHandForm = create(
  'form',
  { className: 'row end' },
  create('div', { className: 'field grow' }, create('label', { for: byHand.id }, said.byHand), byHand),
  create('button', { type: 'submit', className: 'button small', textContent: actions.add }),
);
const find = button(actions.find, () => post('models'), { id: 'find' });
const findHelp = create('p', { className: 'aside', textContent: said.findHelp });
const finding = create('div', { id: 'finding' });
const offered = create('ul', { className: 'models offered' });
const filter = create('input', { id: 'model-filter', type: 'search', autocomplete: 'off' });
const offer = create(
  'div',
  { hidden: true },
  create('h3', { id: 'h-offered' }),
  create('div', { className: 'field' }, create('label', { for: filter.id }, said.filter), filter),
  create('div', { className: 'scroll', role: 'region', 'aria-labelledby': 'h-offered', tabIndex: 0 }, offered),
);

by('models').append(
  create('p', { className: 'aside', textContent: said.help }),
  create('h3', { id: 'h-chosen', textContent: said.chosen }),
  none,
  chosen,
  fault,
  byHandForm,
  create('div', { className: 'row' }, find, findHelp),
  finding,
  offer,
);

byHandForm.addEventListener('submit', async (event) => {
  event.preventDefault();
  if (byHand.value.trim() && (await post('model', { do: 'add', id: byHand.value }))) byHand.value = '';
  byHand.focus();
});
filter.addEventListener('input', () => sift());

function showModels({ models, approach, missing, trial }) {
  by('models').hidden = !approach;
  const isNeeded = missing.some(({ key }) => key === 'inferenceModels');
  none.hidden = models.length > 0;
  none.textContent = isNeeded ? said.none : said.noneNeeded;
  const ids = models.map(({ id }) => id);
  for (const id of rows.keys()) if (!ids.includes(id)) rows.delete(id);
  const shown = models.map((model, at) => {
    const row = rows.get(model.id) ?? newRow(model);
    rows.set(model.id, row);
    row.show(model, at, models.length);
    return row.root;
  });
  place(chosen, shown);
  showOffered(trial, ids);
}

function newRow({ id }) {
  const label = create('input', { type: 'text', id: `label-${id}`, autocomplete: 'off', placeholder: said.labelHead });
  label.setAttribute('aria-label', fill(said.label, { id }));
  label.addEventListener('change', () => post('model', { do: 'label', id, label: label.value }));
  const act = (name, text) =>
    button(text, () => post('model', { do: name, id }), { id: `${name}-${id}`, 'aria-label': `${text}: ${id}` });
  const [up, down, remove] = [act('up', '↑'), act('down', '↓'), act('remove', actions.remove)];
  up.setAttribute('aria-label', `${actions.up}: ${id}`);
  down.setAttribute('aria-label', `${actions.down}: ${id}`);
  const first = create('span', { className: 'tag', textContent: said.first });
  const root = create(
    'li',
    {},
    create('div', { className: 'grow' }, create('code', { textContent: id }), ' ', first),
    create('div', { className: 'row' }, label, up, down, remove),
  );
  const show = (model, at, count) => {
    first.hidden = at > 0;
    // Without losing the focus, which a disabled button would.
    up.setAttribute('aria-disabled', String(at === 0));
    down.setAttribute('aria-disabled', String(at === count - 1));
    if (document.activeElement !== label) label.value = model.label;
  };
  return { root, show };
}

let listed;

function showOffered(trial, ids) {
  const isOurs = trial?.kind === 'models';
  find.disabled = Boolean(trial?.running);
  finding.replaceChildren();
  if (isOurs && trial.running) finding.append(globalThis.parts.progress(trial, said.finding));
  if (isOurs && trial.outcome?.fault) finding.append(globalThis.parts.faultBox(trial.outcome.fault));
  const list = isOurs ? trial.outcome?.list : undefined;
  if (list && JSON.stringify(list) !== listed) {
    listed = JSON.stringify(list);
    by('h-offered').textContent = fill(said.offered, list);
    offered.replaceChildren(...list.models.map(offeredRow));
    announce(fill(said.shown, { count: list.models.length }));
    sift();
  }
  offer.hidden = !listed;
  for (const box of offered.querySelectorAll('input')) box.checked = ids.includes(box.value);
}

function offeredRow({ id, label, usable, why }) {
  const box = create('input', { type: 'checkbox', value: id });
  box.addEventListener('change', () =>
    post('model', box.checked ? { do: 'add', id, ...(label !== id && { label }) } : { do: 'remove', id }),
  );
  const words = [
    create('span', { textContent: label }),
    ' ',
    label === id ? undefined : create('code', { textContent: id }),
  ];
  const note =
    usable === false && why
      ? create('span', { className: 'aside', textContent: fill(said.unusable, { why }) })
      : undefined;
  return create(
    'li',
    {},
    create('label', {}, box, create('span', { className: 'grow' }, ...words.filter(Boolean))),
    note,
  );
}

function sift() {
  const wanted = filter.value.trim().toLowerCase();
  for (const row of offered.children) row.hidden = !row.textContent.toLowerCase().includes(wanted);
}

Object.assign(globalThis.parts, { showModels });
