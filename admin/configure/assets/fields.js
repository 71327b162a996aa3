// The fields of an approach: each is made once, and shows what the program says of it.
const { words, by, create, button, fill, post, place } = globalThis.parts;
/** So long after the last letter it is checked. */
const PAUSE_MS = 250;
const GROUPS = ['access', 'identity', 'requests', 'helper', 'launcher'];
const made = new Map();

function showFields(view) {
  for (const group of GROUPS) {
    const fields = view.fields.filter(({ part }) => part === group);
    by(`part-${group}`).hidden = fields.length === 0;
    const shown = fields.map((field) => {
      const entry = made.get(field.key) ?? newField(field);
      made.set(field.key, entry);
      entry.show(field);
      return entry.root;
    });
    place(by(`part-${group}`).querySelector('.fields'), shown);
  }
}

function newField(field) {
  const id = `field-${field.key}`;
  const need = create('span', { className: 'need' });
  const label = create('label', { for: id }, field.title, ' ', need);
  const help = create('p', { className: 'help', id: `${id}-help`, textContent: helpOf(field) });
  const error = create('p', { className: 'wrong', id: `${id}-error`, hidden: true });
  const control = field.secret ? secretControl(field, id) : plainControl(field, id);
  const name = create('code', { className: 'key', textContent: field.key });
  const root = create('div', { className: 'field' }, label, name, control.root, error, help);
  control.input.setAttribute('aria-describedby', `${error.id} ${help.id}`);
  const show = (now) => {
    need.textContent = now.required ? words.field.required : words.field.optional;
    need.classList.toggle('required', now.required);
    control.input.setAttribute('aria-required', String(now.required));
    control.input.setAttribute('aria-invalid', String(Boolean(now.error)));
    error.hidden = !now.error;
    error.textContent = now.error ? fill(words.field.error, { rule: now.error }) : '';
    control.show(now);
  };
  return { root, show };
}

function helpOf({ key, help, standard, since, secret }) {
  const own = key === 'inferenceCredentialHelper' ? words.field.ownHelper : undefined;
  const without = own ?? (standard === undefined ? undefined : fill(words.field.standard, { standard }));
  const from = since && fill(words.field.since, { since });
  return [help, without && `${without}.`, from && `${from}.`, secret && words.field.secret].filter(Boolean).join(' ');
}

function plainControl(field, id) {
  const input = field.form === 'choice' ? choice(field, id) : textInput(field, id);
  let sent = input.value;
  let pause;
  const tell = () => {
    clearTimeout(pause);
    if (input.value === sent) return;
    sent = input.value;
    post('edit', { key: field.key, value: input.value });
  };
  input.addEventListener('input', () => {
    clearTimeout(pause);
    pause = setTimeout(tell, field.form === 'choice' ? 0 : PAUSE_MS);
  });
  input.addEventListener('change', tell);
  const show = ({ value }) => {
    // Whoever is typing is ahead of what the program knows.
    if (input.value !== sent || (document.activeElement === input && input.value.trim() === value.trim())) return;
    input.value = value;
    sent = value;
  };
  return { root: input, input, show };
}

function textInput(field, id) {
  const inputMode = field.form === 'number' ? 'numeric' : undefined;
  return create('input', { id, type: 'text', autocomplete: 'off', spellcheck: false, inputMode });
}

function choice(field, id) {
  const options = field.choices.map((value) => create('option', { value, textContent: value }));
  return create('select', { id }, create('option', { value: '', textContent: '–' }), ...options);
}

/** A secret goes to the program and never comes back. */
function secretControl(field, id) {
  // No password field: a browser would offer to keep what is in it.
  const properties = { id, className: 'masked', autocomplete: 'off', spellcheck: false };
  const input =
    field.form === 'json'
      ? create('textarea', { ...properties, rows: 3 })
      : create('input', { ...properties, type: 'text' });
  let isReplacing = false;
  let isSet = false;
  const tell = async () => {
    if (!input.value) return;
    const value = input.value;
    input.value = '';
    isReplacing = false;
    await post('edit', { key: field.key, value });
  };
  const named = (text) => ({ 'aria-label': `${text}: ${field.title}` });
  const set = button(words.actions.set, tell, named(words.actions.set));
  const replace = button(words.actions.replace, () => turn(true), {
    id: `${id}-replace`,
    ...named(words.actions.replace),
  });
  const remove = button(
    words.actions.remove,
    () => post('edit', { key: field.key, value: '' }),
    named(words.actions.remove),
  );
  const cancel = button(words.actions.cancel, () => turn(false), named(words.actions.cancel));
  const typing = create('div', { className: 'row' }, input, set, cancel);
  const told = create(
    'div',
    { className: 'row set' },
    create('span', { textContent: words.field.isSet }),
    replace,
    remove,
  );
  input.addEventListener('change', tell);
  const showState = () => {
    const hadFocus = told.contains(document.activeElement) || typing.contains(document.activeElement);
    typing.hidden = isSet && !isReplacing;
    told.hidden = !typing.hidden;
    cancel.hidden = !isSet;
    if (hadFocus && document.activeElement?.closest('[hidden]')) (typing.hidden ? replace : input).focus();
  };
  const turn = (on) => {
    isReplacing = on;
    input.value = '';
    showState();
    (on ? input : replace).focus();
  };
  const show = (now) => {
    isSet = now.isSet;
    showState();
  };
  return { root: create('div', {}, typing, told), input, show };
}

Object.assign(globalThis.parts, { showFields });
