import { profileOption } from '../../shared/identity/profile-option.ts';
import type { Scene } from './scene.ts';

/** What a person starts to sign in. */
export function launcherCommand({ order, host }: Scene): string {
  const { profile } = order.wishes;
  const program = host.platform === 'win32' ? 'bedrock-launcher.exe' : 'bedrock-launcher';
  return profile ? `${program} ${profileOption(profile)}` : program;
}
