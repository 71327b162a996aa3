import type { KeyName } from '../../shared/policy/keys.ts';
import type { Note } from '../setup/note.ts';
import { secretsIn } from '../setup/setup.ts';
import type { Made } from './made.ts';

/** What serves without a secret that everybody shares. */
const SAFER: Partial<Record<KeyName, string>> = {
  inferenceBedrockBearerToken:
    'safer: inferenceCredentialKind helper-script with this toolkit, where each person signs in and no key is shared; or interactive, or vendor-profile',
  inferenceGatewayApiKey:
    'safer: name the helper of your gateway by inferenceCredentialHelper, which gives each person a key of their own',
  inferenceCustomHeaders: 'safer: where a header carries a key, let the credential helper print it for each person',
  proxyUrl: 'safer: a proxy without a password in its address, or proxyPacUrl',
};

/** Loud words for an export that holds a secret: whoever can read it has the secret. */
export function secretNotes(all: readonly Made[]): Note[] {
  const holders = all.filter(({ format }) => format.secrets);
  const names = [...new Set(holders.flatMap(({ setup }) => secretsIn(setup)))];
  return names.map((name) => {
    const formats = holders.filter(({ setup }) => secretsIn(setup).includes(name)).map(({ format }) => format.name);
    const message = `SECRET: ${name} stands readable in ${formats.join(', ')}: keep it out of repositories, tickets and mail; each person whose machine gets it can read it`;
    return { message, hint: SAFER[name] };
  });
}
