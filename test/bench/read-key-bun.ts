// The same by the runtime's own means.
const found = await Bun.secrets.get({ service: 'io.github.bedrock-launcher', name: 'bench' });
process.exit(found ? 0 : 1);
