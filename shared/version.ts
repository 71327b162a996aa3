/** Put in by the build (`--define`); a source run has neither. */
declare const BUILD_VERSION: string | undefined;
declare const BUILD_STAMP: string | undefined;

export const version = typeof BUILD_VERSION === 'string' ? BUILD_VERSION : '0.0.0-source';
const stamp = typeof BUILD_STAMP === 'string' ? BUILD_STAMP : 'unbuilt';

/** `bedrock-launcher 0.1.0 (a1b2c3d, linux-x64)` */
export function versionLine(name: string): string {
  return `${name} ${version} (${stamp}, ${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch})`;
}
