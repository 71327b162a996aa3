import type { Host } from '../../shared/host.ts';
import { type State, states } from '../states.ts';
import { catalogue, type Language } from '../texts/catalogue.ts';
import { noticeLanguage } from './language.ts';
import { type Notice, type Reaction, showNotice } from './notice.ts';

/** How long a person may take; the notice of a launcher that has ended would do nothing. */
const PERSON_LIMIT_MS = 2 * 60_000;

/** Shows by the operating system what a page would have shown. */
export function showState(host: Pick<Host, 'platform' | 'env'>, state: State): Promise<Reaction> {
  return showNotice(host, noticeOf(state, noticeLanguage(host)), PERSON_LIMIT_MS);
}

function noticeOf({ name, invitation, problem }: State, language: Language): Notice {
  const texts = catalogue[language];
  const { title, text } = texts.states[name];
  const words = invitation
    ? [texts.notification.noBrowser, invitation.address, ...codeOf(invitation.userCode, texts.code)]
    : [text, ...(problem && !states[name].plain ? [`(${problem.message}; ${problem.hint})`] : [])];
  const [main = 'retry'] = states[name].buttons;
  return {
    title,
    text: words.join(' '),
    signIn: texts.buttons[invitation ? 'retry' : main],
    later: texts.notification.later,
  };
}

function codeOf(code: string | undefined, label: string): string[] {
  return code ? [`${label}: ${code}`] : [];
}
