import { sentence } from '../../shared/page/sentence.ts';
import { type Button, type State, states } from '../states.ts';
import { catalogue, type Language } from '../texts/catalogue.ts';
import type { Texts } from '../texts/texts.ts';

/** What the page's script is told of a state; all of it is text. */
export interface View {
  tone: 'busy' | 'ask' | 'good' | 'bad';
  title: string;
  text: string;
  buttons: { deed: Button; label: string; main: boolean }[];
  address?: string;
  userCode?: string;
  secondsLeft?: number;
  /** The page stays where it is while the person is with AWS. */
  stays: boolean;
  /** The words of a Problem, in English. */
  what?: string;
  hint?: string;
  /** Nothing comes after it. */
  last: boolean;
}

/** A state in a person's language, with the buttons that would do something; `now` in epoch milliseconds. */
export function viewOf(state: State, buttons: readonly Button[], language: Language, now: number): View {
  const texts = catalogue[language];
  const { tone, plain, buttons: possible } = states[state.name];
  const { title, text } = texts.states[state.name];
  const { invitation, problem } = state;
  const userCode = invitation?.userCode;
  const over = tone === 'bad' && buttons.length === 0;
  const label = (deed: Button) => {
    if (deed !== 'other-way') return texts.buttons[deed];
    return userCode ? texts.byBrowser : texts.byCode;
  };
  return {
    tone,
    title,
    text: over && possible.length > 0 ? texts.gone.text : (textOf(invitation, texts) ?? text),
    buttons: buttons.map((deed, at) => ({ deed, label: label(deed), main: at === 0 })),
    ...(invitation && {
      address: invitation.address,
      secondsLeft: Math.max(0, Math.round((invitation.expiresAt - now) / 1000)),
    }),
    ...(userCode && { userCode }),
    stays: Boolean(userCode) || Boolean(invitation?.apart),
    ...(problem && !plain && { what: sentence(problem.message), hint: sentence(problem.hint) }),
    last: over || state.name === 'ready' || state.name === 'opened',
  };
}

/** In the browser a person comes back to this page; otherwise not. */
function textOf(invitation: State['invitation'], texts: Texts): string | undefined {
  if (invitation?.userCode) return texts.compareCode;
  return invitation?.apart ? texts.signInApart : undefined;
}
