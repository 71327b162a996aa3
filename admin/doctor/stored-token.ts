import type { Host } from '../../shared/host.ts';
import { readSsoToken, type SsoToken } from '../../shared/identity/sso-token.ts';
import type { Config } from '../../shared/policy/config.ts';
import { bytesOfOurs, vaultKey } from '../../shared/vault/key.ts';
import { headOf, open } from '../../shared/vault/seal.ts';
import type { Subject } from './subject.ts';

const SEALED = '.sealed';

/** The session's token as it is stored, live or ended. Reads only: the vault's own reader sets aside what it can't open. */
export async function storedToken(
  host: Host,
  config: Config,
  subject: Subject | undefined,
): Promise<SsoToken | undefined> {
  const { store } = subject?.identity.session ?? {};
  if (!store?.file.endsWith(SEALED)) return store?.read();
  const sealed = await bytesOfOurs(store.file);
  const place = sealed && headOf(sealed)?.place;
  if (!sealed || place !== config.secureStorage) return undefined;
  const key = await vaultKey(host, place);
  const name = store.file.split(/[\\/]/).at(-1)?.slice(0, -SEALED.length) ?? '';
  const text = key && (await open(sealed, key, name));
  return text ? readSsoToken(text) : undefined;
}
