import type { Button, StateName } from '../states.ts';

/** What the page says of a state. */
interface Words {
  title: string;
  /** What is going on, and what to do now. */
  text: string;
}

/** One language. The words of a Problem, which are for whoever helps, stay English in all of them. */
export interface Texts {
  states: Record<StateName, Words>;
  /** Of a sign-in by code, in place of the text of `sign-in-needed`. */
  compareCode: string;
  /** The same, of a sign-in that ends in another window. */
  signInApart: string;
  buttons: Record<Button, string>;
  /** The two other ways, seen from where the person is. */
  byCode: string;
  byBrowser: string;
  code: string;
  copy: string;
  copied: string;
  /** Where the browser lets nobody copy. */
  selected: string;
  otherBrowser: string;
  otherBrowserText: string;
  /** `{time}` stands for minutes and seconds. */
  timeLeft: string;
  detail: string;
  nextStep: string;
  report: string;
  reportComing: string;
  /** The launcher has gone, so no button would do anything. */
  gone: Words;
  /** A tab that was opened by hand. */
  strange: Words;
  footer: string;
  /** Of the operating system, about the end of the session. `{minutes}` stands for a number, which may be 1. */
  notification: {
    soon: Words;
    over: Words;
    signIn: string;
    later: string;
    /** Before an address. */
    noBrowser: string;
  };
}
