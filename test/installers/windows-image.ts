/** What a Windows executable says of itself. https://learn.microsoft.com/windows/win32/debug/pe-format */
export interface WindowsImage {
  /** 2: without a console; 3: with one. */
  subsystem: number;
  /** By name: where it lies in the file, in bytes. */
  sections: Map<string, { start: number; end: number }>;
}

export function readWindowsImage(file: Buffer): WindowsImage {
  const head = file.readUInt32LE(0x3c);
  const options = head + 24;
  const first = options + file.readUInt16LE(head + 20);
  const sections = Array.from({ length: file.readUInt16LE(head + 6) }, (_, index) => {
    const at = first + 40 * index;
    const start = file.readUInt32LE(at + 20);
    const name = file.toString('latin1', at, at + 8).replace(/\0+$/, '');
    return [name, { start, end: start + file.readUInt32LE(at + 16) }] as const;
  });
  return { subsystem: file.readUInt16LE(options + 68), sections: new Map(sections) };
}
