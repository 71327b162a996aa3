// Makes elements of an answer from its tree: of known tags only, with text as text, never from markup.
const words = JSON.parse(document.getElementById('words').textContent);

const TAGS = new Set(
  'p h1 h2 h3 h4 h5 h6 blockquote ul ol li pre hr table thead tbody tr th td em strong del a code br'.split(' '),
);
/** An answer stands below a heading of the page's own. */
const HEADINGS = { h1: 'h3', h2: 'h4', h3: 'h5', h4: 'h6', h5: 'h6' };

function create(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function buttonOf(className, label, press) {
  const made = create('button', className, label);
  made.type = 'button';
  made.addEventListener('click', press);
  return made;
}

/** Where the children of a made node are: some stand in a frame of ours. */
const inside = (node) => node.inner ?? node;

function nodeOf(node) {
  if (typeof node === 'string') return document.createTextNode(node);
  const made = create(TAGS.has(node.tag) ? (HEADINGS[node.tag] ?? node.tag) : 'span');
  if (node.tag === 'a') leadTo(made, node.href);
  if (node.start !== undefined && node.start !== 1) made.start = node.start;
  if (node.checked !== undefined) made.dataset.checked = node.checked;
  if (node.align) made.dataset.align = node.align;
  const framed = FRAMES[node.tag]?.(made, node) ?? made;
  for (const child of node.children) inside(framed).append(nodeOf(child));
  return framed;
}

/** The server gives none but these; looked at twice all the same. */
function leadTo(link, href) {
  if (!/^(https?|mailto):/.test(href)) return;
  Object.assign(link, { href, target: '_blank', rel: 'noopener noreferrer', title: href });
}

const FRAMES = {
  pre(pre, { language }) {
    const frame = create('div', 'code');
    const head = create('div', 'code-head');
    frame.inner = create('code');
    head.append(create('span', '', language || words.code));
    const copyButton = buttonOf('quiet', words.copy, () => copy(frame.inner.textContent));
    copyButton.setAttribute('aria-label', words.copyCode);
    head.append(copyButton);
    reachable(pre, language || words.code);
    pre.append(frame.inner);
    frame.append(head, pre);
    return frame;
  },
  table(table) {
    const frame = create('div', 'table');
    reachable(frame, words.table);
    frame.inner = table;
    frame.append(table);
    return frame;
  },
};

/** What is wider than the window is scrolled, also without a mouse. */
function reachable(element, name) {
  element.tabIndex = 0;
  element.setAttribute('role', 'group');
  element.setAttribute('aria-label', name);
}

function blockOf(tree) {
  const made = create('div', 'block');
  for (const child of tree?.children ?? []) made.append(nodeOf(child));
  return made;
}

/** A block as it has grown: some children stay, some text is added to the last of them, others follow. */
function grow(block, { path, keep, text, nodes = [] }) {
  const place = path.reduce((node, at) => inside(node).childNodes[at], block);
  const at = inside(place);
  while (at.childNodes.length > keep) at.lastChild.remove();
  if (text) at.lastChild.appendData(text);
  for (const node of nodes) at.append(nodeOf(node));
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    announce(words.copied, true);
  } catch {
    announce(words.notCopied, true);
  }
}

let fading;

/** For ears, and for eyes too where nothing else on the page shows it; not for long. */
function announce(text, isShown = false) {
  const said = document.getElementById('said');
  said.textContent = text;
  said.classList.toggle('unseen', !isShown);
  clearTimeout(fading);
  fading = setTimeout(() => {
    said.textContent = '';
    said.classList.add('unseen');
  }, 4000);
}

globalThis.parts = { words, create, buttonOf, blockOf, grow, copy, announce };
