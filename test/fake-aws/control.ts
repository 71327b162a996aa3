import { jsonBody, textOf } from './exchange.ts';
import { isFault } from './fault.ts';
import { defaults, type FakeAwsOptions } from './options.ts';
import type { FakeAws } from './server.ts';

type Lever = (fake: FakeAws, body: Record<string, unknown>) => unknown;

/** The control interface, for tests in other processes. Its calls are not in the log of calls. */
const levers: Record<string, Lever> = {
  'GET /_fake/calls': (fake) => fake.calls,
  'POST /_fake/faults': setFault,
  'POST /_fake/options': patchOptions,
  'POST /_fake/session': (fake) => fake.issueSession(),
  'POST /_fake/end-sessions': (fake) => fake.endSessions(),
  'POST /_fake/end-access-tokens': (fake) => fake.endAccessTokens(),
  'POST /_fake/end-role-sessions': (fake) => fake.endRoleSessions(),
};

/** Undefined: not for the control interface. */
export async function control(request: Request, fake: FakeAws): Promise<Response | undefined> {
  const { pathname } = new URL(request.url);
  if (!pathname.startsWith('/_fake/')) return undefined;
  const lever = levers[`${request.method} ${pathname}`];
  if (!lever) return Response.json({ error: `no ${request.method} ${pathname}` }, { status: 404 });
  try {
    const result = await lever(fake, jsonBody({ body: await request.bytes() }));
    return Response.json(result ?? {});
  } catch (error) {
    return Response.json({ error: String(error) }, { status: 400 });
  }
}

/** `{"operation", "fault", "times"}` arms one; `{}` clears all. */
function setFault(fake: FakeAws, body: Record<string, unknown>): void {
  const operation = textOf(body['operation']);
  const { fault, times } = body;
  if (!operation) fake.faults.clear();
  else if (!isFault(fault)) throw new TypeError(`no such fault: ${JSON.stringify(fault)}`);
  else fake.faults.set(operation, fault, typeof times === 'number' ? times : undefined);
}

const FIXED: readonly string[] = ['port', 'tls', 'now', 'log'];

function patchOptions(fake: FakeAws, body: Record<string, unknown>): Partial<FakeAwsOptions> {
  for (const [name, value] of Object.entries(body)) {
    const sample: unknown = Reflect.get(defaults, name);
    const fits = typeof value === typeof sample && Array.isArray(value) === Array.isArray(sample);
    if (FIXED.includes(name) || !fits) throw new TypeError(`no such option, or not of its type: ${name}`);
    Reflect.set(fake.options, name, value);
  }
  return Object.fromEntries(Object.entries(fake.options).filter(([name]) => !FIXED.includes(name)));
}
