import { isWebAddress } from '../../shared/network/safe-url.ts';
import { withoutTokens } from '../../shared/problem.ts';
import { OPENED } from './as-browser.ts';

/** What becomes of that which the AWS CLI says. */
export interface Ears {
  /** One line for the person. */
  say(line: string): void;
  /** Where the person signs in, and the code to compare; each once. */
  invite(address: string, userCode: string | undefined): void;
  /** Whether the person reads addresses and codes in the CLI's own words. */
  verbatim: boolean;
}

const LONGEST_LINE = 4_096;
const MOST_LINES = 100;
const MOST_INVITATIONS = 5;
const LONGEST_TAIL = 4_096;
/** The code comes after the address, and the address with the code in it, for the browser, after that. */
const SETTLED_MS = 1_000;

const USER_CODE = /^[A-Z0-9]{2,10}(-[A-Z0-9]{2,10}){1,3}$/;
/** What leads to an address or a code that we say in our own words. */
const LEADS = /^Attempting to (automatically )?open |following URL:$|^Then enter the code:$/;

/** Listens to the AWS CLI as it speaks. Nothing of it is trusted: lines, their number and what they hold have limits. */
export class Hearing {
  readonly #ears: Ears;
  readonly #rests = { stdout: '', stderr: '' };
  #tail = '';
  #lines = 0;
  #address: string | undefined;
  #userCode: string | undefined;
  readonly #invited = new Set<string>();
  #timer: Timer | undefined;

  constructor(ears: Ears) {
    this.#ears = ears;
  }

  /** The end of what it said on stderr. */
  get tail(): string {
    return this.#tail;
  }

  hear(from: 'stdout' | 'stderr', piece: string): void {
    const lines = (this.#rests[from] + piece).split('\n');
    // Of an endless line its beginning is kept, and one character more, to know that it was too long.
    this.#rests[from] = (lines.pop() ?? '').slice(0, LONGEST_LINE + 1);
    for (const line of lines) this.#line(from, line);
  }

  /** What came without a line's end is told too; then there is silence. */
  end(): void {
    for (const from of ['stdout', 'stderr'] as const) this.#line(from, this.#rests[from]);
    clearTimeout(this.#timer);
  }

  #line(from: 'stdout' | 'stderr', text: string): void {
    const line = text.slice(0, LONGEST_LINE).trim();
    if (from === 'stderr' && line) this.#tail = `${this.#tail}${line}\n`.slice(-LONGEST_TAIL);
    const whole = text.length <= LONGEST_LINE;
    if (line.startsWith(OPENED)) this.#open(whole ? line.slice(OPENED.length) : '');
    else if (whole && isWebAddress(line)) this.#found({ address: line });
    else if (this.#address && USER_CODE.test(line)) this.#found({ userCode: line });
    else if (line && (this.#ears.verbatim || !LEADS.test(line))) this.#say(withoutTokens(line));
  }

  #found({ address = this.#address, userCode = this.#userCode }: { address?: string; userCode?: string }): void {
    if (this.#ears.verbatim) this.#say((userCode === this.#userCode ? address : userCode) ?? '');
    this.#address = address;
    this.#userCode = userCode;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#invite(), SETTLED_MS);
  }

  /** The address that the browser would have been given: it has the code in it. */
  #open(address: string): void {
    if (!isWebAddress(address)) return;
    this.#address = address;
    this.#invite();
  }

  #invite(): void {
    clearTimeout(this.#timer);
    const address = this.#address;
    if (!address || this.#invited.has(address) || this.#invited.size >= MOST_INVITATIONS) return;
    this.#invited.add(address);
    this.#ears.invite(address, this.#userCode);
  }

  #say(line: string): void {
    if (this.#lines++ < MOST_LINES) this.#ears.say(line);
    else if (this.#lines === MOST_LINES + 1) this.#ears.say('the AWS CLI says more than is shown here');
  }
}
