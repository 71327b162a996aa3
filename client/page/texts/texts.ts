/** One language of the page. The words of a failure, which are for whoever helps, stay English in all of them. */
export interface Texts {
  /** Of an empty conversation. `{source}` stands for what answers. */
  welcome: string;
  talksTo: string;
  privacy: string;
  model: string;
  lookingForModels: string;
  newConversation: string;
  keep: string;
  conversation: string;
  message: string;
  placeholder: string;
  keys: string;
  send: string;
  stop: string;
  retry: string;
  copy: string;
  copyCode: string;
  copied: string;
  /** Where the browser lets nobody copy. */
  notCopied: string;
  latest: string;
  you: string;
  code: string;
  table: string;
  /** Until the first word. */
  waiting: string;
  /** After a few seconds of that. */
  waitingLong: string;
  /** `{seconds}` stands for a number. */
  held: string;
  begins: string;
  finished: string;
  stopped: string;
  cut: string;
  failed: string;
  /** The same, after some words. */
  brokenOff: string;
  nextStep: string;
  /** `{input}` and `{output}` stand for numbers. */
  tokens: string;
  caution: string;
  /** The program has gone. */
  gone: Notice;
  /** A tab that was opened by hand. */
  strange: Notice;
  notDone: string;
  noScript: string;
}

interface Notice {
  title: string;
  text: string;
}
