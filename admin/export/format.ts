import type { Hive } from '../../shared/registry.ts';
import type { Normalized } from '../setup/normalized.ts';
import type { Target } from '../setup/system-paths.ts';

/** One file of an export. */
export interface ExportedFile {
  /** Relative, with `/` between folders. */
  name: string;
  content: Buffer;
  /** 0644 unless it says otherwise; a file that holds a secret is for its administrator alone. */
  mode?: number;
}

/** What an administrator says of an export besides the setup. */
export interface ExportOptions {
  /** The part of the registry: all persons of a machine, or one. */
  hive: Hive;
  /** The name of the company, for people. */
  organization: string | undefined;
}

/** Why a format has nothing to say of a setup, and what would change that. */
export interface Unfit {
  what: string;
  next: string;
}

/** One way to write a setup down. */
export interface Format {
  name: string;
  title: string;
  /** The system whose machines take it; undefined for what suits each. */
  target?: Target;
  /** Whether it has the values of secret keys too. */
  secrets: boolean;
  /** Says what there is to configure, and so has something to say without any setup too. */
  template?: true;
  /** What to do with it. */
  next: string;
  /** Why there is nothing to write for this setup; undefined where there is. */
  unfit?(setup: Normalized): Unfit | undefined;
  files(setup: Normalized, options: ExportOptions): ExportedFile[] | Promise<ExportedFile[]>;
}

export function textFile(name: string, text: string): ExportedFile {
  return { name, content: Buffer.from(text) };
}
