type System = 'linux' | 'darwin' | 'windows';

/** What we build for. `bunPackage` is the npm package that holds Bun's own binary for it. */
export interface Target {
  name: string;
  system: System;
  bunTarget: Bun.Build.CompileTarget;
  bunPackage: string;
  bunBinary: string;
  suffix: '' | '.exe';
}

function target(system: System, arch: 'x64' | 'arm64'): Target {
  const bunTarget = `bun-${system}-${arch}` as const;
  const suffix = system === 'windows' ? '.exe' : '';
  return {
    name: `${system}-${arch}`,
    system,
    bunTarget,
    bunPackage: `@oven/${bunTarget.replace('arm64', 'aarch64')}`,
    bunBinary: `bin/bun${suffix}`,
    suffix,
  };
}

export const targets: Target[] = [
  target('linux', 'x64'),
  target('linux', 'arm64'),
  target('darwin', 'x64'),
  target('darwin', 'arm64'),
  target('windows', 'x64'),
  target('windows', 'arm64'),
];

export const ownTarget = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;

/**
 * One executable and the names that it stands under; the first is the file itself. On Windows a program has a console
 * or it has none: the two that people double-click or apps call get none, so that no window flashes.
 */
export interface Image {
  names: string[];
  hideConsole: boolean;
}

export function imagesOf({ suffix }: Target): Image[] {
  const windowed = ['bedrock-launcher', 'bedrock-credential-helper'];
  const console = ['bedrock-client', 'bedrock-admin'];
  if (!suffix) return [{ names: [...windowed, ...console], hideConsole: false }];
  return [
    { names: windowed, hideConsole: true },
    { names: console, hideConsole: false },
  ];
}
