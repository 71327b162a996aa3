/** What `--format` takes, the default first. */
export const formatNames = ['token', 'json', 'app-json', 'credential-process', 'claude-code', 'env'] as const;

export type FormatName = (typeof formatNames)[number];

/** What `--shell` takes, for `--format env`. */
export const shellNames = ['sh', 'fish', 'powershell', 'cmd'] as const;

export type ShellName = (typeof shellNames)[number];
