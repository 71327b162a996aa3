import { differs } from '../shared/identity/session.ts';
import type { Invitation } from '../shared/identity/sign-in.ts';
import { problemFields } from '../shared/log.ts';
import { asProblem } from '../shared/program.ts';
import { whileThere } from './guide.ts';
import { knocksSince } from './knock.ts';
import type { Page } from './page/server.ts';
import type { SignIn } from './sign-in-once.ts';
import type { Button } from './states.ts';

const LOOK_AGAIN_MS = 1_000;
const LISTEN_AGAIN_MS = 200;
/** Of twenty double-clicks at once, none is a sign that the page was lost. */
const IMPATIENCE_MS = 10_000;

/**
 * Until `act` has ended, or (undefined) somebody has signed in by other means, and `act` has had `partingMs` to end by
 * itself. Who closes the page, where there is one, ends it; who has lost it gets it back.
 */
export async function whilePageWaits<Result>(
  request: SignIn,
  page: Page | undefined,
  act: (watched: SignIn) => Promise<Result>,
  partingMs = 0,
): Promise<Result | undefined> {
  const over = new AbortController();
  const closed = page ? [whileThere(page, Number.POSITIVE_INFINITY)] : [];
  const signal = AbortSignal.any([request.signal, over.signal, ...closed]);
  const elsewhere = signedInElsewhere({ ...request, signal });
  try {
    return await Promise.race([
      act({ ...request, signal }),
      partingMs > 0 ? elsewhere.then(() => request.host.pause(partingMs)).then(() => undefined) : elsewhere,
      ...(page ? [reopened({ ...request, signal }, page)] : []),
    ]);
  } finally {
    over.abort();
  }
}

/**
 * One browser page, and always the address in words: a browser that fails to open must not end the sign-in. Where it fails
 * before somebody who reads no words, `otherwise` is done, or the operating system tells them.
 */
export async function ask(
  request: SignIn,
  given: Invitation & { apart?: boolean },
  buttons: readonly Button[] = ['sign-in'],
  otherwise?: () => void,
): Promise<void> {
  const { host, guide, invited, signal, endsAt } = request;
  const invitation = { ...given, expiresAt: Math.min(given.expiresAt, endsAt) };
  const { address, userCode } = invitation;
  await invited(invitation);
  // The person may have pressed for the other way meanwhile.
  signal.throwIfAborted();
  guide.show({ name: 'sign-in-needed', invitation }, buttons);
  const opened = await guide.open();
  const where = userCode ? 'any browser' : 'a browser on this machine';
  host.say(opened ? 'your browser opens for the sign-in to AWS' : `open this address in ${where} to sign in to AWS`);
  host.say(`address: ${address}`);
  if (userCode) host.say(`code: ${userCode}`);
  if (opened || !guide.reachesByWindowAlone()) return;
  if (otherwise) otherwise();
  else void askWithoutPage(request);
}

/** As often as they want it tried again, and it fails. */
async function askWithoutPage({ host, guide, signal }: SignIn): Promise<void> {
  try {
    while ((await guide.tellWithoutPage()) && !signal.aborted && !(await guide.openAnew()));
  } catch (thrown) {
    // The sign-in goes on all the same.
    host.log.warn('notification', problemFields(asProblem(thrown)));
  }
}

/** Somebody may sign in by other means while our page waits (`aws sso login`, say): then there is nothing to wait for. */
async function signedInElsewhere({ host, session, anew, signal }: SignIn): Promise<undefined> {
  const before = await session.store.read();
  // Another token of the session that still lives is no next session.
  while (!signal.aborted && !anew) {
    await host.pause(LOOK_AGAIN_MS);
    const token = await session.store.read();
    if (token && (!before || differs(token, before)) && token.expiresAt > host.now()) return undefined;
  }
  // The flow has its own word for an end without a session.
  return new Promise<never>(() => {});
}

/** A person who double-clicks again while no page of ours is before them has lost it: they get it back. */
async function reopened(request: SignIn, page: Page): Promise<never> {
  const { host, guide, signal } = request;
  for (let asked = host.wall(); !signal.aborted; ) {
    await host.pause(LISTEN_AGAIN_MS);
    const lost = lostSince(page, host.wall(), asked);
    if (lost === undefined || !(await knocksSince(host, lost))) continue;
    asked = host.wall();
    if (!(await guide.openAnew()) && guide.reachesByWindowAlone()) void askWithoutPage(request);
  }
  return new Promise<never>(() => {});
}

/**
 * Since when a double-click means that the page is lost, in milliseconds of the machine's own clock: since it is out of
 * sight; or, when it has not come before them yet, after some time. Undefined: the person has it before them.
 */
function lostSince(page: Page, now: number, asked: number): number | undefined {
  const outOfSight = page.outOfSightMs();
  if (outOfSight !== undefined && now - outOfSight > asked) return now - outOfSight;
  return page.isInSight() ? undefined : asked + IMPATIENCE_MS;
}
