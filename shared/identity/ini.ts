/** A value, or the settings of a nested block such as `s3 =`. */
export type Value = string | ReadonlyMap<string, string>;

/** The options of one [section], by their names in small letters. */
export type Section = Map<string, Value>;

/** What a file says that the AWS CLI's parser would stop at. Lines count from 1. */
export class IniFault extends Error {
  readonly line: number;

  constructor(line: number, what: string) {
    super(what);
    this.line = line;
  }
}

/** Where the reading is: the section, its last option with the lines of its value so far, and how far that was indented. */
interface Reading {
  sections: Map<string, Section>;
  section: Section | undefined;
  option: { name: string; lines: string[]; line: number } | undefined;
  indent: number;
}

/** Its options stand in every section, as in Python's configparser. */
const DEFAULTS = 'DEFAULT';

/**
 * Reads what Python's configparser reads, hence the AWS CLI: option names in any case, `=` or `:`, values that go on in
 * deeper lines, comments on lines of their own. More than that, a section may be split in two, as in the SDKs.
 * Throws an IniFault.
 */
export function parseIni(text: string): Map<string, Section> {
  const reading: Reading = { sections: new Map(), section: undefined, option: undefined, indent: 0 };
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) readLine(reading, raw, index + 1);
  closeOption(reading);
  const { sections } = reading;
  const defaults = sections.get(DEFAULTS);
  sections.delete(DEFAULTS);
  if (defaults) for (const [name, section] of sections) sections.set(name, new Map([...defaults, ...section]));
  return sections;
}

function readLine(reading: Reading, raw: string, line: number): void {
  const text = raw.trim();
  if (text === '') reading.option?.lines.push('');
  if (text === '' || /^[#;]/.test(text)) return;
  const indent = raw.search(/\S/);
  if (reading.option && indent > reading.indent) {
    reading.option.lines.push(text);
    return;
  }
  closeOption(reading);
  reading.indent = indent;
  const header = /^\[(.+)\]/s.exec(text)?.[1];
  if (header) openSection(reading, header);
  else openOption(reading, text, line);
}

function openSection(reading: Reading, name: string): void {
  reading.section = reading.sections.get(name) ?? new Map();
  reading.sections.set(name, reading.section);
}

function openOption(reading: Reading, text: string, line: number): void {
  const [, name, value = ''] = /^([^=:]*)[=:](.*)$/s.exec(text) ?? [];
  if (!reading.section || !name?.trim()) throw new IniFault(line, 'is neither a [section] nor name = value');
  reading.option = { name: name.trim().toLowerCase(), lines: [value.trim()], line };
}

function closeOption(reading: Reading): void {
  const { section, option } = reading;
  if (!section || !option) return;
  reading.option = undefined;
  const value = blockOrText(option.lines.join('\n').trimEnd(), option.line);
  // Whoever reads the one and whoever reads the other would be different people for AWS.
  if (section.has(option.name) && !Bun.deepEquals(section.get(option.name), value)) {
    throw new IniFault(option.line, `says ${option.name} a second time in that section, with another value`);
  }
  section.set(option.name, value);
}

function blockOrText(text: string, line: number): Value {
  if (!text.startsWith('\n')) return text;
  const block = new Map<string, string>();
  for (const inner of text.split(/[\n\v\f\u2028\u2029]/).filter((part) => part.trim())) {
    const [name = '', ...value] = inner.split('=');
    if (value.length === 0) throw new IniFault(line, 'begins a block that holds something else than name = value');
    block.set(name.trim(), value.join('=').trim());
  }
  return block;
}
