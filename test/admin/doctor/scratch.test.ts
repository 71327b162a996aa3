import { startFakeAws } from '../../fake-aws/server.ts';
import { newPerson } from '../../person.ts';
import { networkRows } from './broken/network.ts';
import { wellSettings } from './broken/row.ts';
import { settingsRows } from './broken/settings.ts';
import { signInRows } from './broken/sign-in.ts';
import { tokenRows } from './broken/token.ts';

const wanted = (process.env['ROWS'] ?? '').split(';');
const all = [...networkRows, ...settingsRows, ...signInRows, ...tokenRows].filter((r) => wanted.includes(r.name));
test.each(all)('$name', async (row) => {
  const fake = await startFakeAws({ wordDelayMs: 0 });
  const p = newPerson(fake, wellSettings);
  const left = await row.broken(p, fake);
  const r = await p.run('bedrock-admin', ['doctor', ...(row.args ?? [])], { env: row.env ?? {} });
  process.stdout.write(`${r.exitCode}\n${r.stdout}\n${r.stderr}\n=========\n`);
  if (typeof left === 'function') await left();
  p.leave();
  await fake.stop();
});
