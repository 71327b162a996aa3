import { readSecret } from '../../shared/vault/secret-service.ts';

/** Reads one item of the session's keyring, for keyring.test.ts: `read-item.ts NAME [set VALUE]`, then says what it found. */
const [name = '', act, value = ''] = process.argv.slice(2);
const item = { service: 'io.github.bedrock-launcher', name };

if (act === 'set') await Bun.secrets.set({ ...item, value });
const reading = await readSecret(item, process.env, { limitMs: 3_000 });
process.stdout.write(`${reading.state === 'found' ? reading.secret.reveal() : JSON.stringify(reading)}\n`);
