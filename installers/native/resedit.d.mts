/** What we use of resedit 3: its own types bring those of the DOM into the whole project. */
interface Entry {
  type: string | number;
  id: string | number;
  lang: string | number;
  codepage: number;
  bin: ArrayBuffer;
}

export class NtExecutable {
  static from(binary: ArrayBufferView | ArrayBuffer, options?: { ignoreCert?: boolean }): NtExecutable;
  generate(): ArrayBuffer;
}

export class NtExecutableResource {
  static from(executable: NtExecutable): NtExecutableResource;
  entries: Entry[];
  outputResource(executable: NtExecutable): void;
}

interface Icon {
  width: number;
  height: number;
  isIcon(): boolean;
}

declare class IconFile {
  static from(binary: ArrayBufferView | ArrayBuffer): IconFile;
  icons: { data: Icon }[];
}

declare class IconGroupEntry {
  static fromEntries(entries: readonly Entry[]): IconGroupEntry[];
  static replaceIconsForResource(entries: Entry[], id: number, lang: number, icons: Icon[]): void;
  icons: { width: number; height: number; bitCount: number }[];
}

interface Language {
  lang: number;
  codepage: number;
}

declare class VersionInfo {
  static create(lang: number, fixed: Record<string, number>, strings: readonly never[]): VersionInfo;
  static fromEntries(entries: readonly Entry[]): VersionInfo[];
  fixedInfo: Record<'fileVersionMS' | 'fileVersionLS' | 'productVersionMS' | 'productVersionLS', number>;
  setFileVersion(major: number, minor: number, patch: number, build: number, lang: number): void;
  setProductVersion(major: number, minor: number, patch: number, build: number, lang: number): void;
  setStringValues(language: Language, values: Record<string, string>): void;
  getStringValues(language: Language): Record<string, string>;
  outputToResourceEntries(entries: Entry[]): void;
}

export const Data: { IconFile: typeof IconFile };
export const Resource: {
  IconGroupEntry: typeof IconGroupEntry;
  VersionInfo: typeof VersionInfo;
  VersionFileOS: { NT_Windows32: number };
  VersionFileType: { App: number };
};
