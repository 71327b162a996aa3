import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { newWorld, type World } from '../../shared/world.ts';

/** A machine on which a program of the system notes what it is told. */
export interface Machine {
  world: World;
  /** What the program has been told since this was asked last, a line a call. */
  told(): string[];
  /** It fails at calls with such a word, a pattern of grep; at none: ''. */
  failing(words: string): void;
}

const FAKE = `#!/bin/sh
printf '%s\\n' "$*" >>"HOME/told"
if [ -s "HOME/failing" ] && echo " $* " | grep -qe " $(cat "HOME/failing") "; then
  echo "an earlier word" >&2; echo "it is forbidden here" >&2; exit 3
fi
`;

/** With our launcher on it, which does nothing. */
export function newMachine(platform: World['platform'], program: string): Machine {
  const world = newWorld({ platform });
  const bin = join(world.home, 'tools');
  Object.assign(world, { env: { PATH: `${bin}:/usr/bin:/bin` } });
  executable(join(bin, program), FAKE.replaceAll('HOME', world.home));
  executable(launcherIn(world), '');
  return {
    world,
    failing: (words) => writeFileSync(join(world.home, 'failing'), words),
    told() {
      const file = join(world.home, 'told');
      const lines = existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n') : [];
      rmSync(file, { force: true });
      return lines.map((line) => line.replace(world.home, 'HOME'));
    },
  };
}

export function launcherIn({ platform, programDir }: Pick<World, 'platform' | 'programDir'>): string {
  return platform === 'win32' ? `${programDir}\\bedrock-launcher.exe` : join(programDir, 'bedrock-launcher');
}

export function executable(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o755);
}
