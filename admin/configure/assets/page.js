// The page holds nothing of its own: it shows what the program tells it, and says what the person wants.
const { words, by, key, fill, announce, showNotice, post, showFields, showModels, showTest, showExport, showLint } =
  globalThis.parts;

let turn = 0;
let isOver = false;
let file;

/** Two answers may come the wrong way round. */
function show(view) {
  if (view.turn <= turn) return;
  turn = view.turn;
  file = view.saved.file;
  showHead(view);
  showApproach(view);
  showFields(view);
  showModels(view);
  showTest(view);
  showExport(view);
  showLint(view);
}

globalThis.parts.show = show;

function showHead({ from, saved }) {
  const opened = from ? fill(words.from, { from }) : words.empty;
  const target = saved.can && saved.file !== from ? fill(words.savesTo, { file: saved.file }) : '';
  by('from').textContent = [opened, saved.is ? '' : words.unsaved, target].filter(Boolean).join(' · ');
  by('save').hidden = !saved.can;
  by('save').disabled = saved.is;
}

function showApproach({ approach, otherKind, leftovers }) {
  document.body.classList.toggle('started', Boolean(approach));
  for (const radio of document.getElementsByName('approach')) radio.checked = radio.value === approach;
  by('other-kind').hidden = !otherKind;
  by('other-kind').textContent = otherKind ? fill(words.otherKind, { kind: otherKind }) : '';
  by('leftovers').hidden = leftovers.length === 0;
  const names = leftovers.map(({ title }) => title).join(', ');
  by('leftovers').firstElementChild.textContent = fill(words.leftovers, { names });
}

/** All comes line by line over one answer that never ends; its end is the program's. */
async function follow() {
  for (let failures = 0; failures < 4 && !isOver; failures++) {
    try {
      const answer = await fetch('/events', { headers: { 'X-Page-Key': key } });
      if (answer.status === 403) return close(words.strange);
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
  if (!isOver) close(words.gone, words.goneHint);
}

function hear(news) {
  if (news.what === 'end') close(words.gone, words.goneHint);
  else show(news);
}

function close(what, hint) {
  isOver = true;
  showNotice(what, hint);
  for (const control of document.querySelectorAll('input, select, textarea, button')) control.disabled = true;
}

/** As base64, in pieces that fit a call. */
async function contentOf(chosen) {
  const bytes = new Uint8Array(await chosen.arrayBuffer());
  let text = '';
  for (let at = 0; at < bytes.length; at += 8_192) text += String.fromCharCode(...bytes.subarray(at, at + 8_192));
  return btoa(text);
}

by('approaches').addEventListener('change', ({ target }) => post('approach', { approach: target.value }));
by('drop').addEventListener('click', () => post('leftovers'));
by('device').addEventListener('click', () => post('device'));
by('save').addEventListener('click', async () => {
  if (await post('save')) announce(fill(words.saved, { file }));
});
by('open').addEventListener('change', async () => {
  const [chosen] = by('open').files;
  if (chosen) await post('open', { name: chosen.name, content: await contentOf(chosen) });
  by('open').value = '';
});
follow();
