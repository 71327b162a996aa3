import type { Content, Format, WrittenFile } from '../formats.ts';
import { type ApproachName, approaches } from '../good.ts';

/** One planted fault, or a few that go together, and all that the lint may say of it. */
export interface Row {
  name: string;
  format: Format;
  content: Content | WrittenFile;
  /** Each `rule key`. */
  expected: string[];
  appVersion?: string | undefined;
}

/** A good configuration, changed: an undefined value takes a key away. */
export function planted(
  name: string,
  format: Format,
  approach: ApproachName | 'none',
  changes: { app?: object; toolkit?: object; user?: object },
  expected: string | string[],
  appVersion?: string,
): Row {
  const base = approach === 'none' ? {} : approaches[approach](format);
  const app = present({ ...base, ...changes.app });
  const content: Content = {
    ...(approach === 'none' && !changes.app ? {} : { app }),
    ...(changes.toolkit ? { toolkit: present(changes.toolkit) } : {}),
    ...(changes.user ? { user: present(changes.user) } : {}),
  };
  return { name, format, content, expected: [expected].flat().sort(), appVersion };
}

/** A file of its own making. */
export function plantedFile(name: string, file: string, text: string | Buffer, expected: string | string[]): Row {
  return {
    name,
    format: 'json',
    content: { name: file, bytes: Buffer.from(text) },
    expected: [expected].flat().sort(),
  };
}

function present(values: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}
