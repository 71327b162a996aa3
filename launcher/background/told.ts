import { rm } from 'node:fs/promises';
import { readIfThere, replaceFile } from '../../shared/files.ts';
import type { Host } from '../../shared/host.ts';
import { fingerprint } from '../../shared/identity/refresher.ts';
import type { SsoSession } from '../../shared/identity/session.ts';
import type { SsoToken } from '../../shared/identity/sso-token.ts';
import { stateDir, within } from '../../shared/places.ts';

type ToldHost = Pick<Host, 'platform' | 'env' | 'home'>;

/** Of whose end the person has been told: a fingerprint of the session's last token, no secret. */
function toldFile(host: ToldHost, { key }: SsoSession): string {
  return within(host.platform, stateDir(host), 'told', key);
}

export async function wasTold(host: ToldHost, session: SsoSession, token: SsoToken): Promise<boolean> {
  return (await readIfThere(toldFile(host, session)))?.toString('utf8') === fingerprint(token);
}

/** To be noted before it is said: two that say it at once are worse than one that is ended half-way. */
export function noteTold(host: ToldHost, session: SsoSession, token: SsoToken): Promise<void> {
  return replaceFile(toldFile(host, session), fingerprint(token), false);
}

/** It could not be said after all. */
export function forgetTold(host: ToldHost, session: SsoSession): Promise<void> {
  return rm(toldFile(host, session), { force: true });
}
