import { readSecret } from '../../shared/vault/secret-service.ts';

// The least program that reads the vault's key as ours do.
const item = { service: 'io.github.bedrock-launcher', name: 'bench' };
const reading = await readSecret(item, process.env, { limitMs: 3_000 });
process.exit(reading.state === 'found' ? 0 : 1);
