import { format, inspect } from 'node:util';
import { Secret } from '../../shared/secret.ts';

const VALUE = 'hunter2-hunter2';
const secret = new Secret(VALUE);

test('it can be revealed', () => {
  expect(secret.reveal()).toBe(VALUE);
});

test.each<[string, () => string]>([
  ['String', () => String(secret)],
  ['a template', () => `${secret}`],
  ['a sum', () => `a ${secret}`],
  ['JSON', () => JSON.stringify({ secret, list: [secret] })],
  ['inspect', () => inspect(secret)],
  ['a deep inspect of an object', () => inspect({ a: { b: { c: secret } } }, { depth: 9, showHidden: true })],
  ["Bun's own inspect", () => Bun.inspect({ secret })],
  ['a format for texts', () => format('%s', secret)],
  ['a format for objects', () => format('%o %O %j', secret, secret, secret)],
  ['a format without one', () => format('x', secret, { secret })],
  ['the message of an error', () => String(new Error(`${secret}`))],
  ['a copy', () => JSON.stringify({ ...secret })],
  ['its names', () => JSON.stringify(Object.getOwnPropertyNames(secret))],
  ['a clone', () => inspect(structuredClone({ ...secret }))],
  ['a search parameter', () => new URLSearchParams({ secret: String(secret) }).toString()],
])('%s does not show it', (_name, shown) => {
  expect(shown()).not.toContain('hunter2');
});

test('a console does not show it either', async () => {
  const script = `
    import { Secret } from ${JSON.stringify(`${import.meta.dirname}/../../shared/secret.ts`)};
    const secret = new Secret('hunter2-hunter2');
    console.log(secret, { secret }, [secret], '%s %o %j', secret, secret, secret);
    console.error(secret); console.table([{ secret }]); console.dir({ secret }, { depth: 9 });
    throw Object.assign(new Error('boom'), { secret, cause: { secret } });`;
  const child = Bun.spawn([process.execPath, '-e', script], { stdout: 'pipe', stderr: 'pipe' });
  const shown = (await new Response(child.stdout).text()) + (await new Response(child.stderr).text());
  expect(shown).toContain('[secret]');
  expect(shown).toContain('boom');
  // The source of the script itself is not a leak.
  expect(shown.replaceAll("new Secret('hunter2-hunter2')", '')).not.toContain('hunter2');
});
